"""A company year's surplus and what it may be used for: nothing but the company's objects.

A surplus is made on purpose, to be put back (founding fact S3-19); it is never distributed to members. That is the
company's constitution under School Companies Regulations 2002 reg. 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.money import ZERO, Money
from kernel.periods import Period, add_years
from kernel.refusal import Refusal

YEAR_STARTS = (9, 1)
PURPOSE = "surplus-appropriation"


class YearNotOver(Refusal):
    """The company year is still running."""

    rule = "A year's surplus is known when the year is over."
    forward = "Wait until 1 September."


class YearNotClosed(Refusal):
    """A month of the year is still open for postings."""

    rule = "A surplus is decided on figures that cannot move: every month of its year is closed."
    forward = "Close the year's months first."


class NothingToAppropriate(Refusal):
    """The year made no surplus."""

    rule = "Only a surplus is appropriated; a shortfall is borne by the reserves."
    forward = "Take the shortfall to the board."


class DoesNotAddUp(Refusal):
    """The parts differ from the surplus."""

    rule = "Every penny of the surplus is appropriated, and no penny more."
    forward = "Change the sums until they add up."


class ReservesFirst(Refusal):
    """Less is put to reserves than the policy asks for."""

    rule = "The surplus goes to reserves first, up to the level of the policy."
    forward = "Put more to reserves, or change the policy with a resolution first."


class AlreadyAppropriated(Refusal):
    """The year's surplus has been appropriated in another way."""

    rule = "A year's surplus is appropriated once."
    forward = "A later change moves money between projects; it does not decide the year again."


@dataclass(frozen=True, slots=True)
class CompanyYear:
    """A year of the company, 1 September to 31 August, known by the year it ends in."""

    ends_in: int

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(date(self.ends_in - 1, *YEAR_STARTS), date(self.ends_in, *YEAR_STARTS))

    @property
    def name(self) -> str:
        """2025/26."""
        return f"{self.ends_in - 1}/{self.ends_in % 100:02d}"

    @property
    def label(self) -> str:
        """Year to 31 August 2026."""
        return f"Year to 31 August {self.ends_in}"

    @property
    def key(self) -> str:
        """Text key of its surplus, as a resolution names it."""
        return f"surplus/{self.ends_in}"

    def is_over(self, on: date) -> bool:
        """Whether the year lies wholly before the day."""
        return on >= date(self.ends_in, *YEAR_STARTS)


def year_of(on: date) -> CompanyYear:
    """The company year a day lies in."""
    return CompanyYear(on.year + 1 if (on.month, on.day) >= YEAR_STARTS else on.year)


def last_year_over(on: date) -> CompanyYear:
    """The latest company year that is over on a day."""
    return CompanyYear(year_of(on).ends_in - 1)


def years_back(year: CompanyYear, count: int) -> list[CompanyYear]:
    """The year and those before it, the latest first."""
    first = add_years(year.period.starts_on, 1 - count).year + 1
    return [CompanyYear(ends_in) for ends_in in range(year.ends_in, first - 1, -1)]


def reserves_wanted(surplus: Money, *, held: Money, target: Money) -> Money:
    """What goes to reserves before anything else: up to the policy's level, never more than the surplus.

    £120,000 with £380,000 held of £420,000: £40,000 to reserves, £80,000 to reinvest.
    """
    return max(ZERO, min(surplus, target - held))


def check_parts(surplus: Money, *, reserves: Money, projects: Sequence[Money], wanted: Money) -> None:
    """Refuse unless the parts add up to the surplus and the reserves come first.

    Refuses with NothingToAppropriate, DoesNotAddUp or ReservesFirst.
    """
    if surplus <= ZERO:
        raise NothingToAppropriate(f"The year ended with {surplus}.")
    if reserves < ZERO or any(part <= ZERO for part in projects):
        raise DoesNotAddUp("Every part is a sum above £0.00.")
    together = reserves + Money.total(projects)
    if together != surplus:
        more = "too much" if together > surplus else "missing"
        raise DoesNotAddUp(
            f"The parts come to {together} and the surplus is {surplus}: {abs(surplus - together)} {more}."
        )
    if reserves < wanted:
        raise ReservesFirst(f"The policy asks for {wanted} to reserves and {reserves} is put there.", field="reserves")
