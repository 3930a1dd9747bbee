"""What is left to credit on an invoice."""

from __future__ import annotations

from django.db.models import Sum

from billing.models import Invoice
from kernel.money import ZERO, Money


def lines_left(invoice: Invoice) -> list[tuple[int, str, Money]]:
    """Position, label and net left to credit of each line that has some; one SQL statement."""
    rows = invoice.lines.annotate(back=Sum("credited_by__net")).order_by("position")
    left = [(row.position, row.label, row.net - (row.back or ZERO)) for row in rows]
    return [line for line in left if line[2]]
