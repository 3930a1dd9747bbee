"""Money is whole pence and adds back."""

import pytest

from kernel.money import Money


def test_money_refuses_a_float() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]


def test_shares_add_back_and_ties_go_to_the_earlier() -> None:
    assert [part.pence for part in Money(10000).share([1, 1, 1, 0])] == [3334, 3333, 3333, 0]


def test_it_is_written_with_thousands_and_pence() -> None:
    assert str(Money.pounds("2730")) == "£2,730.00"
