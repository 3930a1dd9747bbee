"""What a yearly service runs for, what part of the year's price that costs, and when to give notice.

Source: worked numbers B.6 and B.13; rule vectors F05 and F09 (the year's price first, then its part);
complaints 2, 3 and 4 (part of a year is the default, nothing rolls over, the last notice date is on every contract).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from billing.rules.school_years import Anchor, year_after, year_holding
from kernel.money import Money
from kernel.periods import ONE_DAY, Period, add_years
from kernel.refusal import Refusal

MONTHS_IN_A_YEAR = 12


class PartYear(StrEnum):
    """What a service that starts inside the school's year costs for the rest of it."""

    WHOLE_MONTHS = "whole_months"
    JOINING_MONTH = "joining_month"
    WHOLE_YEAR = "whole_year"


class YearNearlyOver(Refusal):
    """No whole month of the school's year is left to buy."""

    rule = "A part of a year is sold by the whole month."
    forward = "Order it for next year instead."


class NoticeTooLate(Refusal):
    """The contract has ended already, or notice was given before."""

    rule = "Notice is given while the contract runs, once."


class MinimumTerm(Refusal):
    """The school agreed to have the service for longer."""

    rule = "Some services are agreed for a minimum term, which is shown before ordering."
    forward = "Order next year's; you can give notice during the last year of the minimum term."


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of one school year that is paid for: `months` of its twelve."""

    starts_on: date
    ends_on: date
    months: int

    @property
    def last_day(self) -> date:
        """The last day of the term."""
        return self.ends_on - ONE_DAY

    @property
    def is_whole(self) -> bool:
        """True when the year's full price is paid for it."""
        return self.months == MONTHS_IN_A_YEAR

    def part_of(self, yearly: Money) -> Money:
        """This term's part of a year's price (caps and floors are in it already), to the nearest penny."""
        return yearly.ratio(self.months, MONTHS_IN_A_YEAR)

    @property
    def sentence(self) -> str:
        """What is paid for, as it stands on the basket, the order and the invoice."""
        days = f"{long_day(self.starts_on)} to {long_day(self.last_day)}"
        return days if self.is_whole else f"{days}: {self.months} of 12 months"


def months_left(year: Period, on: date, policy: PartYear) -> int:
    """How many twelfths of `year` a start on `on` pays for (vector F05).

    `joining month counts` counts the month of `on`; `whole months remaining` counts it only from its first day.
    """
    if policy is PartYear.WHOLE_YEAR or on <= year.starts_on:
        return MONTHS_IN_A_YEAR
    gone = (on.year - year.starts_on.year) * 12 + on.month - year.starts_on.month
    counts_its_month = policy is PartYear.JOINING_MONTH or on.day == 1
    return MONTHS_IN_A_YEAR - gone - (0 if counts_its_month else 1)


def term_from(on: date, anchor: Anchor, policy: PartYear) -> Term:
    """The rest of the school's year from `on`.

    Refuses with YearNearlyOver when no month of it is left to pay for.
    """
    year = year_holding(on, anchor)
    months = months_left(year, on, policy)
    if months == 0:
        raise YearNearlyOver(
            f"Less than a whole month of your year is left: it ends on {long_day(_end_of(year) - ONE_DAY)}."
        )
    return Term(on, _end_of(year), months)


def next_term(on: date, anchor: Anchor) -> Term:
    """The whole of the school's year that follows the one `on` lies in."""
    year = year_after(year_holding(on, anchor))
    return Term(year.starts_on, _end_of(year), MONTHS_IN_A_YEAR)


def last_notice_day(ends_on: date, notice_days: int) -> date:
    """The last day on which notice leaves `notice_days` whole days before the end of the term's last day.

    A term to 31 March (ends_on 1 April) with 90 days: 31 December. With none: the last day itself.
    """
    return ends_on - ONE_DAY - timedelta(days=notice_days)


def minimum_until(term_ends_on: date, *, minimum_years: int, agreed_until: date | None) -> date:
    """The first day on which a school is free to have left: the term of the first order counts as the first year.

    `agreed_until` is what an earlier order of the same service agreed to; a later order does not start a new minimum.
    Source: founding fact S2-32 (agreements last at least two years).
    """
    if agreed_until is not None:
        return max(agreed_until, term_ends_on)
    return add_years(term_ends_on, max(minimum_years - 1, 0))


def check_notice(*, ends_on: date, minimum_until: date, given_on: date | None, on: date) -> None:
    """Refuse with NoticeTooLate when notice can no longer be given, with MinimumTerm when it cannot yet take effect."""
    if given_on is not None:
        raise NoticeTooLate(f"Notice was given on {long_day(given_on)}; it need not be given twice.")
    if on >= ends_on:
        raise NoticeTooLate(f"This contract ended on {long_day(ends_on - ONE_DAY)}, so there is nothing to end.")
    if ends_on < minimum_until:
        raise MinimumTerm(
            f"You agreed to have this until {long_day(minimum_until - ONE_DAY)}, and this term ends before that."
        )


def long_day(day: date) -> str:
    """A day as people write it: 4 February 2027."""
    return f"{day.day} {day:%B %Y}"


def _end_of(year: Period) -> date:
    if year.ends_on is None:
        raise ValueError("a school's year has an end")
    return year.ends_on
