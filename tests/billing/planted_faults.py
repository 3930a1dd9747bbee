"""One fault for each invariant of the books, planted past every trigger; each gives back the keys that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection

from billing.actions import ledger, payments
from billing.models import (
    AccountingPeriod,
    Allocation,
    Charge,
    Cost,
    Grant,
    Invoice,
    InvoiceLine,
    Journal,
    MoneyOut,
    Order,
    OrderLine,
    Payment,
    Posting,
)
from billing.rules import chart, posting
from billing.rules.posting import Leg
from kernel.money import Money
from kernel.records import SYSTEM, record
from tests.billing import build
from tests.billing.build import AT, DAY

Fault = Callable[[], set[str]]
FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    """Names the invariant that a fault breaks."""

    def remember(plant: Fault) -> Fault:
        FAULTS[name] = plant
        return plant

    return remember


@contextmanager
def triggers_off() -> Iterator[None]:
    """As somebody with the rights of a superuser could write."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def change(row: Any, **changes: Any) -> None:
    """Update one row."""
    type(row).objects.filter(pk=row.pk).update(**changes)


def journal_of(source: str) -> Journal:
    return Journal.objects.get(source=source, reverses=None)


def leg_of(source: str, account: str) -> Posting:
    return Posting.objects.get(journal=journal_of(source), account=account)


def swap_sources(one: str, other: str) -> None:
    """Make two journals change places, as a mix-up of documents would."""
    first, second = journal_of(one), journal_of(other)
    change(first, source="swapping")
    change(second, source=one)
    change(first, source=other)


def invoice() -> Invoice:
    return Invoice.objects.get(place=1, kind="invoice")


@fault("journals-balance")
def one_leg_in_another_fund() -> set[str]:
    cost = Cost.objects.earliest("pk")
    leg = leg_of(cost.key, "5000")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO billing_fund (code, name, purpose) VALUES ('b', 'Fund B', '')")
    change(leg, fund_id="b")
    return {f"journal/{leg.journal_id}"}


@fault("journals-are-complete")
def a_journal_that_promises_a_line_more() -> set[str]:
    journal = journal_of(invoice().key)
    change(journal, leg_count=journal.leg_count + 1)
    return {journal.key}


@fault("postings-keep-their-journals-day")
def a_leg_known_earlier() -> set[str]:
    leg = Posting.objects.earliest("pk")
    change(leg, known_at=AT.replace(hour=1))
    return {f"journal/{leg.journal_id}"}


@fault("journals-lie-in-their-period")
def a_journal_in_another_month() -> set[str]:
    journal = journal_of(invoice().key)
    october = AccountingPeriod.objects.create(starts_on=DAY.replace(month=10, day=1), ends_on=DAY.replace(day=1))
    change(journal, period=october)
    return {journal.key}


@fault("closed-periods-stay-closed")
def a_period_closed_before_its_postings() -> set[str]:
    AccountingPeriod.objects.update(closed_at=AT.replace(year=2020), reason="Month end")
    return {journal.key for journal in Journal.objects.all()}


@fault("reversals-are-exact")
def a_reversal_with_another_type_of_money() -> set[str]:
    undone = Journal.objects.filter(reverses__isnull=False).latest("pk")
    change(undone.postings.earliest("pk"), money_type="traded")
    return {undone.key}


@fault("nothing-is-distributed")
def a_cost_taken_from_the_surplus() -> set[str]:
    leg = leg_of(Cost.objects.earliest("pk").key, "5000")
    change(leg, account_id=chart.SURPLUS)
    return {f"journal/{leg.journal_id}"}


@fault("money-leaves-the-bank-on-a-ground")
def two_payments_out_with_each_others_journals() -> set[str]:
    first, second = MoneyOut.objects.filter(cost__isnull=False).order_by("pk")[:2]
    keys = {journal_of(first.key).key, journal_of(second.key).key}
    swap_sources(first.key, second.key)
    return keys


@fault("money-goes-to-whom-it-is-owed")
def money_out_to_a_member() -> set[str]:
    out = MoneyOut.objects.filter(cost__isnull=False).earliest("pk")
    change(out, payee=build.school())
    return {out.key}


@fault("no-more-goes-out-than-is-owed")
def a_supplier_paid_twice() -> set[str]:
    cost = Cost.objects.earliest("pk")
    out = MoneyOut.objects.create(
        reference="OUT-TWICE", request_key=uuid4(), payee=cost.supplier, paid_on=DAY, amount=cost.gross, cost=cost,
        recorded_at=AT,
    )  # fmt: skip
    legs = posting.money_out(cost.supplier_id, cost.gross, settles=chart.CREDITORS)
    ledger.post(on=DAY, at=AT, source=out.key, memo="Twice", lines=legs, by=SYSTEM)
    return {cost.key}


@fault("debts-match-the-ledger")
def a_debt_booked_to_another_school() -> set[str]:
    change(leg_of(invoice().key, chart.DEBTORS), organisation=build.school(990002, "Oak Hill School"))
    return {f"organisation/{build.school().pk}", f"organisation/{build.school(990002).pk}"}


@fault("money-on-account-matches-the-ledger")
def money_held_for_another_school() -> set[str]:
    payment = Payment.objects.filter(reversed_by=None, reverses=None).earliest("pk")
    change(leg_of(payment.key, chart.ON_ACCOUNT), organisation=build.school(990002, "Oak Hill School"))
    return {f"organisation/{build.school().pk}", f"organisation/{build.school(990002).pk}"}


@fault("debts-to-suppliers-match-the-ledger")
def a_cost_owed_to_another_supplier() -> set[str]:
    cost = Cost.objects.earliest("pk")
    change(leg_of(cost.key, chart.CREDITORS), organisation=build.other("Somebody else Ltd"))
    return {f"organisation/{cost.supplier_id}", f"organisation/{build.other('Somebody else Ltd').pk}"}


@fault("orders-are-the-sum-of-their-lines")
def an_order_a_penny_more() -> set[str]:
    order = Order.objects.earliest("pk")
    change(order, net=order.net + Money(1), gross=order.gross + Money(1))
    return {order.key}


@fault("charges-add-up-to-their-line")
def a_charge_too_many() -> set[str]:
    line = OrderLine.objects.earliest("pk")
    Charge.objects.create(line=line, number=9, due_on=DAY, net=Money(1), vat=Money(0), gross=Money(1))
    return {line.key}


@fault("invoice-lines-match-their-charges")
def a_charge_with_more_vat_in_the_same_gross() -> set[str]:
    charge = Charge.objects.filter(invoice_line__invoice=invoice()).earliest("pk")
    change(charge, net=charge.net - Money(1), vat=charge.vat + Money(1))
    return {invoice().key}


@fault("invoices-are-the-sum-of-their-lines")
def an_invoice_that_expects_another_line() -> set[str]:
    change(invoice(), line_count=9)
    return {invoice().key}


@fault("invoices-are-posted")
def income_booked_as_a_cost() -> set[str]:
    change(leg_of(invoice().key, "4300"), account_id="5000")
    return {invoice().key}


@fault("numbers-have-no-gap")
def a_counter_that_ran_ahead() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_counter SET value = value + 1 WHERE name = 'invoice'")
    return {"counter/invoice"}


@fault("commissioned-work-is-paid-by-the-council")
def a_school_billed_for_commissioned_work() -> set[str]:
    change(invoice().lines.earliest("pk"), money_type="statutory_commissioned")
    return {invoice().key}


@fault("no-more-is-credited-than-was-invoiced")
def a_credit_on_a_smaller_line() -> set[str]:
    credit = InvoiceLine.objects.filter(credits_line__isnull=False).latest("net")
    smaller = InvoiceLine.objects.filter(charge__isnull=False, net__lt=credit.net.pence).earliest("net")
    change(credit, credits_line=smaller)
    return {smaller.invoice.key}


@fault("invoices-are-not-overpaid")
def an_invoice_settled_beyond_its_sum() -> set[str]:
    payment = payments.receive(
        payer=build.school(), amount=Money(900_000), received_on=DAY, request_key=uuid4(), parts={}, by=SYSTEM, at=AT
    )
    settle(payment, invoice(), Money(900_000))
    return {invoice().key}


@fault("payments-are-not-used-twice")
def a_payment_used_twice() -> set[str]:
    payment = payments.receive(
        payer=build.school(), amount=Money(100), received_on=DAY, request_key=uuid4(), parts={}, by=SYSTEM, at=AT
    )
    settle(payment, Invoice.objects.get(place=3, kind="invoice"), Money(101))
    return {payment.key}


@fault("payments-are-posted")
def two_payments_with_each_others_journals() -> set[str]:
    first, second = Payment.objects.filter(reversed_by=None, reverses=None).order_by("pk")[:2]
    swap_sources(first.key, second.key)
    return {first.key, second.key}


@fault("allocations-are-posted")
def two_allocations_with_each_others_journals() -> set[str]:
    first, second = Allocation.objects.filter(reversed_by=None, reverses=None).order_by("pk")[:2]
    swap_sources(first.key, second.key)
    return {first.key, second.key}


@fault("grants-are-posted")
def two_grants_with_each_others_journals() -> set[str]:
    first, second = Grant.objects.order_by("pk")
    swap_sources(first.key, second.key)
    return {first.key, second.key}


@fault("costs-are-posted")
def two_costs_with_each_others_journals() -> set[str]:
    first, second = Cost.objects.order_by("pk")
    swap_sources(first.key, second.key)
    return {first.key, second.key}


@fault("journals-come-from-a-document")
def a_journal_of_an_invoice_that_never_was() -> set[str]:
    legs = [Leg("5000", Money(5), build.other().pk), Leg("5100", Money(-5), build.other().pk)]
    return {ledger.post(on=DAY, at=AT, source="invoice/INV-999999", memo="Nothing", lines=legs, by=SYSTEM).key}


@fault("keys-in-the-record-resolve")
def a_record_of_an_invoice_that_never_was() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
        record(by=SYSTEM, at=AT, verb="billing.invoices.issued", subject="invoice/INV-999999")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {"invoice/INV-999999"}


@fault("documents-are-unaltered")
def another_purchase_order_number() -> set[str]:
    change(invoice(), po_number="PO-OTHER")
    return {invoice().key}


def settle(payment: Payment, document: Invoice, amount: Money) -> None:
    """An allocation with its journal, whatever fits."""
    row = Allocation.objects.create(payment=payment, invoice=document, amount=amount, on=DAY, allocated_at=AT)
    legs = posting.match(document.payer_id, amount)
    ledger.post(on=DAY, at=AT, source=row.key, memo="Settles", lines=legs, by=SYSTEM)


__all__ = ["FAULTS", "triggers_off"]
