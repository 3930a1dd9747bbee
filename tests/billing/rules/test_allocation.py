"""Which invoices a payment settles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules import allocation
from billing.rules.allocation import AllocationNotPossible, Owed
from kernel.money import Money

SEPTEMBER = Owed("INV-000002", Money(30_000), date(2026, 9, 30))
OCTOBER = Owed("INV-000001", Money(50_000), date(2026, 10, 30))


def test_the_debt_that_fell_due_first_is_settled_first() -> None:
    split = allocation.oldest_first(Money(40_000), [OCTOBER, SEPTEMBER])
    assert split.parts == {"INV-000002": Money(30_000), "INV-000001": Money(10_000)}
    assert split.on_account == Money(0)


def test_what_is_over_stays_on_account() -> None:
    assert allocation.oldest_first(Money(90_000), [OCTOBER, SEPTEMBER]).on_account == Money(10_000)


def test_the_payer_may_say_which_invoice_is_meant() -> None:
    split = allocation.as_told(Money(40_000), {"INV-000001": Money(40_000)}, [OCTOBER, SEPTEMBER])
    assert split.parts == {"INV-000001": Money(40_000)}


def test_a_part_larger_than_the_debt_is_refused_with_the_difference() -> None:
    with pytest.raises(AllocationNotPossible, match=r"£0\.01 too much") as refusal:
        allocation.as_told(Money(90_000), {"INV-000002": Money(30_001)}, [OCTOBER, SEPTEMBER])
    assert refusal.value.field == "INV-000002"


def test_parts_larger_than_the_payment_are_refused() -> None:
    with pytest.raises(AllocationNotPossible, match=r"only £400\.00"):
        allocation.as_told(Money(40_000), {"INV-000001": Money(40_000), "INV-000002": Money(1)}, [OCTOBER, SEPTEMBER])


@pytest.mark.parametrize(("number", "pence"), [("INV-000009", 100), ("INV-000001", -1)])
def test_somebody_elses_invoice_and_a_negative_part_are_refused(number: str, pence: int) -> None:
    with pytest.raises(AllocationNotPossible):
        allocation.as_told(Money(40_000), {number: Money(pence)}, [OCTOBER, SEPTEMBER])


debts = st.lists(
    st.builds(Owed, st.integers(1, 999_999).map("INV-{:06d}".format), st.integers(1, 10**7).map(Money), st.dates()),
    max_size=12,
    unique_by=lambda debt: debt.number,
)


@given(st.integers(1, 10**8).map(Money), debts)
def test_parts_and_what_stays_on_account_add_back_to_the_payment(amount: Money, owed: list[Owed]) -> None:
    split = allocation.oldest_first(amount, owed)
    assert Money.total(split.parts.values()) + split.on_account == amount
    assert all(Money(0) < split.parts.get(debt.number, debt.owed) <= debt.owed for debt in owed)
    assert not split.on_account or Money.total(debt.owed for debt in owed) == Money.total(split.parts.values())
