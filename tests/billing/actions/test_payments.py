"""Money in: recorded once, settles what is owed, stays visibly on account, and is taken back by new rows only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.actions import invoices, payments
from billing.actions.payments import AlreadyTakenBack, NothingReceived, ReceivedInTheFuture
from billing.models import Allocation, Invoice, Journal, Payment, Posting
from billing.queries import debts
from billing.rules.allocation import AllocationNotPossible
from billing.states import PaymentMethod
from kernel.money import ZERO, Money
from tests.billing import build
from tests.billing.build import AT, COURSE, DAY, MEMBERSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Invoice:
    """£3,276.00 is owed."""
    return issue(MEMBERSHIP)


@pytest.fixture
def second(first: Invoice) -> Invoice:
    """£450.00 is owed beside it."""
    return issue(COURSE)


def issue(want: build.Want) -> Invoice:
    [invoice] = invoices.issue_many(build.charges(build.order(want)), by=build.person(), at=AT)
    return invoice


def receive(pence: int, **changes: Any) -> Payment:
    given = {
        "payer": build.school(),
        "amount": Money(pence),
        "received_on": DAY,
        "request_key": uuid4(),
        "by": build.person(),
        "at": AT,
        **changes,
    }
    return payments.receive(**given)


def owed(invoice: Invoice) -> Money:
    owing: Money = debts.with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    return owing


def balance(account: str) -> Money:
    return Money.total(Posting.objects.filter(account=account).values_list("amount", flat=True))


def test_a_payment_in_full_leaves_nothing_owed(first: Invoice) -> None:
    receive(327_600)
    assert owed(first) == ZERO
    assert (balance("1200"), balance("1100"), balance("2100")) == (Money(327_600), ZERO, ZERO)


def test_a_payment_in_part_leaves_the_rest_owed(first: Invoice) -> None:
    receive(100_000)
    assert owed(first) == Money(227_600)
    assert balance("1100") == Money(227_600)


def test_one_payment_may_settle_several_invoices_as_told(first: Invoice, second: Invoice) -> None:
    receive(50_000, parts={first.number: Money(5_000), second.number: Money(45_000)})
    assert (owed(first), owed(second)) == (Money(322_600), ZERO)


def test_what_is_too_much_stays_visibly_on_account(first: Invoice) -> None:
    payment = receive(330_000)
    assert debts.on_account(build.school().pk) == Money(2_400) == -balance("2100")
    assert debts.with_left(Payment.objects.filter(pk=payment.pk)).get().left == Money(2_400)


def test_money_on_account_settles_a_later_invoice(first: Invoice) -> None:
    payment = receive(330_000)
    later = issue(COURSE)
    payments.allocate(payment, parts={later.number: Money(2_400)}, by=build.person(), at=AT)
    assert owed(later) == Money(42_600)
    assert debts.on_account(build.school().pk) == ZERO == balance("2100")


def test_more_than_is_left_on_account_cannot_be_used(first: Invoice) -> None:
    payment = receive(330_000)
    later = issue(COURSE)
    with pytest.raises(AllocationNotPossible, match=r"only £24\.00"):
        payments.allocate(payment, parts={later.number: Money(2_401)}, by=build.person(), at=AT)


def test_pressing_twice_records_one_payment(first: Invoice) -> None:
    key = uuid4()
    assert receive(327_600, request_key=key) == receive(327_600, request_key=key)
    assert (Payment.objects.count(), Allocation.objects.count()) == (1, 1)


def test_a_refused_payment_leaves_nothing_behind_and_may_be_tried_again(first: Invoice) -> None:
    key = uuid4()
    with pytest.raises(AllocationNotPossible):
        receive(100, request_key=key, parts={first.number: Money(101)})
    assert not Payment.objects.exists()
    assert Journal.objects.count() == 1
    assert receive(100, request_key=key).amount == Money(100)


def test_a_payment_is_for_money_and_has_come_in(first: Invoice) -> None:
    with pytest.raises(NothingReceived):
        receive(0)
    with pytest.raises(ReceivedInTheFuture):
        receive(100, received_on=DAY + timedelta(days=1))


def test_a_card_payment_is_on_its_way_to_the_bank(first: Invoice) -> None:
    receive(327_600, method=PaymentMethod.CARD)
    assert (balance("1210"), balance("1200")) == (Money(327_600), ZERO)


def test_taking_a_mistake_back_makes_the_invoices_owed_again(first: Invoice, second: Invoice) -> None:
    payment = receive(372_700)
    payments.take_back(payment, reason="Credited to the wrong school", by=build.person(), at=AT)
    assert (owed(first), owed(second)) == (Money(327_600), Money(45_000))
    assert (balance("1200"), balance("2100"), balance("1100")) == (ZERO, ZERO, Money(372_600))
    assert debts.on_account(build.school().pk) == ZERO
    assert payment.reversed_by.amount == Money(-372_700)


def test_a_mistake_is_taken_back_once(first: Invoice) -> None:
    payment = receive(100)
    back = payments.take_back(payment, reason="Wrong school", by=build.person(), at=AT)
    for row in (payment, back):
        with pytest.raises(AlreadyTakenBack):
            payments.take_back(row, reason="Again", by=build.person(), at=AT)


def test_the_database_refuses_more_than_an_invoice_owes(first: Invoice) -> None:
    payment = receive(500_000, parts={})
    with pytest.raises(IntegrityError, match="up to what is owed"), transaction.atomic():
        Allocation.objects.create(payment=payment, invoice=first, amount=Money(327_601), on=DAY, allocated_at=AT)


def test_the_database_refuses_more_than_was_paid(first: Invoice) -> None:
    payment = receive(100, parts={})
    with pytest.raises(IntegrityError, match="than was paid"), transaction.atomic():
        Allocation.objects.create(payment=payment, invoice=first, amount=Money(101), on=DAY, allocated_at=AT)


def test_the_database_refuses_somebody_elses_invoice(first: Invoice) -> None:
    payment = receive(100, payer=build.school(990002, "Oak Hill School"))
    with pytest.raises(IntegrityError, match="own payer"), transaction.atomic():
        Allocation.objects.create(payment=payment, invoice=first, amount=Money(50), on=DAY, allocated_at=AT)


@pytest.mark.parametrize("table", ["billing_payment", "billing_allocation"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET amount = amount - 1", "DELETE FROM {}"])
def test_payments_and_what_they_settle_are_never_changed(first: Invoice, table: str, statement: str) -> None:
    receive(100)
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute(statement.format(table))
