"""Issuing invoices and credit notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import transaction

from billing.actions import ledger
from billing.models import Charge, Invoice, InvoiceLine, Order, PurchaseOrderNumber
from billing.queries.content import content_of
from billing.rules import chart, debts, documents, numbering, posting
from billing.states import InvoiceKind
from kernel import counters
from kernel.clock import day_of
from kernel.money import Money
from kernel.records import Actor, record
from members import public as members

BATCH = 5_000


@transaction.atomic
def issue_many(charge_ids: Sequence[int], *, by: Actor, at: datetime, on: date | None = None) -> list[Invoice]:
    """Invoice these charges: one invoice for each order, numbered without a gap, posted to the ledger.

    Safe to repeat: a charge that has been invoiced is passed over, also when two runs ask at once. Takes a fixed
    number of SQL statements and writes one Record for all. `on` is the day of issue, else the London day of `at`.

    Refuses with PeriodClosed.
    """
    charges = _lock_not_yet_invoiced(charge_ids)
    if not charges:
        return []
    day = on or day_of(at)
    by_order = [list(group) for _, group in groupby(charges, key=attrgetter("line.order_id"))]
    invoices = _write(by_order, day=day, by=by, at=at)
    ledger.post_many([_entry(invoice, lines) for invoice, lines in invoices], at=at, by=by)
    issued = [invoice for invoice, _ in invoices]
    _record(issued, by=by, at=at)
    return issued


def _lock_not_yet_invoiced(charge_ids: Sequence[int]) -> list[Charge]:
    """The charges that wait to be invoiced, locked, with their lines and orders; by the day due, then by order.

    Two statements: a second run waits at the lock, and only then looks at what has been invoiced meanwhile.
    """
    locked = Charge.objects.filter(pk__in=charge_ids).order_by("pk").select_for_update().values_list("pk", flat=True)
    return list(
        Charge.objects.filter(pk__in=list(locked), invoice_line=None)
        .select_related("line__order")
        .defer("line__working", "line__pupils", "line__pupils_counted_on")
        .order_by("line__order_id", "line__number", "number")
    )


def _write(
    by_order: Sequence[Sequence[Charge]], *, day: date, by: Actor, at: datetime
) -> list[tuple[Invoice, list[InvoiceLine]]]:
    """Invoices with their lines, numbered in order; the numbers are taken last and given back by a rollback."""
    orders = [charges[0].line.order for charges in by_order]
    seller = seller_now()
    buyers = _buyers({order.payer_id for order in orders})
    later_numbers = _latest_po_numbers(orders)
    author = ledger.author_of(by)
    drafts = []
    for order, charges, place in zip(orders, by_order, counters.take(InvoiceKind.INVOICE, len(by_order)), strict=True):
        net, vat = Money.total(c.net for c in charges), Money.total(c.vat for c in charges)
        invoice = Invoice(
            number=numbering.number(numbering.INVOICES, place),
            kind=InvoiceKind.INVOICE,
            place=place,
            order=order,
            school_id=order.school_id,
            payer_id=order.payer_id,
            issued_on=day,
            due_on=debts.due_on(day),
            issued_at=at,
            issued_by=author,
            po_number=later_numbers.get(order.pk, order.po_number),
            seller=seller,
            buyer=buyers[order.payer_id],
            net=net,
            vat=vat,
            gross=net + vat,
            line_count=len(charges),
        )
        lines = [_line(invoice, position, charge) for position, charge in enumerate(charges, start=1)]
        invoice.digest = documents.digest(content_of(invoice, lines))
        drafts.append((invoice, lines))
    save(drafts)
    return drafts


def save(drafts: Sequence[tuple[Invoice, Sequence[InvoiceLine]]]) -> None:
    """Write documents and their lines, in batches that bound the memory."""
    Invoice.objects.bulk_create([invoice for invoice, _ in drafts], batch_size=BATCH)
    every_line = []
    for invoice, lines in drafts:
        for line in lines:
            line.invoice = invoice  # again, now that it has its key
            every_line.append(line)
    InvoiceLine.objects.bulk_create(every_line, batch_size=BATCH)


def _line(invoice: Invoice, position: int, charge: Charge) -> InvoiceLine:
    line = charge.line
    return InvoiceLine(
        invoice=invoice,
        position=position,
        charge=charge,
        service_id=line.service_id,
        label=line.label,
        unit=line.unit,
        quantity=line.quantity,
        net=charge.net,
        vat_code=line.vat_code,
        vat_rate=line.vat_rate,
        vat=charge.vat,
        gross=charge.gross,
        money_type=line.money_type,
        cfr_code=line.cfr_code,
        fund_id=chart.GENERAL_FUND,
    )


def _entry(invoice: Invoice, lines: Iterable[InvoiceLine]) -> posting.Entry:
    sold = [sold_on(line) for line in lines]
    legs = posting.invoice(invoice.payer_id, sold)
    return posting.Entry(invoice.issued_on, invoice.key, f"Invoice {invoice.number}", tuple(legs))


def sold_on(line: InvoiceLine) -> posting.Sold:
    """An invoice line as the posting rules see it."""
    return posting.Sold(line.net, line.vat, line.money_type, line.service_id, str(line.fund_id))


def seller_now() -> dict[str, Any]:
    """The company as it is on the day of issue, for the letterhead."""
    company = members.the_company()
    return {
        "name": company.name,
        "address": company.address_lines,
        "company_number": company.company_number,
        "vat_number": company.vat_number,
        "email": company.email,
    }


def _buyers(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Each payer's name and address as on the day of issue."""
    rows = members.Organisation.objects.in_bulk(list(pks))
    return {pk: {"name": row.name, "address": row.address_lines} for pk, row in rows.items()}


def _latest_po_numbers(orders: Iterable[Order]) -> dict[int, str]:
    """The purchase order number given last for each order that got one after it was placed."""
    given = PurchaseOrderNumber.objects.filter(order__in=[order.pk for order in orders])
    return dict(given.order_by("given_at", "pk").values_list("order_id", "number"))


def _record(issued: Sequence[Invoice], *, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb="billing.invoices.issued",
        subject=issued[0],
        documents=len(issued),
        first=issued[0].number,
        last=issued[-1].number,
        net=Money.total(invoice.net for invoice in issued),
        vat=Money.total(invoice.vat for invoice in issued),
        gross=Money.total(invoice.gross for invoice in issued),
    )
