"""Terms, parts of a year and notice: the vectors, the edges, and what must hold for every day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules.school_years import Anchor, year_holding
from billing.rules.terms import (
    MinimumTerm,
    NoticeTooLate,
    PartYear,
    YearNearlyOver,
    check_notice,
    last_notice_day,
    minimum_until,
    months_left,
    next_term,
    term_from,
)
from kernel.money import Money

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(("policy", "net"), [(PartYear.JOINING_MONTH, "3325.00"), (PartYear.WHOLE_MONTHS, "2660.00")])
@pytest.mark.vector("F05")
def test_f05_a_part_of_a_year_by_the_named_policy(policy: PartYear, net: str) -> None:
    term = term_from(date(2026, 11, 15), Anchor.APRIL, policy)
    assert term.part_of(Money.pounds("7980.00")) == Money.pounds(net)


def test_joining_on_1_september_pays_seven_twelfths_of_an_april_year() -> None:
    for policy in (PartYear.WHOLE_MONTHS, PartYear.JOINING_MONTH):
        term = term_from(date(2026, 9, 1), Anchor.APRIL, policy)
        assert term.part_of(Money.pounds("1365.00")) == Money.pounds("796.25")
        assert term.sentence == "1 September 2026 to 31 March 2027: 7 of 12 months"


def test_a_whole_year_is_paid_whole() -> None:
    term = term_from(date(2027, 2, 20), Anchor.APRIL, PartYear.WHOLE_YEAR)
    assert term.is_whole
    assert term.part_of(Money.pounds("450.00")) == Money.pounds("450.00")


def test_the_last_month_cannot_be_bought_by_whole_months_after_its_first_day() -> None:
    assert term_from(date(2027, 3, 1), Anchor.APRIL, PartYear.WHOLE_MONTHS).months == 1
    with pytest.raises(YearNearlyOver) as refusal:
        term_from(date(2027, 3, 2), Anchor.APRIL, PartYear.WHOLE_MONTHS)
    assert refusal.value.forward == "Order it for next year instead."
    assert term_from(date(2027, 3, 31), Anchor.APRIL, PartYear.JOINING_MONTH).months == 1


def test_next_year_is_the_whole_year_after_this_one() -> None:
    term = next_term(date(2026, 11, 21), Anchor.SEPTEMBER)
    assert (term.starts_on, term.ends_on, term.months) == (date(2027, 9, 1), date(2028, 9, 1), 12)
    assert term.sentence == "1 September 2027 to 31 August 2028"


@given(DAYS, st.sampled_from(list(Anchor)))
def test_the_joining_month_policy_never_charges_less_and_at_most_a_month_more(day: date, anchor: Anchor) -> None:
    year = year_holding(day, anchor)
    joining, whole = (months_left(year, day, p) for p in (PartYear.JOINING_MONTH, PartYear.WHOLE_MONTHS))
    assert 0 <= joining - whole <= 1
    assert 1 <= joining <= 12


@given(DAYS, st.sampled_from(list(Anchor)), st.integers(0, 10_000_000))
def test_a_part_never_costs_more_than_the_year(day: date, anchor: Anchor, pence: int) -> None:
    term = term_from(day, anchor, PartYear.JOINING_MONTH)
    assert Money(0) <= term.part_of(Money(pence)) <= Money(pence)


@pytest.mark.parametrize(
    ("ends_on", "notice_days", "last_day"),
    [
        (date(2027, 4, 1), 90, date(2026, 12, 31)),
        (date(2028, 4, 1), 90, date(2028, 1, 1)),
        (date(2027, 9, 1), 90, date(2027, 6, 2)),
        (date(2027, 4, 1), 0, date(2027, 3, 31)),
    ],
)
def test_notice_leaves_whole_days_before_the_end(ends_on: date, notice_days: int, last_day: date) -> None:
    assert last_notice_day(ends_on, notice_days) == last_day


def test_s2_32_a_minimum_of_two_years_counts_the_first_order_as_the_first_year() -> None:
    assert minimum_until(date(2012, 4, 1), minimum_years=2, agreed_until=None) == date(2013, 4, 1)
    assert minimum_until(date(2012, 4, 1), minimum_years=1, agreed_until=None) == date(2012, 4, 1)
    assert minimum_until(date(2012, 4, 1), minimum_years=0, agreed_until=None) == date(2012, 4, 1)


def test_ordering_again_does_not_start_a_new_minimum() -> None:
    assert minimum_until(date(2013, 4, 1), minimum_years=2, agreed_until=date(2013, 4, 1)) == date(2013, 4, 1)
    assert minimum_until(date(2014, 4, 1), minimum_years=2, agreed_until=date(2013, 4, 1)) == date(2014, 4, 1)


def test_notice_is_given_once_and_only_while_the_contract_runs() -> None:
    end = date(2027, 4, 1)
    check_notice(ends_on=end, minimum_until=end, given_on=None, on=date(2027, 3, 31))
    with pytest.raises(NoticeTooLate, match="ended on 31 March 2027"):
        check_notice(ends_on=end, minimum_until=end, given_on=None, on=end)
    with pytest.raises(NoticeTooLate, match="given on 1 December 2026"):
        check_notice(ends_on=end, minimum_until=end, given_on=date(2026, 12, 1), on=date(2026, 12, 2))


def test_s2_32_leaving_inside_the_minimum_term_is_refused() -> None:
    with pytest.raises(MinimumTerm, match="until 31 March 2013"):
        check_notice(ends_on=date(2012, 4, 1), minimum_until=date(2013, 4, 1), given_on=None, on=date(2011, 12, 1))
