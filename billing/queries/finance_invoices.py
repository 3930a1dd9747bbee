"""Invoices as finance sees them: all schools, what is owed, what is late, what lacks a purchase order number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from billing.models import Invoice
from billing.queries.debts import open_invoices, with_owed
from billing.rules import numbering
from billing.states import InvoiceKind
from kernel.money import ZERO, Money

SHOWN = {
    "open": "To pay",
    "late": "Late",
    "no-po": "Without a purchase order",
    "credits": "Credit notes",
    "all": "All",
}
ORDERS = {"newest": "Newest first", "due": "Due first", "owed": "Most owed first"}
COLUMNS_OF_ORDER = {"newest": ("-issued_on", "-pk"), "due": ("due_on", "pk"), "owed": ("-owed", "pk")}
NO_PO = Q(po_number="", order__later_po_numbers=None)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed to the company on a day, and how much of it is late."""

    invoices: int
    owed: Money
    late: int
    late_owed: Money

    @property
    def title(self) -> str:
        """The finding."""
        if not self.invoices:
            return "Nothing is owed to us"
        late = f", {self.late_owed} of it late" if self.late else ", none of it late"
        return f"{self.owed} is owed to us on {self.invoices} invoice{'s' * (self.invoices > 1)}{late}"


def owed_to_us(on: date) -> Owed:
    """What is owed now; one SQL statement."""
    is_late = Q(due_on__lt=on)
    sums = open_invoices().aggregate(
        invoices=Count("pk"),
        owed_sum=Sum("owed"),
        late=Count("pk", filter=is_late),
        late_sum=Sum("owed", filter=is_late),
    )
    return Owed(sums["invoices"], _money(sums["owed_sum"]), sums["late"], _money(sums["late_sum"]))


def invoices(shown: str, search: str, order: str, on: date) -> QuerySet[Any]:
    """The documents that one of the filters shows, with what is owed."""
    rows = with_owed(Invoice.objects.all()).select_related("payer", "school", "order")
    if shown in ("open", "late", "no-po"):
        rows = rows.filter(kind=InvoiceKind.INVOICE, owed__gt=0)
    if shown == "late":
        rows = rows.filter(due_on__lt=on)
    elif shown == "no-po":
        rows = rows.filter(NO_PO)
    elif shown == "credits":
        rows = rows.filter(kind=InvoiceKind.CREDIT_NOTE)
    return rows.filter(_about(search)).order_by(*COLUMNS_OF_ORDER[order])


def count_without_po() -> int:
    """Invoices to pay that carry no purchase order number; one SQL statement."""
    count: int = open_invoices().filter(NO_PO).count()
    return count


def _about(search: str) -> Q:
    """A document's number however it is written, or a part of the payer's or school's name."""
    if not search:
        return Q()
    try:
        return Q(number=numbering.number(*numbering.place(search)))
    except ValueError:
        return Q(payer__name__icontains=search) | Q(school__name__icontains=search) | Q(order__reference__iexact=search)


def _money(value: Money | None) -> Money:
    return value if value is not None else ZERO
