"""Crediting an invoice: a mistake is answered by a new document, never by an edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from billing.actions import invoices, ledger, payments
from billing.models import Allocation, Invoice, InvoiceLine
from billing.queries.content import content_of
from billing.queries.debts import with_left, with_owed
from billing.rules import documents, numbering, posting
from billing.rules.vat import vat_of
from billing.states import InvoiceKind
from kernel import counters
from kernel.clock import day_of
from kernel.money import ZERO, Money
from kernel.records import Actor, record
from kernel.refusal import Refusal


class CannotCredit(Refusal):
    """More is to be credited than is left of the invoice, or of one of its lines."""

    rule = "A credit note takes back at most what was invoiced: VAT Regulations 1995 reg. 15C."
    forward = "Credit what is left of the line, or the whole of what is left."


@transaction.atomic
def issue(
    invoice: Invoice, *, reason: str, by: Actor, at: datetime, parts: Mapping[int, Money] | None = None
) -> Invoice:
    """Credit an invoice: the net sums in `parts` by line position, or all that is left of it.

    VAT follows the invoice's own rate and way of rounding. Money that had settled the credited part is on the payer's
    account again. Not repeatable by itself: a second full credit is refused, since nothing is left.

    Refuses with CannotCredit, ReasonMissing or PeriodClosed.
    """
    ledger.said_why(reason)
    Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    credited = _credited_lines(invoice, parts)
    on = day_of(at)
    note = _draft(invoice, credited, reason=reason, on=on, by=by, at=at)
    freed = _make_room(invoice, note.gross, on=on, reason=reason, by=by, at=at)
    invoices.save([(note, credited)])
    legs = posting.credit_note(note.payer_id, [invoices.sold_on(line) for line in credited])
    ledger.post(on=on, at=at, source=note.key, memo=f"Credit note {note.number}", lines=legs, by=by)
    _settle_again(invoice, freed, by=by, at=at)
    record(
        by=by, at=at, verb="billing.credit_note.issued", subject=note,
        credits=invoice, gross=note.gross, reason=reason,
    )  # fmt: skip
    return note


def _credited_lines(invoice: Invoice, parts: Mapping[int, Money] | None) -> list[InvoiceLine]:
    """Lines of the credit note; refuses with CannotCredit what is more than is left."""
    lines: list[InvoiceLine] = []
    rows = invoice.lines.annotate(net_back=Sum("credited_by__net"), vat_back=Sum("credited_by__vat"))
    for row in rows.order_by("position"):
        net_left, vat_left = row.net - (row.net_back or ZERO), row.vat - (row.vat_back or ZERO)
        net = net_left if parts is None else parts.get(row.position, ZERO)
        if net < ZERO or net > net_left:
            raise CannotCredit(f"“{row.label}” has {net_left} left to credit.", field=f"line_{row.position}")
        vat = vat_left if net == net_left else min(vat_of(net, row.vat_rate), vat_left)
        if net or vat:
            lines.append(_line(row, len(lines) + 1, net, vat))
    if not lines:
        raise CannotCredit(f"Nothing is left to credit on {invoice.number}.")
    return lines


def _line(row: InvoiceLine, position: int, net: Money, vat: Money) -> InvoiceLine:
    return InvoiceLine(
        position=position,
        credits_line=row,
        service_id=row.service_id,
        label=row.label,
        unit=row.unit,
        quantity=row.quantity,
        net=net,
        vat_code=row.vat_code,
        vat_rate=row.vat_rate,
        vat=vat,
        gross=net + vat,
        money_type=row.money_type,
        cfr_code=row.cfr_code,
        fund_id=row.fund_id,
    )


def _draft(invoice: Invoice, lines: list[InvoiceLine], *, reason: str, on: date, by: Actor, at: datetime) -> Invoice:
    [place] = counters.take(InvoiceKind.CREDIT_NOTE)
    net, vat = Money.total(line.net for line in lines), Money.total(line.vat for line in lines)
    note = Invoice(
        number=numbering.number(numbering.CREDIT_NOTES, place),
        kind=InvoiceKind.CREDIT_NOTE,
        place=place,
        order_id=invoice.order_id,
        school_id=invoice.school_id,
        payer_id=invoice.payer_id,
        issued_on=on,
        due_on=on,
        issued_at=at,
        issued_by=ledger.author_of(by),
        po_number=invoice.po_number,
        seller=invoices.seller_now(),
        buyer=invoice.buyer,
        net=net,
        vat=vat,
        gross=net + vat,
        line_count=len(lines),
        credits=invoice,
        reason=reason,
    )
    note.digest = documents.digest(content_of(note, lines))
    return note


def _make_room(invoice: Invoice, gross: Money, *, on: date, reason: str, by: Actor, at: datetime) -> list[Allocation]:
    """Free payments, the latest first, until as much is owed on the invoice as is to be credited."""
    owed = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    freed = []
    settling = invoice.allocations.filter(reverses=None, reversed_by=None).select_related("payment")
    for row in settling.order_by("-pk"):
        if owed >= gross:
            break
        payments.free(row, on=on, reason=reason, by=by, at=at)
        owed += row.amount
        freed.append(row)
    return freed


def _settle_again(invoice: Invoice, freed: list[Allocation], *, by: Actor, at: datetime) -> None:
    """What was freed beyond the credited sum settles the invoice again."""
    for row in freed:
        owed = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
        left = with_left(type(row.payment).objects.filter(pk=row.payment_id)).get().left
        again = min(owed, left, row.amount)
        if again > ZERO:
            payments.allocate(row.payment, parts={invoice.number: again}, by=by, at=at)
