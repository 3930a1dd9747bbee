"""Invoices of all schools: the list, one document, its paper, and crediting it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions import credit_notes
from billing.forms.finance import CreditForm
from billing.forms.refusals import show_on
from billing.models import Allocation, Invoice, Journal
from billing.permissions import may_keep_books
from billing.queries import finance_invoices as queries
from billing.queries.credits import lines_left
from billing.queries.debts import with_owed
from billing.queries.invoices import Document, document
from billing.states import InvoiceKind
from billing.views.finance_frame import Listing, chosen, links, page_of, show
from kernel import clock, documents
from kernel.refusal import Refusal
from kernel.sheets import sheet
from members.public import HatRequest

COLUMNS = [
    ("Number", "text"),
    ("Payer", "text"),
    ("Issued", "text"),
    ("Due", "text"),
    ("Purchase order", "text"),
    ("Total", "money"),
    ("Left to pay", "money"),
]


@may_keep_books
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """Every invoice, filtered and ordered by links."""
    on = clock.today()
    shown, order = chosen(request, "show", queries.SHOWN, "open"), chosen(request, "order", queries.ORDERS, "newest")
    search = request.GET.get("q", "").strip()
    page = page_of(request, queries.invoices(shown, search, order, on))
    listing = Listing(
        queries.owed_to_us(on).title,
        COLUMNS,
        [_row(row) for row in page],
        caption="Invoices",
        empty="No invoice is like this.",
        filters=[
            links(request, "show", queries.SHOWN, shown, "Show"),
            links(request, "order", queries.ORDERS, order, "Order"),
        ],
        csv=f"{reverse('billing:finance_invoices_csv')}?{request.GET.urlencode()}",
        page=page,
        what="documents",
        search=search,
        search_label="A number, a school or an order",
        acts=[
            ("Who owes us what, by age", reverse("billing:finance_debts")),
            ("Invoice what is due", reverse("billing:finance_billing")),
        ],
    )
    return show(request, listing)


@may_keep_books
@require_safe
def invoices_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same invoices as a spreadsheet, all of them."""
    shown, order = chosen(request, "show", queries.SHOWN, "open"), chosen(request, "order", queries.ORDERS, "newest")
    rows = queries.invoices(shown, request.GET.get("q", "").strip(), order, clock.today())
    columns = ("number", "payer", "school", "issued on", "due on", "PO number", "net", "VAT", "gross", "left to pay")
    return sheet("invoices.csv", columns, _cells(rows))


@may_keep_books
@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """One document with what settled it and what can be done."""
    found = _document(number)
    settled = Allocation.objects.filter(invoice=found.invoice).select_related("payment").order_by("pk")
    journal = Journal.objects.filter(source=found.invoice.key, reverses=None).first()
    values = {**_values(found), "settled": settled, "journal": journal}
    return render(request, "billing/finance/invoice.html", values)


@may_keep_books
@require_safe
def invoice_print(request: HttpRequest, number: str) -> HttpResponse:
    """The document on the company's paper, to print."""
    return render(request, "billing/invoice_paper.html", _values(_document(number)))


@may_keep_books
@require_safe
def invoice_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The document as a tagged PDF."""
    content = documents.pdf("billing/invoice_paper.html", _values(_document(number)))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


@may_keep_books
def credit(request: HatRequest, number: str) -> HttpResponse:
    """Credit an invoice, in whole or in part."""
    found = _document(number).invoice
    if found.kind != InvoiceKind.INVOICE:
        raise Http404
    form = CreditForm(request.POST or None, lines=lines_left(found))
    if form.is_valid():
        try:
            reason, parts = form.cleaned_data["reason"], form.parts()
            note = credit_notes.issue(found, reason=reason, parts=parts, by=request.user, at=clock.now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"Credit note {note.number} over {note.gross} is issued.")
            return redirect("billing:finance_invoice", number=note.number)
    values = {
        "form": form,
        "title": f"Credit {number}",
        "caption": found.payer.name,
        "lead": "VAT follows by itself. What was paid on it already is on the payer's account again.",
        "warning": "A credit note is a document of its own: it cannot be changed or taken back.",
        "button": "Issue the credit note",
        "back": reverse("billing:finance_invoice", args=[number]),
        "facts": [("Invoice", found.number), ("In all", str(found.gross)), ("Left to pay", str(found.owed))],
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


def _document(number: str) -> Document:
    found = document(with_owed(Invoice.objects.filter(number=number)), clock.today())
    if found is None:
        raise Http404
    return found


def _values(found: Document) -> dict[str, Any]:
    return {
        "document": found,
        "invoice": found.invoice,
        "company": found.invoice.seller,
        "back": reverse("billing:finance_invoice", args=[found.invoice.number]),
    }


def _row(row: Any) -> list[Any]:
    is_invoice = row.kind == InvoiceKind.INVOICE
    return [
        (row.number, reverse("billing:finance_invoice", args=[row.number])),
        row.payer.name,
        row.issued_on,
        row.due_on if is_invoice else "credit note",
        row.po_number or "none",
        row.gross if is_invoice else -row.gross,
        (row.owed or "settled") if is_invoice else "",
    ]


def _cells(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=1_000):
        sign = 1 if row.kind == InvoiceKind.INVOICE else -1
        yield (
            *(row.number, row.payer.name, row.school.name, row.issued_on, row.due_on, row.po_number),
            *(row.net * sign, row.vat * sign, row.gross * sign, row.owed if sign > 0 else ""),
        )
