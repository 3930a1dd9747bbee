"""What is owed: by invoice, by payer, and what is held on account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import ExpressionWrapper, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import Allocation, Invoice, MoneyOut, Payment
from billing.rules.allocation import Owed
from billing.states import InvoiceKind
from kernel.fields import MoneyField
from kernel.money import ZERO, Money


def _sum(rows: QuerySet[Any], by: str, column: str) -> Coalesce:
    """The sum of a column over the rows of one key, £0.00 for none, as a correlated subquery."""
    total = rows.order_by().values(by).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=MoneyField())


def _money(expression: Any) -> Any:
    """Sums of money columns come back as Money."""
    wrapped: Any = ExpressionWrapper
    return wrapped(expression, output_field=MoneyField())


def with_owed(invoices: QuerySet[Invoice], on: date | None = None) -> QuerySet[Any]:
    """Invoices with `settled` (by payments), `credited` (by credit notes) and `owed`, as at the end of a day or now."""
    allocations = Allocation.objects.filter(invoice=OuterRef("pk"))
    credit_notes = Invoice.objects.filter(credits=OuterRef("pk"))
    if on is not None:
        allocations, credit_notes = allocations.filter(on__lte=on), credit_notes.filter(issued_on__lte=on)
    return invoices.annotate(
        settled=_sum(allocations, "invoice", "amount"), credited=_sum(credit_notes, "credits", "gross")
    ).annotate(owed=_money(F("gross") - F("settled") - F("credited")))


def open_invoices(on: date | None = None) -> QuerySet[Any]:
    """Invoices with something left to pay."""
    return with_owed(Invoice.objects.filter(kind=InvoiceKind.INVOICE), on).filter(owed__gt=0)


def debts_of(payer_id: int) -> list[Owed]:
    """What a payer owes, by invoice, the oldest debt first."""
    rows = open_invoices().filter(payer=payer_id).order_by("due_on", "place")
    return [Owed(row.number, row.owed, row.due_on) for row in rows]


def with_left(payments: QuerySet[Payment]) -> QuerySet[Any]:
    """Payments with `allocated`, `refunded`, `taken_back` and `left`: what of each is held on account."""
    return payments.annotate(
        allocated=_sum(Allocation.objects.filter(payment=OuterRef("pk")), "payment", "amount"),
        refunded=_sum(MoneyOut.objects.filter(refund_of=OuterRef("pk")), "refund_of", "amount"),
        taken_back=_sum(Payment.objects.filter(reverses=OuterRef("pk")), "reverses", "amount"),
    ).annotate(left=_money(F("amount") + F("taken_back") - F("allocated") - F("refunded")))


def on_account(payer_id: int) -> Money:
    """What is held for a payer: paid, less what settles invoices, less what went back."""
    paid = Payment.objects.filter(payer=payer_id).aggregate(total=Sum("amount"))["total"] or ZERO
    settled = Allocation.objects.filter(payment__payer=payer_id).aggregate(total=Sum("amount"))["total"] or ZERO
    back = MoneyOut.objects.filter(payee=payer_id, cost=None).aggregate(total=Sum("amount"))["total"] or ZERO
    return paid - settled - back
