"""What the database refuses of the ledger, whoever asks and by whatever route: raw SQL throughout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.actions import ledger
from billing.models import AccountingPeriod, Journal, Posting
from billing.rules.posting import Leg
from kernel.money import Money
from kernel.records import SYSTEM
from members.models import Organisation

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thrown_away(db: None) -> Iterator[None]:
    """Half-written journals go before the test's own transaction would look at them."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@pytest.fixture
def payer() -> Organisation:
    return Organisation.objects.create(kind="other", name="Fennimore College")


@pytest.fixture
def journal(payer: Organisation) -> Journal:
    legs = [Leg("1200", Money(5000), payer.pk), Leg("2100", Money(-5000), payer.pk)]
    return ledger.post(on=DAY, at=AT, source="payment/1", memo="A payment", lines=legs, by=SYSTEM)


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def commit() -> None:
    """What COMMIT would look at, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_journal(journal: Journal, *, legs: int, total: int, source: str = "raw") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO billing_journal (source, memo, leg_count, total, period_id, known_at, "on")'
            " VALUES (%s, 'Written by hand', %s, %s, %s, %s, %s) RETURNING id",
            [source, legs, total, journal.period_id, AT, DAY],
        )
        return int(cursor.fetchone()[0])


def write_leg(
    journal: int, payer: Organisation, account: str, pence: int, *, fund: str = "general", on: date = DAY
) -> None:
    sql(
        "INSERT INTO billing_posting (journal_id, account_id, fund_id, organisation_id, money_type, amount, known_at,"
        " \"on\") VALUES (%s, %s, %s, %s, 'traded', %s, %s, %s)",
        journal, account, fund, payer.pk, pence, AT, on,
    )  # fmt: skip


def test_a_balanced_journal_is_taken(journal: Journal) -> None:
    commit()
    assert Posting.objects.filter(journal=journal).count() == 2


def test_a_journal_a_penny_out_is_refused_at_commit(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    write_leg(raw, payer, "1100", 100)
    write_leg(raw, payer, "4200", -99)
    with pytest.raises(IntegrityError, match="does not balance"):
        commit()


def test_a_journal_that_balances_over_all_funds_but_not_in_each_is_refused(
    journal: Journal, payer: Organisation
) -> None:
    sql("INSERT INTO billing_fund (code, name, purpose) VALUES ('b', 'Fund B', '')")
    raw = write_journal(journal, legs=2, total=100)
    write_leg(raw, payer, "1100", 100)
    write_leg(raw, payer, "4200", -100, fund="b")
    with pytest.raises(IntegrityError, match="does not balance"):
        commit()


def test_a_journal_without_its_lines_is_refused_at_commit(journal: Journal) -> None:
    write_journal(journal, legs=2, total=100)
    with pytest.raises(IntegrityError, match="has 0 lines and should have 2"):
        commit()


def test_a_journal_of_another_sum_than_it_says_is_refused_at_commit(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=101)
    write_leg(raw, payer, "1100", 100)
    write_leg(raw, payer, "4200", -100)
    with pytest.raises(IntegrityError, match="does not balance"):
        commit()


def test_a_committed_journal_takes_no_more_lines(journal: Journal, payer: Organisation) -> None:
    commit()
    with pytest.raises(IntegrityError, match="this journal is full"):
        write_leg(journal.pk, payer, "1100", 100)


def test_looking_early_does_not_open_a_gap_for_later_lines(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    write_leg(raw, payer, "1100", 100)
    write_leg(raw, payer, "4200", -100)
    commit()
    with pytest.raises(IntegrityError, match="this journal is full"):
        write_leg(raw, payer, "1200", 100)


def test_a_line_cannot_carry_another_day_than_its_journal(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    with pytest.raises(IntegrityError, match="has the day"):
        write_leg(raw, payer, "1100", 100, on=date(2026, 11, 21))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_posting SET amount = amount + 1",
        "UPDATE billing_posting SET journal_id = journal_id",
        "DELETE FROM billing_posting",
        "UPDATE billing_journal SET memo = 'nicer'",
        "UPDATE billing_journal SET leg_count = 3",
        "DELETE FROM billing_journal",
        "DELETE FROM billing_accountingperiod",
        "UPDATE billing_accountingperiod SET starts_on = starts_on - 1",
    ],
)
def test_nothing_in_the_ledger_is_changed_or_deleted(journal: Journal, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)"):
        sql(statement)


def test_a_closed_period_takes_no_journal(journal: Journal) -> None:
    sql("UPDATE billing_accountingperiod SET closed_at = %s, reason = 'Month end'", AT)
    with pytest.raises(IntegrityError, match="period is closed"):
        write_journal(journal, legs=2, total=100)


def test_a_journal_cannot_hide_in_another_months_period(journal: Journal) -> None:
    october = AccountingPeriod.objects.create(starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 1))
    journal.period_id = october.pk
    with pytest.raises(IntegrityError, match="within its accounting period"):
        write_journal(journal, legs=2, total=100)


def test_periods_do_not_overlap(journal: Journal) -> None:
    with pytest.raises(IntegrityError, match="accounting_periods_do_not_overlap"):
        sql("INSERT INTO billing_accountingperiod (starts_on, ends_on, reason) VALUES ('2026-11-15', '2026-12-15', '')")


def test_a_document_posts_once(journal: Journal) -> None:
    with pytest.raises(IntegrityError, match="a_document_posts_to_the_ledger_once"):
        write_journal(journal, legs=2, total=100, source="payment/1")


def test_income_says_its_type_of_money(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    with pytest.raises(IntegrityError, match="income_says_its_type_of_money"):
        sql(
            "INSERT INTO billing_posting (journal_id, account_id, fund_id, organisation_id, money_type, amount,"
            " known_at, \"on\") VALUES (%s, '4200', 'general', %s, '', -100, %s, %s)",
            raw, payer.pk, AT, DAY,
        )  # fmt: skip


def test_the_surplus_moves_to_nobody(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    write_leg(raw, payer, "3000", 100)
    write_leg(raw, payer, "2000", -100)
    with pytest.raises(IntegrityError, match="never distributed"):
        commit()


def test_the_surplus_may_be_set_aside_for_the_companys_own_purposes(journal: Journal, payer: Organisation) -> None:
    raw = write_journal(journal, legs=2, total=100)
    write_leg(raw, payer, "3000", 100)
    write_leg(raw, payer, "3100", -100)
    commit()
