"""Orders: the list, one order, its confirmation, and a purchase order number given later."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from billing.actions import orders as actions
from billing.actions.invoices import seller_now
from billing.forms.baskets import PoNumberForm
from billing.models import Order
from billing.permissions import PO_NUMBER_ROLES, may_give_po_number, may_see_orders
from billing.queries import orders as queries
from billing.views.order_files import csv_of
from kernel import clock, documents
from members.public import HatRequest


@may_see_orders
@require_safe
def orders(request: HatRequest, urn: int) -> HttpResponse:
    """All orders of the school, the newest first."""
    page = queries.list_for(request.school, clock.today())
    return render(request, "billing/orders.html", {"page": page, "school": request.school})


@may_see_orders
@require_safe
def orders_csv(request: HatRequest, urn: int) -> HttpResponse:
    """Every line of every order, as a spreadsheet."""
    return csv_of(queries.lines_for_export(request.school), name=f"orders-{urn}.csv")


@may_see_orders
@require_safe
def order(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """One order with its lines and their working, as it was agreed."""
    return _page(request, reference, PoNumberForm())


@may_see_orders
@require_safe
def order_print(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """The order on the company's paper, to print from the browser."""
    return render(request, "billing/order_paper.html", _paper(request, reference))


@may_see_orders
@require_safe
def order_pdf(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """The order as a tagged PDF."""
    pdf = documents.pdf("billing/order_paper.html", _paper(request, reference))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{reference}.pdf"'
    return response


@may_see_orders
@require_safe
def order_placed(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """What was done, its reference and what happens now."""
    found = queries.order_of(request.school, reference)
    if found is None:
        raise Http404
    sentences = queries.what_happens_now(found, has_po_number=bool(queries.po_numbers_of([found.pk])[found.pk]))
    values = {"order": found, "school": request.school, "next": sentences, "invoices": queries.invoices_of(found)}
    return render(request, "billing/order_placed.html", values)


@may_give_po_number
@require_POST
def po_number(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """Add a purchase order number to an order that has none yet, or replace it."""
    form = PoNumberForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, form)
    try:
        actions.give_po_number(
            school=request.school, reference=reference, **form.cleaned_data, by=request.user, at=clock.now()
        )
    except Order.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"Purchase order number {form.cleaned_data['number']} is on the order and its invoices.")
    return redirect("billing:order", urn=urn, reference=reference)


def _paper(request: HatRequest, reference: str) -> dict[str, Any]:
    page = queries.page_for(request.school, reference)
    if page is None:
        raise Http404
    back = reverse("billing:order", args=[request.school.urn, reference])
    return {"page": page, "order": page.order, "letterhead": seller_now(), "back": back}


def _page(request: HatRequest, reference: str, form: PoNumberForm) -> HttpResponse:
    page = queries.page_for(request.school, reference)
    if page is None:
        raise Http404
    values = {
        "page": page,
        "order": page.order,
        "school": request.school,
        "form": form,
        "may_give_po_number": request.hat is not None and request.hat.role in PO_NUMBER_ROLES,
    }
    return render(request, "billing/order.html", values, status=422 if form.errors else 200)
