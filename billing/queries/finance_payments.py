"""Payments, debts by age, and a payer's account, as finance sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from billing.models import Allocation, Invoice, Payment, Posting
from billing.queries.debts import open_invoices, with_left, with_owed
from billing.rules import chart, debts
from billing.states import PaymentMethod
from kernel.money import ZERO, Money
from members.public import Organisation

SHOWN = {"all": "All", "held": "On account", "bank": "Bank transfer", "card": "Card", "back": "Taken back"}


@dataclass(frozen=True, slots=True)
class DebtRow:
    """What one payer owes, by the age of the debt."""

    payer: Organisation
    by_age: dict[str, Money] = field(default_factory=dict)

    @property
    def owed(self) -> Money:
        return Money.total(self.by_age.values())


@dataclass(frozen=True, slots=True)
class DebtList:
    """Everything owed as at a day, beside what the ledger's own account says."""

    on: date
    rows: Sequence[DebtRow]
    ledger: Money

    @property
    def owed(self) -> Money:
        return Money.total(row.owed for row in self.rows)

    @property
    def late(self) -> Money:
        return self.owed - self.of_age(debts.ages()[0])

    @property
    def agrees(self) -> bool:
        """Whether the invoices and the ledger say the same, to the penny."""
        return self.owed == self.ledger

    def of_age(self, age: str) -> Money:
        """What is owed of one age."""
        return Money.total(row.by_age.get(age, ZERO) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a statement: a charge raises what is owed (above zero), money lowers it (below)."""

    on: date
    what: str
    reference: str
    amount: Money
    balance: Money = ZERO


@dataclass(frozen=True, slots=True)
class Statement:
    """Opening + invoiced − credited − paid = closing, line by line."""

    starts_on: date
    ends_on: date
    opening: Money
    events: Sequence[Event]

    @property
    def closing(self) -> Money:
        return self.opening + Money.total(event.amount for event in self.events)

    def sum_of(self, what: str) -> Money:
        """What the events of one kind come to."""
        return Money.total(event.amount for event in self.events if event.what == what)


def payments(shown: str) -> QuerySet[Any]:
    """Payments with what is left of each, the latest first."""
    rows = with_left(Payment.objects.filter(reverses=None)).select_related("payer").order_by("-received_on", "-pk")
    if shown == "held":
        return rows.filter(left__gt=0)
    if shown == "back":
        return rows.filter(reversed_by__isnull=False)
    methods = {"bank": PaymentMethod.BANK_TRANSFER, "card": PaymentMethod.CARD}
    return rows.filter(method=methods[shown]) if shown in methods else rows


def held() -> Money:
    """What is on account for all payers, by the ledger; one SQL statement."""
    total = Posting.objects.filter(account=chart.ON_ACCOUNT).aggregate(total=Sum("amount"))["total"]
    return -total if total else ZERO


def debt_list(on: date) -> DebtList:
    """Debts by payer and age as at the end of a day; two SQL statements."""
    rows: dict[int, DebtRow] = {}
    found = open_invoices(on).filter(issued_on__lte=on).select_related("payer").order_by("payer__name", "due_on")
    for invoice in found:
        row = rows.setdefault(invoice.payer_id, DebtRow(invoice.payer))
        age = debts.age(invoice.due_on, on)
        row.by_age[age] = row.by_age.get(age, ZERO) + invoice.owed
    ledger = Posting.objects.filter(account=chart.DEBTORS, on__lte=on).aggregate(total=Sum("amount"))["total"]
    return DebtList(on, list(rows.values()), ledger or ZERO)


def open_of(payer: Organisation) -> QuerySet[Any]:
    """A payer's invoices with something left to pay, the oldest debt first."""
    return open_invoices().filter(payer=payer).order_by("due_on", "place")


def statement(documents: QuerySet[Invoice], starts_on: date, ends_on: date) -> Statement:
    """What was invoiced, credited and paid on these documents between two days; three SQL statements."""
    events = [
        Event(row.issued_on, "Invoice", row.number, row.gross)
        for row in documents.filter(issued_on__lte=ends_on, credits=None)
    ]
    events += [
        Event(row.issued_on, "Credit note", row.number, -row.gross)
        for row in documents.filter(issued_on__lte=ends_on, credits__isnull=False)
    ]
    paid = Allocation.objects.filter(invoice__in=documents, on__lte=ends_on).select_related("payment", "invoice")
    events += [
        Event(row.on, "Payment" if row.amount > ZERO else "Taken off again", row.invoice.number, -row.amount)
        for row in paid
    ]
    opening = Money.total(event.amount for event in events if event.on < starts_on)
    shown, balance = [], opening
    for event in sorted(events, key=lambda event: (event.on, event.what != "Invoice", event.reference)):
        if event.on >= starts_on:
            balance += event.amount
            shown.append(Event(event.on, event.what, event.reference, event.amount, balance))
    return Statement(starts_on, ends_on, opening, shown)


def invoice_for_finance(number: str) -> QuerySet[Any]:
    """One document of any school, with what is owed."""
    return with_owed(Invoice.objects.filter(number=number))
