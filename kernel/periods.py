"""Periods of days: from a day up to, but not including, another."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts_on` up to but not including `ends_on`; without an end it is still running.

    Raises ValueError when it would end on or before the day it starts.
    """

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            raise ValueError("a period ends after it starts")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def last_day(self) -> date | None:
        """The last day inside, or None while it is running."""
        return None if self.ends_on is None else self.ends_on - ONE_DAY

    @property
    def days(self) -> int:
        """How many days; raises ValueError for a period without an end."""
        if self.ends_on is None:
            raise ValueError("a running period has no number of days")
        return (self.ends_on - self.starts_on).days

    def overlaps(self, other: Period) -> bool:
        """True when at least one day lies in both."""
        return (other.ends_on is None or self.starts_on < other.ends_on) and (
            self.ends_on is None or other.starts_on < self.ends_on
        )


def add_months(anchor: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the month's last day where it has no such day.

    Count from the anchor every time: stepping from the previous result drifts (31 Jan, 28 Feb, 28 Mar).
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def add_years(anchor: date, years: int) -> date:
    """The same day of the year, `years` later; 29 February becomes 28 February where there is none."""
    return add_months(anchor, 12 * years)
