"""A school's invoices: the list, a document, and the same on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions.card_client import is_set_up
from billing.permissions import may_see_orders
from billing.queries import invoices as queries
from kernel import clock, documents
from kernel.sheets import sheet
from members.public import HatRequest, Role

CSV_COLUMNS = (
    *("number", "kind", "issued on", "due on", "invoiced to", "order", "PO number"),
    *("net", "VAT", "gross", "left to pay"),
)
PAYING_ROLES = (Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMINISTRATOR)


@may_see_orders
@require_safe
def invoices(request: HatRequest, urn: int) -> HttpResponse:
    """The school's invoices, those to pay first."""
    shown = request.GET.get("show", "all")
    page = queries.list_for(request.school, shown if shown in queries.SHOWN else "all", clock.today())
    options = [
        {"label": label, "href": f"?show={name}", "current": name == page.shown}
        for name, label in queries.SHOWN.items()
    ]
    filters = [{"label": "Show", "options": options}]
    return render(request, "billing/invoices.html", {"page": page, "school": request.school, "filters": filters})


@may_see_orders
@require_safe
def invoices_csv(request: HatRequest, urn: int) -> StreamingHttpResponse:
    """All the school's invoices and credit notes, as a spreadsheet."""
    rows = (
        (
            *(row.number, row.get_kind_display(), row.issued_on, row.due_on, row.payer.name, row.order.reference),
            *(row.po_number, row.net, row.vat, row.gross, row.owed),
        )
        for row in queries.invoices_of(request.school)
    )
    return sheet(f"invoices-{urn}.csv", CSV_COLUMNS, rows)


@may_see_orders
@require_safe
def invoice(request: HatRequest, urn: int, number: str) -> HttpResponse:
    """One invoice as a document, with what is paid and how to pay the rest."""
    return render(request, "billing/invoice.html", _values(request, number))


@may_see_orders
@require_safe
def invoice_print(request: HatRequest, urn: int, number: str) -> HttpResponse:
    """The invoice on the company's paper, to print from the browser."""
    return render(request, "billing/invoice_paper.html", _values(request, number))


@may_see_orders
@require_safe
def invoice_pdf(request: HatRequest, urn: int, number: str) -> HttpResponse:
    """The invoice as a tagged PDF."""
    values = _values(request, number)
    response = HttpResponse(documents.pdf("billing/invoice_paper.html", values), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


def _values(request: HatRequest, number: str) -> dict[str, Any]:
    document = queries.document_of(request.school, number, clock.today())
    if document is None:
        raise Http404
    urn = request.school.urn
    may_pay = request.hat is not None and request.hat.role in PAYING_ROLES
    return {
        "document": document,
        "invoice": document.invoice,
        "school": request.school,
        "letterhead": document.invoice.seller,
        "may_pay_by_card": may_pay and is_set_up() and not document.is_credit_note and document.invoice.owed.pence > 0,
        "back": reverse("billing:invoice", args=[urn, number]),
    }
