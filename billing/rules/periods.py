"""Which month of the books a day belongs to, and what a closed month means."""

from __future__ import annotations

from datetime import date

from kernel.periods import add_months
from kernel.refusal import Refusal


class PeriodClosed(Refusal):
    """The month is closed: nothing more is posted in it."""

    rule = "A closed accounting period takes no postings, so that what was reported stays true."
    forward = "Date it in an open period, or have the period opened again with a reason."


class PeriodNotOver(Refusal):
    """A month is closed only once it is over."""

    rule = "A period is closed after its last day."
    forward = "Close it on or after the first day of the next month."


class EarlierPeriodOpen(Refusal):
    """Months are closed in their order."""

    rule = "Periods are closed in order, the oldest first."
    forward = "Close the earlier period first."


def month_of(day: date) -> tuple[date, date]:
    """The calendar month that a day lies in: its first day, and the first day of the next."""
    first = day.replace(day=1)
    return first, add_months(first, 1)
