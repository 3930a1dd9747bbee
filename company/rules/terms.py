"""Terms of office: the arithmetic of years, half-open, with 29 February thought through."""

from datetime import date, timedelta


def anniversary(day: date, years: int) -> date:
    """The same day of the month `years` later; 1 March where that year has no 29 February.

    A span beginning on 29 February 2024 has run one full year when 28 February 2025 is over,
    so the first day of its next year is 1 March. Beyond the calendar it is the last day of all.
    """
    year = day.year + years
    if year > date.max.year:
        return date.max
    if (day.month, day.day) == (2, 29) and not _is_leap(year):
        return date(year, 3, 1)
    return day.replace(year=year)


def first_day_after(starts_on: date, years: int) -> date:
    """The first day no longer in office for a term of whole years: the half-open end."""
    return anniversary(starts_on, years)


def last_day(starts_on: date, years: int) -> date:
    """The last day in office: the day before the anniversary (from 1 September 2023, four years: 31 August 2027)."""
    return first_day_after(starts_on, years) - timedelta(days=1)


def councillor_leaves_office(poll: date) -> date:
    """The last day in office of a councillor not re-elected: the fourth day after the ordinary day of election.

    Source: Local Government Act 1972 s.7 and s.8; a poll on 7 May 2026 leaves them in office to 11 May 2026.
    """
    return poll + timedelta(days=4)


def in_force(starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """Whether a dated fact [starts_on, ends_on) holds on a day; a missing bound is open."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on < ends_on)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
