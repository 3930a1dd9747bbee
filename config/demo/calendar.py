"""The days of the demo world, all counted from the day it is built for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel import clock
from kernel.periods import Period, add_years


@dataclass(frozen=True, slots=True)
class Calendar:
    """The demo's day, and what lies around it. The company's year runs from 1 September to 31 August."""

    on: date

    @property
    def year_starts_on(self) -> date:
        """The first day of the company year that holds the demo's day."""
        return date(self.on.year if self.on >= date(self.on.year, 9, 1) else self.on.year - 1, 9, 1)

    @property
    def founded_on(self) -> date:
        """Three whole company years before."""
        return add_years(self.year_starts_on, -3)

    @property
    def years(self) -> list[Period]:
        """The three finished company years, the oldest first."""
        starts = [add_years(self.founded_on, number) for number in range(4)]
        return [Period(starts[number], starts[number + 1]) for number in range(3)]

    @property
    def years_so_far(self) -> list[Period]:
        """The finished company years and the one that is running."""
        return [*self.years, Period(self.year_starts_on, add_years(self.year_starts_on, 1))]

    def before(self, days: int) -> date:
        """So many days before the demo's day."""
        return self.on - timedelta(days=days)


def noon(day: date) -> datetime:
    """Midday in London: the hour at which the demo's people do things."""
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)
