"""A school's own year: April to March for maintained schools, September to August for everyone else.

Source: law file section 6 (maintained schools 1 April to 31 March, academy trusts 1 September to 31 August);
worked numbers B.16.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from kernel.periods import Period, add_years


class Anchor(IntEnum):
    """The month on whose first day a school's year starts."""

    APRIL = 4
    SEPTEMBER = 9


def anchor_of(*, is_maintained: bool) -> Anchor:
    """April for a maintained school; September for academies, colleges and all others."""
    return Anchor.APRIL if is_maintained else Anchor.SEPTEMBER


def year_holding(day: date, anchor: Anchor) -> Period:
    """The school's year that `day` lies in, from its first day up to the first day of the next."""
    starts_on = date(day.year if day.month >= anchor else day.year - 1, anchor, 1)
    return Period(starts_on, add_years(starts_on, 1))


def year_after(year: Period) -> Period:
    """The school's year that follows `year`."""
    starts_on = add_years(year.starts_on, 1)
    return Period(starts_on, add_years(starts_on, 1))


def year_before(year: Period) -> Period:
    """The school's year that comes before `year`."""
    return Period(add_years(year.starts_on, -1), year.starts_on)


def short_name(year: Period) -> str:
    """How a school writes its year: `2026–27`."""
    return f"{year.starts_on.year}–{(year.starts_on.year + 1) % 100:02d}"
