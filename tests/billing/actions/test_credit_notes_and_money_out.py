"""Taking back what was invoiced, and the only three grounds on which money leaves the bank."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from billing.actions import costs, credit_notes, invoices, money_out, payments
from billing.actions.costs import Bill, SameInvoiceOtherSum
from billing.actions.credit_notes import CannotCredit
from billing.actions.ledger import ReasonMissing
from billing.actions.money_out import MoneyMayNotGoOut
from billing.models import Cost, Invoice, MoneyOut, Payment, Posting
from billing.queries import debts
from kernel.money import ZERO, Money
from tests.billing import build
from tests.billing.build import AT, COURSE, DAY, MEMBERSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice() -> Invoice:
    [issued] = invoices.issue_many(build.charges(build.order(MEMBERSHIP, COURSE)), by=build.person(), at=AT)
    return issued


def credit(invoice: Invoice, parts: dict[int, Money] | None = None) -> Invoice:
    return credit_notes.issue(invoice, parts=parts, reason="The course was cancelled", by=build.person(), at=AT)


def pay(pence: int) -> Payment:
    return payments.receive(
        payer=build.school(), amount=Money(pence), received_on=DAY, request_key=uuid4(), by=build.person(), at=AT
    )


def owed(invoice: Invoice) -> Money:
    owing: Money = debts.with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    return owing


def balance(account: str) -> Money:
    return Money.total(Posting.objects.filter(account=account).values_list("amount", flat=True))


def bill(**changes: Any) -> Bill:
    given = {
        "supplier": build.other(),
        "supplier_reference": "F-2026-114",
        "invoiced_on": DAY,
        "due_on": DAY,
        "label": "Trainer, two days",
        "account": "5000",
        "net": Money(80_000),
        "vat": Money(16_000),
        **changes,
    }
    build.company()
    return Bill(**given)


def test_a_whole_credit_leaves_nothing_owed_and_nothing_earned(invoice: Invoice) -> None:
    note = credit(invoice)
    assert (note.number, note.net, note.vat, note.gross) == ("CRN-000001", invoice.net, invoice.vat, invoice.gross)
    assert owed(invoice) == ZERO
    assert (balance("1100"), balance("4300"), balance("2200")) == (ZERO, ZERO, ZERO)


def test_a_part_is_credited_with_vat_at_the_lines_own_rate(invoice: Invoice) -> None:
    note = credit(invoice, {1: Money(1_238)})
    assert (note.net, note.vat) == (Money(1_238), Money(248))
    assert owed(invoice) == Money(372_600 - 1_486)


def test_parts_add_back_to_the_whole_to_the_penny(invoice: Invoice) -> None:
    credit(invoice, {1: Money(1_238)})
    credit(invoice, {1: Money(99_999)})
    credit(invoice)
    assert owed(invoice) == ZERO == balance("1100")


def test_no_more_is_credited_than_was_invoiced(invoice: Invoice) -> None:
    with pytest.raises(CannotCredit, match=r"£450\.00 left to credit"):
        credit(invoice, {2: Money(45_001)})
    credit(invoice)
    with pytest.raises(CannotCredit, match="Nothing is left"):
        credit(invoice)


def test_a_credit_note_says_why(invoice: Invoice) -> None:
    with pytest.raises(ReasonMissing):
        credit_notes.issue(invoice, reason=" ", by=build.person(), at=AT)


def test_crediting_a_paid_invoice_puts_the_money_on_account(invoice: Invoice) -> None:
    pay(372_600)
    credit(invoice, {2: Money(45_000)})
    assert owed(invoice) == ZERO
    assert debts.on_account(build.school().pk) == Money(45_000) == -balance("2100")
    assert balance("1100") == ZERO


def test_money_on_account_goes_back_against_the_credit_note(invoice: Invoice) -> None:
    pay(372_600)
    note = credit(invoice, {2: Money(45_000)})
    key = uuid4()
    for _ in range(2):
        money_out.pay_back(note, on=DAY, amount=Money(45_000), request_key=key, by=build.person(), at=AT)
    assert MoneyOut.objects.count() == 1
    assert (balance("1200"), balance("2100")) == (Money(327_600), ZERO)


def test_an_overpayment_is_refunded_up_to_what_is_left_of_it(invoice: Invoice) -> None:
    payment = pay(372_700)
    with pytest.raises(MoneyMayNotGoOut, match=r"At most £1\.00"):
        money_out.refund(payment, on=DAY, amount=Money(101), request_key=uuid4(), by=build.person(), at=AT)
    money_out.refund(payment, on=DAY, amount=Money(100), request_key=uuid4(), by=build.person(), at=AT)
    assert debts.on_account(build.school().pk) == ZERO


def test_a_suppliers_invoice_is_entered_once_and_owed(invoice: Invoice) -> None:
    for _ in range(2):
        costs.enter(bill(), by=build.person(), at=AT)
    assert Cost.objects.count() == 1
    assert (balance("5000"), balance("2000")) == (Money(80_000), Money(-96_000))


def test_the_same_number_with_another_sum_is_refused() -> None:
    costs.enter(bill(), by=build.person(), at=AT)
    with pytest.raises(SameInvoiceOtherSum, match=r"net £800\.00"):
        costs.enter(bill(net=Money(80_001)), by=build.person(), at=AT)


def test_a_supplier_is_paid_up_to_the_invoice() -> None:
    cost = costs.enter(bill(), by=build.person(), at=AT)
    money_out.pay(cost, on=DAY, amount=Money(90_000), request_key=uuid4(), by=build.person(), at=AT)
    with pytest.raises(MoneyMayNotGoOut, match=r"At most £60\.00"):
        money_out.pay(cost, on=DAY, amount=Money(6_001), request_key=uuid4(), by=build.person(), at=AT)
    money_out.pay(cost, on=DAY, amount=Money(6_000), request_key=uuid4(), by=build.person(), at=AT)
    assert (balance("2000"), balance("1200")) == (ZERO, Money(-96_000))


GROUNDLESS = (
    "INSERT INTO billing_moneyout (reference, request_key, payee_id, paid_on, amount, recorded_at)"
    " VALUES ('OUT-GIFT-GIFT', gen_random_uuid(), %s, '2026-11-20', 100, now())"
)


def test_a_raw_row_of_money_out_without_a_ground_is_refused(invoice: Invoice) -> None:
    with (
        pytest.raises(IntegrityError, match="money_goes_out_against_an_invoice_a_refund_or_a_credit"),
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute(GROUNDLESS, [build.school().pk])


def test_a_raw_row_of_money_out_to_somebody_else_is_refused() -> None:
    cost = costs.enter(bill(), by=build.person(), at=AT)
    with pytest.raises(IntegrityError, match="to the one who is owed it"), transaction.atomic():
        MoneyOut.objects.create(
            reference="OUT-1", request_key=uuid4(), payee=build.school(), paid_on=DAY, amount=Money(1), cost=cost,
            recorded_at=AT,
        )  # fmt: skip


def test_a_raw_row_of_more_money_out_than_is_owed_is_refused() -> None:
    cost = costs.enter(bill(), by=build.person(), at=AT)
    with pytest.raises(IntegrityError, match="no more goes out than is owed"), transaction.atomic():
        MoneyOut.objects.create(
            reference="OUT-1", request_key=uuid4(), payee=cost.supplier, paid_on=DAY, amount=Money(96_001), cost=cost,
            recorded_at=AT,
        )  # fmt: skip


def test_a_journal_that_takes_money_from_the_bank_without_a_ground_is_refused(invoice: Invoice) -> None:
    from billing.actions import ledger
    from billing.rules.posting import Leg

    point = transaction.savepoint()
    legs = [Leg("2100", Money(100), build.school().pk), Leg("1200", Money(-100), build.school().pk)]
    ledger.post(on=DAY, at=AT, source="gift/1", memo="A gift", lines=legs, by=build.person())
    with pytest.raises(IntegrityError, match="money goes out against"), connection.cursor() as sql:
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.savepoint_rollback(point)
