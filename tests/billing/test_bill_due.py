"""`manage.py bill_due`: all that is due, once, also when it is killed in between."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from billing.models import Charge, Invoice, InvoiceLine, Journal, Posting
from billing.rules.periods import month_of
from kernel.money import Money
from tests.billing import build, processes
from tests.billing.build import COURSE, DAY, MEMBERSHIP, Want

NEXT_YEAR = date(2027, 4, 1)


def run(on: date = DAY, *words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("bill_due", "--on", on.isoformat(), "--json", *words, stdout=out)
    figures: dict[str, Any] = json.loads(out.getvalue())
    return figures


@pytest.mark.django_db
def test_everything_due_by_the_day_is_invoiced_and_nothing_else() -> None:
    build.order(MEMBERSHIP, Want(10_000, due_on=NEXT_YEAR))
    build.order(COURSE)
    assert run() == {
        "on": "2026-11-20", "invoices": 2, "lines": 2, "net": 318_000, "vat": 54_600, "gross": 372_600,
        "first": "INV-000001", "last": "INV-000002",
    }  # fmt: skip
    assert Charge.objects.filter(invoice_line=None).get().due_on == NEXT_YEAR


@pytest.mark.django_db
def test_what_falls_due_later_is_invoiced_on_its_day() -> None:
    build.order(MEMBERSHIP, Want(10_000, due_on=NEXT_YEAR))
    run()
    assert run(NEXT_YEAR)["invoices"] == 1
    assert Invoice.objects.get(place=2).issued_on == NEXT_YEAR


@pytest.mark.django_db
def test_running_it_again_changes_nothing() -> None:
    build.order(MEMBERSHIP)
    run()
    before = everything()
    assert run() == {
        "on": "2026-11-20", "invoices": 0, "lines": 0, "net": 0, "vat": 0, "gross": 0, "first": None, "last": None,
    }  # fmt: skip
    assert everything() == before


@pytest.mark.django_db
def test_small_batches_and_large_ones_end_the_same() -> None:
    for _ in range(5):
        build.order(MEMBERSHIP, COURSE)
    with transaction.atomic():
        run(DAY, "--batch", "2")
        in_twos = everything()
        transaction.set_rollback(True)
    run()
    assert everything() == in_twos


@pytest.mark.django_db
def test_it_says_in_words_what_it_did() -> None:
    build.order(MEMBERSHIP)
    out = StringIO()
    call_command("bill_due", "--on", "2026-11-20", stdout=out)
    call_command("bill_due", "--on", "2026-11-20", stdout=out)
    assert out.getvalue().splitlines() == [
        "1 invoices issued, INV-000001 to INV-000001: £2,730.00 and VAT £546.00, together £3,276.00.",
        "Nothing was due on 2026-11-20: no invoice was issued.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("word", "sentence"), [("tomorrow", "is not a day"), ("2026-02-30", "is not a day")])
def test_a_day_that_is_none_ends_with_a_sentence(word: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as problem:
        call_command("bill_due", "--on", word)
    assert problem.value.returncode == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("done", [1, 5, 9], ids=["after document 1", "half way", "at the last but one"])
def test_a_killed_run_ends_equal_to_one_that_was_not(done: int) -> None:
    for _ in range(10):
        build.order(MEMBERSHIP, COURSE)
    processes.finish(processes.manage("bill_due", "--on", "2026-11-20"))
    uninterrupted = everything()
    forget_the_run()

    kill_after(done)
    assert Invoice.objects.count() == done
    processes.finish(processes.manage("bill_due", "--on", "2026-11-20"))
    assert everything() == uninterrupted


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_inside_a_batch_leaves_no_number_behind() -> None:
    for _ in range(4):
        build.order(MEMBERSHIP)
    # The run has written its invoices and lines and waits, inside the transaction, to write into the month's books.
    starts_on, ends_on = month_of(DAY)
    with transaction.atomic():
        with connection.cursor() as sql:
            sql.execute(
                "INSERT INTO billing_accountingperiod (starts_on, ends_on, reason) VALUES (%s, %s, '')",
                [starts_on, ends_on],
            )
        killed = processes.manage("bill_due", "--on", "2026-11-20")
        processes.kill_when_it_waits(killed)
    assert not Invoice.objects.exists()
    processes.finish(processes.manage("bill_due", "--on", "2026-11-20"))
    assert list(Invoice.objects.order_by("place").values_list("place", flat=True)) == [1, 2, 3, 4]


def kill_after(done: int) -> None:
    """Let a run issue `done` documents, hold it at the next charge, and kill it there with SIGKILL."""
    next_charge = charges_in_order()[done]
    with transaction.atomic():
        Charge.objects.select_for_update().get(pk=next_charge)
        killed = processes.manage("bill_due", "--on", "2026-11-20", "--batch", "1")
        processes.kill_when_it_waits(killed)


def charges_in_order() -> list[int]:
    """The first charge of each order, in the order in which a run comes to them."""
    firsts = Charge.objects.filter(number=1, line__number=1).order_by("line__order_id")
    return list(firsts.values_list("pk", flat=True))


def everything() -> list[list[tuple[Any, ...]]]:
    """What a run wrote, row for row, without row numbers and the instant of writing."""
    return [
        list(Invoice.objects.order_by("place").values_list(
            "number", "order", "payer", "issued_on", "due_on", "net", "vat", "gross", "line_count", "digest")),
        list(InvoiceLine.objects.order_by("invoice__place", "position").values_list(
            "invoice__number", "position", "charge", "label", "net", "vat", "gross", "money_type")),
        list(Journal.objects.order_by("source").values_list("source", "on", "memo", "leg_count", "total")),
        list(Posting.objects.order_by("journal__source", "account", "service").values_list(
            "journal__source", "account", "fund", "organisation", "service", "money_type", "amount", "on")),
    ]  # fmt: skip


def forget_the_run() -> None:
    """Take a run's rows away again, past every trigger, so that it can be run a second time on the same world."""
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("SET LOCAL session_replication_role = replica")
        for table in ("posting", "journal", "accountingperiod", "invoiceline", "invoice"):
            sql.execute(f"DELETE FROM billing_{table}")
        sql.execute("DELETE FROM kernel_counter WHERE name = 'invoice'")
    assert Money.total(Posting.objects.values_list("amount", flat=True)) == Money(0)
