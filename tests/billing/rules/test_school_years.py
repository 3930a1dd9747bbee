"""The school's own year, from 2024 to 2032 and at its edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from billing.rules.school_years import Anchor, anchor_of, short_name, year_after, year_before, year_holding


@pytest.mark.parametrize(
    ("day", "anchor", "starts", "ends"),
    [
        (date(2026, 4, 1), Anchor.APRIL, date(2026, 4, 1), date(2027, 4, 1)),
        (date(2026, 3, 31), Anchor.APRIL, date(2025, 4, 1), date(2026, 4, 1)),
        (date(2026, 8, 31), Anchor.SEPTEMBER, date(2025, 9, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), Anchor.SEPTEMBER, date(2026, 9, 1), date(2027, 9, 1)),
        (date(2028, 2, 29), Anchor.APRIL, date(2027, 4, 1), date(2028, 4, 1)),
        (date(2026, 12, 31), Anchor.SEPTEMBER, date(2026, 9, 1), date(2027, 9, 1)),
    ],
)
def test_a_day_lies_in_the_year_of_its_school(day: date, anchor: Anchor, starts: date, ends: date) -> None:
    year = year_holding(day, anchor)
    assert (year.starts_on, year.ends_on) == (starts, ends)


@pytest.mark.parametrize("anchor", list(Anchor))
def test_every_day_from_2024_to_2032_lies_in_exactly_one_year_and_years_follow_each_other(anchor: Anchor) -> None:
    day = date(2024, 1, 1)
    while day < date(2033, 1, 1):
        year = year_holding(day, anchor)
        assert day in year
        assert year_after(year).starts_on == year.ends_on
        assert year_after(year_before(year)) == year
        assert year.days in (365, 366)
        day += timedelta(days=1)


def test_maintained_schools_start_in_april_and_all_others_in_september() -> None:
    assert anchor_of(is_maintained=True) is Anchor.APRIL
    assert anchor_of(is_maintained=False) is Anchor.SEPTEMBER


def test_a_year_is_named_as_schools_name_it() -> None:
    assert short_name(year_holding(date(2026, 11, 21), Anchor.APRIL)) == "2026–27"
    assert short_name(year_holding(date(2099, 11, 21), Anchor.APRIL)) == "2099–00"
