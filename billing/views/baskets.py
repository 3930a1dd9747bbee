"""The basket, and sending it for approval."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from billing.actions import approvals as approval_actions
from billing.actions import baskets as actions
from billing.actions import orders as order_actions
from billing.forms.baskets import OrderForm, PutForm, SendForm
from billing.forms.refusals import show_on
from billing.models import BasketLine
from billing.permissions import may_buy
from billing.queries import baskets as queries
from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest
from services import public as services


@may_buy
@require_safe
def basket(request: HatRequest, urn: int) -> HttpResponse:
    """The basket at today's prices, with the working of each line."""
    page = queries.page_for(request.school, clock.today())
    return render(request, "billing/basket.html", {"page": page, "school": request.school, "form": OrderForm()})


@may_buy
@require_POST
def put(request: HatRequest, urn: int) -> HttpResponse:
    """Put a service into the basket, or change how many. A refusal is shown on the basket page."""
    form = PutForm(request.POST)
    if not form.is_valid():
        return _basket_with(request, form)
    wanted = form.cleaned_data
    service = get_object_or_404(services.Service, slug=wanted.pop("service"))
    try:
        actions.put(school=request.school, service=service, **wanted, by=request.user, at=clock.now())
    except Refusal as refusal:
        show_on(form, refusal)
        return _basket_with(request, form)
    messages.success(request, f"{service.name} is in your basket.")
    return redirect("billing:basket", urn=urn)


@may_buy
@require_POST
def take_out(request: HatRequest, urn: int, line_id: int) -> HttpResponse:
    """Take a line out of the basket."""
    actions.take_out(school=request.school, line_id=line_id, by=request.user, at=clock.now())
    return redirect("billing:basket", urn=urn)


@may_buy
@require_POST
def other_year(request: HatRequest, urn: int, line_id: int) -> HttpResponse:
    """Have a yearly service from next year rather than from today, or the other way round."""
    try:
        actions.have_other_year(school=request.school, line_id=line_id, by=request.user, at=clock.now())
    except BasketLine.DoesNotExist:
        raise Http404 from None
    return redirect("billing:basket", urn=urn)


@may_buy
def send(request: HatRequest, urn: int) -> HttpResponse:
    """Check the basket and send it to the approvers with a note."""
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = approval_actions.send(school=request.school, **form.cleaned_data, by=request.user, at=clock.now())
            return redirect("billing:approval", urn=urn, reference=sent.reference)
        except Refusal as refusal:
            show_on(form, refusal)
    page = queries.page_for(request.school, clock.today())
    return render(
        request, "billing/send.html", {"page": page, "school": request.school, "form": form}, status=_status(form)
    )


@may_buy
@require_POST
def order(request: HatRequest, urn: int) -> HttpResponse:
    """Order a basket that costs nothing; everything else is sent for approval."""
    form = OrderForm(request.POST)
    if not form.is_valid():
        return redirect("billing:basket", urn=urn)
    placed = order_actions.place_basket(
        school=request.school, request_key=form.cleaned_data["request_key"], by=request.user, at=clock.now()
    )
    return redirect("billing:order_placed", urn=urn, reference=placed.reference)


def _basket_with(request: HatRequest, form: PutForm) -> HttpResponse:
    page = queries.page_for(request.school, clock.today())
    values = {"page": page, "school": request.school, "form": OrderForm(), "refused": form}
    return render(request, "billing/basket.html", values, status=_status(form))


def _status(form: PutForm | SendForm) -> int:
    return 422 if form.errors else 200
