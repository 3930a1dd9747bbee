"""Who may say yes, up to what, and until when."""

from __future__ import annotations

from datetime import date

import pytest

from billing.rules.approvals import (
    Limit,
    OverLimit,
    OwnRequest,
    PriceRose,
    ReasonNeeded,
    check_approval,
    check_price_did_not_rise,
    check_reason,
    expires_on,
    may_order_alone,
)
from kernel.money import ZERO, Money

FIVE_THOUSAND = Limit(Money.pounds("5000.00"))


def test_the_worked_example_is_within_the_limit_because_limits_are_before_vat() -> None:
    check_approval(is_own=False, net=Money.pounds("4830.00"), limit=FIVE_THOUSAND)


def test_exactly_the_limit_is_within_and_a_penny_more_is_over() -> None:
    check_approval(is_own=False, net=Money.pounds("5000.00"), limit=FIVE_THOUSAND)
    with pytest.raises(
        OverLimit, match=r"£5,000\.01 before VAT is more than you may approve: your limit is £5,000\.00"
    ):
        check_approval(is_own=False, net=Money.pounds("5000.01"), limit=FIVE_THOUSAND)


def test_an_approver_without_a_limit_may_approve_any_sum() -> None:
    check_approval(is_own=False, net=Money.pounds("999999.99"), limit=Limit(None))
    assert Limit(None).sentence == "no limit"


def test_nobody_approves_their_own_request_even_within_their_limit() -> None:
    with pytest.raises(OwnRequest):
        check_approval(is_own=True, net=Money.pounds("1.00"), limit=FIVE_THOUSAND)


def test_a_request_can_be_answered_for_thirty_days() -> None:
    assert expires_on(date(2026, 11, 21)) == date(2026, 12, 21)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_sending_back_needs_a_reason(reason: str) -> None:
    with pytest.raises(ReasonNeeded) as refusal:
        check_reason(reason)
    assert refusal.value.field == "reason"


def test_a_price_rise_needs_a_new_yes_and_a_fall_does_not() -> None:
    check_price_did_not_rise("Adviser day", approved=Money.pounds("560.00"), today=Money.pounds("540.00"))
    check_price_did_not_rise("Adviser day", approved=Money.pounds("560.00"), today=Money.pounds("560.00"))
    with pytest.raises(PriceRose, match=r"Adviser day costs £565\.00 today, £5\.00 more"):
        check_price_did_not_rise("Adviser day", approved=Money.pounds("560.00"), today=Money.pounds("565.00"))


def test_a_buyer_orders_alone_only_what_costs_nothing() -> None:
    assert may_order_alone(ZERO)
    assert not may_order_alone(Money.pounds("0.01"))
