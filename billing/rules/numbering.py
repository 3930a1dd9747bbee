"""Numbers of issued documents: one unbroken series for each kind.

Source: VAT Regulations 1995 reg. 14(1)(a): a sequential number based on one or more series, which uniquely
identifies the document.
"""

from __future__ import annotations

INVOICES = "INV"
CREDIT_NOTES = "CRN"


def number(series: str, place: int) -> str:
    """The number of the document at a place of its series: `INV-000012`. Raises ValueError below 1."""
    if place < 1:
        raise ValueError("a series starts at 1")
    return f"{series}-{place:06d}"


def place(written: str) -> tuple[str, int]:
    """The series and place of a number as somebody wrote it: `inv-12` and `INV-000012` are the same.

    Raises ValueError for text that is no document number.
    """
    series, dash, digits = written.strip().upper().partition("-")
    if not dash or series not in (INVOICES, CREDIT_NOTES) or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"“{written}” is not the number of an invoice or credit note")
    return series, int(digits)
