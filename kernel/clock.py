"""The clock. Only the edge (views, tasks, commands) reads it; everything else is told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in London."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """The London day of an instant; raises ValueError for a time without an offset."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return at.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first instant of a London day."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)
