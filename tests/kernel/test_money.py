"""Money: whole pence, exact, and never a float."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import ZERO, Money, half_up

PENCE = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize("amount", [1.0, 0.1, float("nan"), True, "100", None, Decimal(1)])
def test_money_takes_nothing_but_whole_pence(amount):
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize("amount", [12.5, True, None])
def test_pounds_refuse_a_float(amount):
    with pytest.raises(TypeError):
        Money.pounds(amount)


@pytest.mark.parametrize(
    ("text", "pence"),
    [("12.50", 1250), ("£2,730.00", 273000), (" 0.01 ", 1), ("-3.10", -310), (650, 65000), (Decimal("6.5"), 650)],
)
def test_pounds_are_read_as_people_write_them(text, pence):
    assert Money.pounds(text) == Money(pence)


@pytest.mark.parametrize(
    "text", ["", "twelve", "1.005", "NaN", "Infinity", "1e400", "99999999999999999", "١٢.٣٤٥", "12.50.1", "💷"]
)
def test_pounds_refuse_what_is_not_a_sum_of_whole_pence(text):
    with pytest.raises(ValueError, match=r"part of a penny|not a sum"):
        Money.pounds(text)


def test_money_is_added_to_money_only():
    assert sum([Money(1), Money(2)]) == Money(3)
    assert Money.total([]) == ZERO
    wrong: Any
    for wrong in (1, 1.0, "1", None):
        with pytest.raises(TypeError):
            Money(1) + wrong
    with pytest.raises(TypeError):
        1 + Money(1)
    with pytest.raises(TypeError):
        Money(100) * 1.5  # type: ignore[operator]  # that is what is refused


def test_money_is_written_for_people_and_for_files():
    assert str(Money(273000)) == "£2,730.00"
    assert str(Money(-5)) == "−£0.05"
    assert Money(-273005).plain == "-2730.05"
    assert not ZERO


@given(PENCE)
def test_what_is_written_for_a_file_reads_back(pence):
    assert Money.pounds(Money(pence).plain) == Money(pence)


@given(PENCE, WEIGHTS)
def test_shares_add_back_to_the_penny(pence, weights):
    parts = Money(pence).share(weights)
    assert Money.total(parts) == Money(pence)
    assert len(parts) == len(weights)


@given(PENCE, WEIGHTS)
def test_no_share_is_a_whole_penny_away_from_exact(pence, weights):
    whole = sum(weights)
    for part, weight in zip(Money(pence).share(weights), weights, strict=True):
        assert abs(part.pence * whole - pence * weight) < whole
        assert weight or not part


@given(PENCE, WEIGHTS)
def test_a_debt_is_shared_like_the_credit(pence, weights):
    assert [-part for part in Money(pence).share(weights)] == Money(-pence).share(weights)


def test_an_odd_penny_goes_to_the_earlier_of_equals():
    assert Money(100).share([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(101).share([0, 1, 1]) == [Money(0), Money(51), Money(50)]


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2]])
def test_share_refuses_weights_that_cannot_split(weights):
    with pytest.raises(ValueError, match="weights"):
        Money(100).share(weights)


@given(PENCE, st.integers(-(10**6), 10**6).filter(bool))
def test_half_up_is_the_nearest_whole_number(numerator, denominator):
    answer = half_up(numerator, denominator)
    assert abs(2 * (answer * denominator - numerator)) <= abs(denominator)


@pytest.mark.parametrize(("numerator", "answer"), [(5, 3), (-5, -3), (3, 2), (-3, -2), (1, 1), (-1, -1)])
def test_halves_go_away_from_zero(numerator, answer):
    assert half_up(numerator, 2) == answer


def test_a_price_for_part_time_pupils_is_exact():
    assert Money.pounds("6.50").times(Decimal("210.5")) == Money.pounds("1368.25")
    assert Money.pounds("2730.00").basis_points(2000) == Money.pounds("546.00")
    assert Money(1).basis_points(5000) == Money(1)
