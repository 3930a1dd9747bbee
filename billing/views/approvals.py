"""Requests for approval: the list, the page a head answers on, and the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from billing.actions import approvals as actions
from billing.forms.approvals import SendBackForm
from billing.forms.refusals import show_on
from billing.models import ApprovalRequest
from billing.permissions import may_answer, may_buy, may_see_requests
from billing.queries import approvals as queries
from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest


@may_see_requests
@require_safe
def approvals(request: HatRequest, urn: int) -> HttpResponse:
    """All requests of the school, those that wait first."""
    found = queries.list_for(request.school, clock.today())
    return render(request, "billing/approvals.html", {"page": found, "school": request.school})


@may_see_requests
@require_safe
def approval(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """One request: on a phone the sum, the change, the limit and the button come first."""
    return _page(request, reference)


@may_answer
@require_POST
def approve(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """Say yes, which places the order."""
    try:
        placed = actions.approve(school=request.school, reference=reference, by=request.user, at=clock.now())
    except ApprovalRequest.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        return _page(request, reference, refusal)
    return redirect("billing:order_placed", urn=urn, reference=placed.reference)


@may_answer
def send_back(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """Say no, and why."""
    found = queries.request_of(request.school, reference)
    if found is None:
        raise Http404
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back(
                school=request.school, reference=reference, **form.cleaned_data, by=request.user, at=clock.now()
            )
            messages.success(request, f"Sent back. {found.requested_by.name} has been told why.")
            return redirect("billing:approval", urn=urn, reference=reference)
        except Refusal as refusal:
            show_on(form, refusal)
    values = {"form": form, "asked": found, "school": request.school}
    return render(request, "billing/send_back.html", values, status=422 if form.errors else 200)


@may_buy
@require_POST
def withdraw(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """Take a request back; its lines return to the basket."""
    try:
        actions.withdraw(school=request.school, reference=reference, by=request.user, at=clock.now())
    except ApprovalRequest.DoesNotExist:
        raise Http404 from None
    messages.success(request, "Withdrawn. Its services are back in your basket.")
    return redirect("billing:basket", urn=urn)


@may_buy
@require_POST
def put_back(request: HatRequest, urn: int, reference: str) -> HttpResponse:
    """Put the lines of an unsuccessful request back into the basket."""
    try:
        actions.put_back(school=request.school, reference=reference, by=request.user, at=clock.now())
    except ApprovalRequest.DoesNotExist:
        raise Http404 from None
    return redirect("billing:basket", urn=urn)


def _page(request: HatRequest, reference: str, refusal: Refusal | None = None) -> HttpResponse:
    page = queries.page_for(
        request.school, reference, viewer=request.user, role=request.hat.role if request.hat else "", on=clock.today()
    )
    if page is None:
        raise Http404
    values = {"page": page, "asked": page.request, "school": request.school, "refusal": refusal}
    return render(request, "billing/approval.html", values, status=409 if refusal else 200)
