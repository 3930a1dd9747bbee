"""Closing the books of a month, opening them again, and reversing a journal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from billing.actions import ledger
from billing.actions.ledger import AlreadyReversed, ReasonMissing
from billing.models import AccountingPeriod, Journal
from billing.rules.periods import EarlierPeriodOpen, PeriodClosed, PeriodNotOver
from billing.rules.posting import DoesNotBalance, Leg
from kernel.models import Record
from kernel.money import Money
from kernel.records import SYSTEM
from tests.billing import build

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 2, 9, tzinfo=UTC)


def post(on: date, source: str = "journal/1") -> Journal:
    legs = [Leg("5000", Money(100), build.other().pk), Leg("2000", Money(-100), build.other().pk)]
    return ledger.post(on=on, at=DECEMBER, source=source, memo="A cost", lines=legs, by=SYSTEM)


def november() -> AccountingPeriod:
    return AccountingPeriod.objects.get(starts_on=date(2026, 11, 1))


def close(period: AccountingPeriod, reason: str = "Month end") -> None:
    ledger.close_period(period, at=DECEMBER, reason=reason, by=build.person())


def test_a_month_is_opened_by_its_first_journal() -> None:
    post(date(2026, 11, 30))
    assert (november().starts_on, november().ends_on) == (date(2026, 11, 1), date(2026, 12, 1))


def test_a_closed_month_takes_nothing_more_and_the_next_one_does() -> None:
    post(date(2026, 11, 30))
    close(november())
    with pytest.raises(PeriodClosed, match="November 2026 is closed"):
        post(date(2026, 11, 30), "journal/2")
    post(date(2026, 12, 1), "journal/2")


def test_closing_twice_is_closing_once() -> None:
    post(date(2026, 11, 30))
    close(november())
    close(november())
    assert Record.objects.filter(verb="billing.period.closed").count() == 1


def test_a_month_is_closed_once_it_is_over_in_its_order_and_with_a_reason() -> None:
    post(date(2026, 10, 5))
    post(date(2026, 11, 5), "journal/2")
    post(date(2026, 12, 1), "journal/3")
    with pytest.raises(EarlierPeriodOpen, match="October 2026 is still open"):
        close(november())
    with pytest.raises(PeriodNotOver, match="December 2026 is not over yet"):
        close(AccountingPeriod.objects.latest("starts_on"))
    with pytest.raises(ReasonMissing):
        close(AccountingPeriod.objects.earliest("starts_on"), reason=" ")


def test_opening_again_is_recorded_with_its_reason() -> None:
    post(date(2026, 11, 30))
    close(november())
    ledger.reopen_period(november(), at=DECEMBER, reason="A supplier's invoice came late", by=build.person())
    assert not november().is_closed
    assert Record.objects.get(verb="billing.period.reopened").facts["reason"] == "A supplier's invoice came late"
    post(date(2026, 11, 30), "journal/2")


def test_a_reversal_turns_every_leg_round_once() -> None:
    journal = post(date(2026, 11, 30))
    undone = ledger.reverse(journal, on=date(2026, 12, 1), at=DECEMBER, reason="Entered twice", by=build.person())
    assert [leg.amount for leg in undone.postings.order_by("pk")] == [Money(-100), Money(100)]
    assert undone.reverses == journal
    with pytest.raises(AlreadyReversed):
        ledger.reverse(journal, on=date(2026, 12, 1), at=DECEMBER, reason="Again", by=build.person())


def test_what_does_not_balance_is_refused_before_the_database_hears_of_it() -> None:
    with pytest.raises(DoesNotBalance, match=r"£0\.01 too much"):
        ledger.post(
            on=date(2026, 11, 30), at=DECEMBER, source="journal/9", memo="", by=SYSTEM,
            lines=[Leg("5000", Money(101), build.other().pk), Leg("2000", Money(-100), build.other().pk)],
        )  # fmt: skip
    assert not Journal.objects.exists()
