"""`manage.py check_books`: every invariant holds after real work, and reports its own planted fault alone."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from billing.actions import costs, credit_notes, grants, invoices, money_out, payments
from billing.actions.costs import Bill
from billing.models import Invoice
from billing.queries.checks import checks
from kernel.money import Money
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import AT, COURSE, DAY, MEMBERSHIP, Want
from tests.billing.planted_faults import FAULTS, triggers_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> None:
    """Invoices, payments in part and too much, a mistake taken back, credits, refunds, costs, grants."""
    for wants in ((MEMBERSHIP, COURSE), (COURSE,), (MEMBERSHIP,), (Want(100_000),)):
        invoices.issue_many(build.charges(build.order(*wants)), by=SYSTEM, at=AT)
    mistaken = pay(60_000)
    payments.take_back(mistaken, reason="Wrong school", by=SYSTEM, at=AT)
    pay(400_000, parts={"INV-000001": Money(300_000), "INV-000002": Money(45_000)})
    over = pay(20_000, parts={"INV-000003": Money(15_000)})
    money_out.refund(over, on=DAY, amount=Money(1_000), request_key=uuid4(), by=SYSTEM, at=AT)
    last = Invoice.objects.get(place=4, kind="invoice")
    note = credit_notes.issue(last, reason="Cancelled", parts={1: Money(90_000)}, by=SYSTEM, at=AT)
    money_out.pay_back(note, on=DAY, amount=Money(1_000), request_key=uuid4(), by=SYSTEM, at=AT)
    for number, net in (("F-1", 80_000), ("F-2", 30_000)):
        bill = Bill(build.other(), number, DAY, DAY, "Trainer", "5000", Money(net), Money(net // 5))
        cost = costs.enter(bill, by=SYSTEM, at=AT)
        money_out.pay(cost, on=DAY, amount=Money(net), request_key=uuid4(), by=SYSTEM, at=AT)
    for pence in (500_000, 250_000):
        grants.receive(
            funder=build.council(), amount=Money(pence), received_on=DAY, purpose="Reading", request_key=uuid4(),
            by=SYSTEM, at=AT,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def pay(pence: int, **more: Any) -> Any:
    return payments.receive(
        payer=build.school(), amount=Money(pence), received_on=DAY, request_key=uuid4(), by=SYSTEM, at=AT, **more
    )


def broken() -> dict[str, set[str]]:
    """The invariants that do not hold, with the keys of the rows that break them."""
    found = {check.name: {finding.key for finding in check.run()} for check in checks()}
    return {name: keys for name, keys in found.items() if keys}


def test_every_invariant_holds_after_real_work(books: None) -> None:
    assert broken() == {}


def test_every_invariant_has_a_planted_fault() -> None:
    assert {check.name for check in checks()} == set(FAULTS)


@pytest.mark.parametrize("name", [check.name for check in checks()])
def test_an_invariant_alone_reports_its_own_fault_with_the_rows(books: None, name: str) -> None:
    with triggers_off():
        keys = FAULTS[name]()
    assert broken() == {name: keys}


def test_the_command_lists_every_invariant_and_ends_well(books: None) -> None:
    out = StringIO()
    call_command("check_books", stdout=out)
    assert "holds   journals-balance: Every journal balances to the penny in each fund." in out.getvalue()
    assert "BROKEN" not in out.getvalue()


def test_the_command_ends_with_1_and_the_rows_when_one_is_broken(books: None) -> None:
    with triggers_off():
        FAULTS["documents-are-unaltered"]()
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 of \d+ invariants do not hold") as problem:
        call_command("check_books", "--json", stdout=out)
    assert problem.value.returncode == 1
    result = json.loads(out.getvalue())
    assert result["holds"] is False
    [check] = [check for check in result["checks"] if not check["holds"]]
    assert check["rows"] == [{"key": "invoice/INV-000001", "problem": "no longer says what it said when it was issued"}]
