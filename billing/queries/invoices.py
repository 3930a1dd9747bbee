"""A school's invoices: the list, and one document with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from billing.models import Invoice, InvoiceLine
from billing.queries.debts import with_owed
from billing.queries.orders import po_numbers_of
from billing.rules.vat import RateTotal, totals_by_rate
from billing.states import InvoiceKind
from kernel.money import ZERO, Money
from members.public import Organisation

SHOWN = {"open": "To pay", "paid": "Paid", "all": "All"}


@dataclass(frozen=True, slots=True)
class InvoicesPage:
    """The list of a school's documents as one of the filters shows it."""

    rows: Sequence[Any]
    shown: str
    owed: Money
    overdue: int

    @property
    def title(self) -> str:
        """The finding: what is to pay."""
        if not self.owed:
            return "Nothing to pay"
        late = "one invoice" if self.overdue == 1 else f"{self.overdue} invoices"
        return f"{self.owed} to pay, {late} late" if self.overdue else f"{self.owed} to pay"


@dataclass(frozen=True, slots=True)
class Document:
    """One invoice or credit note as it is printed: the same figures on the page and on paper."""

    invoice: Any
    lines: Sequence[InvoiceLine]
    totals: Sequence[RateTotal]
    po_number: str
    credit_notes: Sequence[Invoice]
    on: date

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes back a part of an invoice."""
        return bool(self.invoice.kind == InvoiceKind.CREDIT_NOTE)

    @property
    def title(self) -> str:
        """The finding."""
        invoice = self.invoice
        if self.is_credit_note:
            return f"Credit note {invoice.number}: {invoice.gross} taken off {invoice.credits.number}"
        if not invoice.owed:
            return f"Invoice {invoice.number} is settled"
        late = " and late" if invoice.due_on < self.on else ""
        part = f"{invoice.owed} left to pay" if invoice.owed < invoice.gross else f"{invoice.owed} to pay"
        return f"Invoice {invoice.number}: {part}{late}"


def invoices_of(school: Organisation) -> QuerySet[Any]:
    """A school's invoices and credit notes with what is owed, the newest first."""
    return (
        with_owed(Invoice.objects.filter(school=school)).select_related("payer", "order").order_by("-issued_on", "-pk")
    )


def list_for(school: Organisation, shown: str, on: date) -> InvoicesPage:
    """The school's documents: those with something to pay, those settled, or all; one SQL statement."""
    rows = list(invoices_of(school))
    waiting = [row for row in rows if row.kind == InvoiceKind.INVOICE and row.owed > ZERO]
    settled = [row for row in rows if row not in waiting]
    chosen = {"open": waiting, "paid": settled}.get(shown, rows)
    overdue = sum(row.due_on < on for row in waiting)
    return InvoicesPage(chosen, shown, Money.total(row.owed for row in waiting), overdue)


def document_of(school: Organisation, number: str, on: date) -> Document | None:
    """One document of this school with its lines, or None."""
    return document(with_owed(Invoice.objects.filter(school=school, number=number)), on)


def document(found: QuerySet[Any], on: date) -> Document | None:
    """The one document of a query with its lines, or None."""
    invoice = found.select_related("payer", "order", "school", "credits").first()
    if invoice is None:
        return None
    lines = list(invoice.lines.select_related("charge__line", "service").order_by("position"))
    totals = totals_by_rate((line.vat_code, line.vat_rate, line.net, line.vat) for line in lines)
    po_number = invoice.po_number or po_numbers_of([invoice.order_id]).get(invoice.order_id, "")
    return Document(invoice, lines, totals, po_number, list(invoice.credit_notes.order_by("pk")), on)
