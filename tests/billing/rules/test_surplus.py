"""The company year and the parts of a surplus."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules.surplus import (
    CompanyYear,
    DoesNotAddUp,
    NothingToAppropriate,
    ReservesFirst,
    check_parts,
    last_year_over,
    reserves_wanted,
    year_of,
    years_back,
)
from kernel.money import ZERO, Money

SURPLUS = Money.pounds("120000")


def test_the_company_year_runs_from_september_to_august() -> None:
    assert year_of(date(2026, 8, 31)) == CompanyYear(2026)
    assert year_of(date(2026, 9, 1)) == CompanyYear(2027)
    year = CompanyYear(2026)
    assert (year.period.starts_on, year.period.last_day) == (date(2025, 9, 1), date(2026, 8, 31))
    assert (year.name, year.label) == ("2025/26", "Year to 31 August 2026")
    assert last_year_over(date(2026, 8, 31)) == CompanyYear(2025)
    assert last_year_over(date(2026, 9, 1)) == year


def test_years_back_are_the_latest_first() -> None:
    assert [year.ends_in for year in years_back(CompanyYear(2026), 3)] == [2026, 2025, 2024]


def test_the_first_forty_thousand_go_to_reserves() -> None:
    held, target = Money.pounds("380000"), Money.pounds("420000")
    assert reserves_wanted(SURPLUS, held=held, target=target) == Money.pounds("40000")
    assert reserves_wanted(Money.pounds("30000"), held=held, target=target) == Money.pounds("30000")
    assert reserves_wanted(SURPLUS, held=target, target=target) == ZERO
    assert reserves_wanted(SURPLUS, held=target + SURPLUS, target=target) == ZERO


def test_the_parts_add_up_to_the_penny() -> None:
    wanted = Money.pounds("40000")
    parts = [Money.pounds("34000"), Money.pounds("28000"), Money.pounds("18000")]
    check_parts(SURPLUS, reserves=wanted, projects=parts, wanted=wanted)
    with pytest.raises(DoesNotAddUp, match=r"£0\.01 missing"):
        check_parts(SURPLUS, reserves=wanted, projects=[*parts[:2], parts[2] - Money(1)], wanted=wanted)
    with pytest.raises(DoesNotAddUp, match=r"£0\.01 too much"):
        check_parts(SURPLUS, reserves=wanted, projects=[*parts[:2], parts[2] + Money(1)], wanted=wanted)


def test_reserves_come_first() -> None:
    with pytest.raises(ReservesFirst):
        check_parts(SURPLUS, reserves=ZERO, projects=[SURPLUS], wanted=Money(1))
    check_parts(SURPLUS, reserves=SURPLUS, projects=[], wanted=Money.pounds("40000"))


def test_a_part_is_never_negative_and_a_shortfall_is_not_appropriated() -> None:
    with pytest.raises(DoesNotAddUp):
        check_parts(SURPLUS, reserves=SURPLUS + Money(1), projects=[Money(-1)], wanted=ZERO)
    for earned in (ZERO, Money(-1)):
        with pytest.raises(NothingToAppropriate):
            check_parts(earned, reserves=ZERO, projects=[], wanted=ZERO)


pence = st.integers(0, 10**12).map(Money)


@given(pence, pence, pence)
def test_reserves_never_take_more_than_there_is_or_than_they_lack(earned: Money, held: Money, target: Money) -> None:
    wanted = reserves_wanted(earned, held=held, target=target)
    assert ZERO <= wanted <= earned
    assert wanted == earned or held + wanted >= target
