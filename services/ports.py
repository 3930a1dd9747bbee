"""What this floor must hear from the floors above."""
