"""Periods are half-open: the day they end on is the first day outside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.periods import Period, add_months, add_years

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(DAYS, st.integers(1, 800))
def test_a_period_holds_its_first_day_and_not_the_day_it_ends_on(start, length):
    period = Period(start, start + timedelta(length))
    assert start in period
    assert start + timedelta(length) not in period
    assert start + timedelta(length - 1) in period
    assert period.last_day == start + timedelta(length - 1)
    assert period.days == length


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(date(2026, 1, 1), date(2026, 1, 1))


def test_a_running_period_has_no_last_day_and_no_length():
    running = Period(date(2026, 1, 1))
    assert date(9999, 12, 31) in running
    assert running.last_day is None
    with pytest.raises(ValueError, match="no number of days"):
        _ = running.days


@given(DAYS, st.integers(1, 50), st.integers(-60, 60), st.integers(1, 50))
def test_periods_overlap_when_a_day_lies_in_both(first, length, apart, other_length):
    second = first + timedelta(apart)
    one, two = Period(first, first + timedelta(length)), Period(second, second + timedelta(other_length))
    shared = any(first + timedelta(n) in two for n in range(length))
    assert one.overlaps(two) == two.overlaps(one) == shared


def test_periods_that_touch_do_not_overlap():
    year = Period(date(2025, 4, 1), date(2026, 4, 1))
    assert not year.overlaps(Period(date(2026, 4, 1)))
    assert year.overlaps(Period(date(2026, 3, 31)))


@pytest.mark.parametrize(
    ("anchor", "months", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_from_the_anchor(anchor, months, day):
    assert add_months(anchor, months) == day


def test_a_leap_day_comes_round_as_28_february():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
