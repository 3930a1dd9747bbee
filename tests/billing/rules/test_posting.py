"""What each money event means in the ledger: every kind of event balances in each fund."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules import chart, posting
from billing.rules.posting import DoesNotBalance, Leg, Sold
from kernel.money import Money

PAYER = 7
MEMBERSHIP = Sold(Money(273_000), Money(54_600), "membership", 1)
COURSE = Sold(Money(45_000), Money(0), "traded", 2)


def amounts(legs: list[Leg]) -> dict[str, Money]:
    return {leg.account: leg.amount for leg in legs}


def test_an_invoice_is_owed_by_its_payer_earned_by_type_and_its_vat_is_hmrcs() -> None:
    assert amounts(posting.invoice(PAYER, [MEMBERSHIP, COURSE])) == {
        "1100": Money(372_600),
        "4300": Money(-273_000),
        "4200": Money(-45_000),
        "2200": Money(-54_600),
    }


def test_income_says_its_service_and_its_money_type() -> None:
    [_, membership, course, _] = posting.invoice(PAYER, [MEMBERSHIP, COURSE])
    assert (membership.service, membership.money_type) == (1, "membership")
    assert (course.service, course.money_type) == (2, "traded")


def test_two_lines_of_one_service_make_one_leg_and_a_free_line_makes_none() -> None:
    free = Sold(Money(0), Money(0), "traded", 9)
    assert [leg.account for leg in posting.invoice(PAYER, [COURSE, COURSE, free])] == ["1100", "4200"]


def test_a_credit_note_is_the_invoice_the_other_way_round() -> None:
    there, back = posting.invoice(PAYER, [MEMBERSHIP]), posting.credit_note(PAYER, [MEMBERSHIP])
    assert [leg.reversed() for leg in there] == back


def test_a_payment_is_held_for_the_payer_until_it_settles_a_debt() -> None:
    assert amounts(posting.receipt(PAYER, chart.BANK, Money(550))) == {"1200": Money(550), "2100": Money(-550)}
    assert amounts(posting.match(PAYER, Money(500))) == {"2100": Money(500), "1100": Money(-500)}


def test_a_suppliers_invoice_is_a_cost_owed_to_the_supplier() -> None:
    legs = posting.cost(PAYER, "5000", Money(1000), Money(200), service=1, money_type="traded", fund="general")
    assert amounts(legs) == {"5000": Money(1000), "2200": Money(200), "2000": Money(-1200)}


def test_a_journal_that_does_not_balance_in_one_fund_is_refused_although_its_sum_is_nothing() -> None:
    legs = [Leg("1200", Money(5), PAYER, "general"), Leg("1100", Money(-5), PAYER, "project")]
    with pytest.raises(DoesNotBalance, match=r"£0\.05 too much"):
        posting.check(legs)


def test_one_leg_is_no_journal() -> None:
    with pytest.raises(DoesNotBalance):
        posting.check([])


sold = st.builds(
    Sold,
    st.integers(0, 10**7).map(Money),
    st.integers(0, 10**6).map(Money),
    st.sampled_from(sorted(chart.INCOME_BY_MONEY_TYPE)),
    st.integers(1, 5),
    st.sampled_from(["general", "project"]),
)


@given(st.lists(sold, max_size=8))
def test_every_invoice_and_credit_note_balances_in_each_fund(lines: list[Sold]) -> None:
    for legs in (posting.invoice(PAYER, lines), posting.credit_note(PAYER, lines)):
        if legs:
            posting.check(legs)
        assert posting.debits(legs) == posting.debits([leg.reversed() for leg in legs])


def test_every_account_code_stands_once_and_its_first_digit_is_its_kind() -> None:
    kinds = {"1": "asset", "2": "liability", "3": "equity", "4": "income", "5": "cost"}
    assert len({heading.code for heading in chart.CHART}) == len(chart.CHART)
    assert all(kinds[heading.code[0]] == heading.kind for heading in chart.CHART)
