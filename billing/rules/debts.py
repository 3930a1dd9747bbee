"""When an invoice falls due, and how old a debt is."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_TO_PAY = 30
AGES = (("Not due yet", None), ("1 to 30 days late", 30), ("31 to 60 days late", 60), ("61 to 90 days late", 90))
OLDEST = "More than 90 days late"


def due_on(issued_on: date, days: int = DAYS_TO_PAY) -> date:
    """The last of `days` days that begin with the day of the invoice: issued 1 October, due 30 October.

    Source: Late Payment of Commercial Debts (Interest) Act 1998 s. 4(3A) and (5): a public authority cannot agree to
    a later day than the last of 30 days beginning with the day it has notice of the amount.
    """
    return issued_on + timedelta(days=days - 1)


def days_late(due: date, on: date) -> int:
    """Whole days after the due day; 0 while it is not late."""
    return max(0, (on - due).days)


def age(due: date, on: date) -> str:
    """The column of the aged debt list in which a debt stands on a day."""
    late = days_late(due, on)
    if late == 0:
        return AGES[0][0]
    return next((title for title, most in AGES[1:] if most is not None and late <= most), OLDEST)


def ages() -> list[str]:
    """The columns of the aged debt list, youngest first."""
    return [title for title, _ in AGES] + [OLDEST]
