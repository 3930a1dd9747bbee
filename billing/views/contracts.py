"""My services: each contract with its term, last notice date and what is left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from billing.actions import baskets as basket_actions
from billing.actions import subscriptions as actions
from billing.forms.approvals import NoticeForm
from billing.forms.refusals import show_on
from billing.permissions import may_buy, may_see_orders
from billing.queries import contracts as queries
from billing.views.contract_files import calendar_of
from kernel import clock
from kernel.periods import ONE_DAY
from kernel.refusal import Refusal
from members import public as members
from members.public import HatRequest


@may_see_orders
@require_safe
def my_services(request: HatRequest, urn: int) -> HttpResponse:
    """Everything the school has, what is left of it, and what next year would cost."""
    page = queries.page_for(request.school, clock.today())
    role = request.hat.role if request.hat else ""
    values = {
        "page": page,
        "school": request.school,
        "buyer": role == members.Role.SCHOOL_BUYER,
        "prices": role != members.Role.SCHOOL_VIEWER,
    }
    return render(request, "billing/my_services.html", values)


@may_see_orders
@require_safe
def calendar(request: HatRequest, urn: int) -> HttpResponse:
    """The last notice days and ends of all running contracts, for a calendar program."""
    return calendar_of(queries.running(request.school, clock.today()), name=f"services-{urn}.ics", at=clock.now())


@may_buy
@require_POST
def renew(request: HatRequest, urn: int) -> HttpResponse:
    """Put next year's services into the basket; nothing is ordered yet."""
    chosen = [int(value) for value in request.POST.getlist("contract") if value.isdigit()]
    wishes = queries.renewal_wishes(request.school, chosen, clock.today())
    if wishes:
        basket_actions.put_many(school=request.school, wishes=wishes, by=request.user, at=clock.now())
        messages.success(request, "Next year's services are in your basket. Nothing is ordered until you send it.")
    return redirect("billing:basket", urn=urn)


@may_buy
def notice(request: HatRequest, urn: int, contract_id: int) -> HttpResponse:
    """Look at what leaving means, and give notice."""
    contract = queries.contract_of(request.school, contract_id)
    if contract is None:
        raise Http404
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_notice(
                school=request.school, subscription_id=contract_id, **form.cleaned_data, by=request.user, at=clock.now()
            )
            messages.success(request, f"Notice given. {contract.line.label} runs until the end of its term.")
            return redirect("billing:my_services", urn=urn)
        except Refusal as refusal:
            show_on(form, refusal)
    values = {
        "form": form,
        "title": f"Leave {contract.line.label}?",
        "last_day": contract.ends_on - ONE_DAY,
        "school": request.school,
    }
    return render(request, "billing/notice.html", values, status=422 if form.errors else 200)
