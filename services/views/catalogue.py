"""The catalogue: the list, a service's own page, the list as a spreadsheet, and registering interest."""

from __future__ import annotations

import csv
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kernel import clock
from members.public import SCHOOL_ROLES, HatRequest, Organisation, Role, at_school, public
from services.actions import interest as interest_actions
from services.forms.catalogue import InterestForm, address, asked_by, filters, quantity_in
from services.models import Service
from services.queries import catalogue as queries
from services.queries.quotes import ONE
from services.queries.service_page import service_page

MAY_TELL = (Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMINISTRATOR)


def _school(request: HttpRequest) -> Organisation | None:
    """The school whose hat is worn, where it is one."""
    hat = cast(HatRequest, request).hat
    return hat.organisation if hat is not None and hat.role in SCHOOL_ROLES else None


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The services, with my school's prices where I wear its hat."""
    asked = asked_by(request.GET)
    shelf = queries.shelf(asked, clock.today(), _school(request))
    values: dict[str, Any] = {
        "shelf": shelf,
        "asked": asked,
        "filters": filters(shelf),
        "kept": [
            (name, request.GET[name]) for name in ("group", "phase", "kind", "pays", "sort") if name in request.GET
        ],
        "before": address(asked, page=asked.page - 1) if asked.page > 1 else "",
        "after": address(asked, page=asked.page + 1) if asked.page < shelf.pages else "",
        "csv": f"/catalogue/prices.csv{address(asked)}",
        "school": _school(request),
    }
    return render(request, "services/catalogue.html", values)


@public
@require_safe
def catalogue_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet: every service that matches, with my prices."""
    shelf = queries.shelf(asked_by(request.GET), clock.today(), _school(request), whole=True)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow(["Code", "Service", "Group", "How bought", "Price before VAT", "VAT", "To pay", "CFR code", "Remark"])
    for card in shelf.cards:
        quote, service = card.quote, card.service
        sums = [quote.net.plain, quote.vat.plain, quote.gross.plain] if quote else ["", "", ""]
        remark = card.refusal.sentence if card.refusal else card.said
        row = [service.code, service.name, card.group_name, service.get_kind_display()]
        out.writerow([*row, *sums, service.cfr_code, "" if quote else remark])
    return response


@public
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: my price and its working, or the rule in words with examples."""
    school = _school(request)
    quantity = quantity_in(request.GET.get("quantity", "1"))
    option = request.GET.get("option", "")[:60]
    page = service_page(slug, clock.today(), school=school, quantity=quantity or ONE, option=option)
    if page is None:
        raise Http404
    hat = cast(HatRequest, request).hat
    values = {
        "page": page,
        "service": page.service,
        "school": school,
        "unclear": quantity is None,
        "may_buy": hat is not None and hat.role == Role.SCHOOL_BUYER,
        "may_tell": hat is not None and hat.role in MAY_TELL,
        "form": InterestForm(),
        "crumbs": [
            ("Catalogue", "/catalogue/"),
            (page.group_name, f"/catalogue/?group={page.group_slug}"),
        ],
    }
    return render(request, "services/service.html", values)


@at_school(*MAY_TELL)
@require_POST
def interest(request: HatRequest, urn: int, slug: str) -> HttpResponse:
    """Register that the school would buy a planned service, or take that back."""
    wanted = get_object_or_404(Service, slug=slug)
    if "withdraw" in request.POST:
        interest_actions.withdraw(wanted, request.school, by=request.user, at=clock.now())
        messages.success(request, "Taken back: we no longer count you in.")
        return redirect("services:service", slug=slug)
    form = InterestForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    interest_actions.register(wanted, request.school, note=note, by=request.user, at=clock.now())
    messages.success(request, f"Thank you. We count {request.school.name} in and will write when we decide.")
    return redirect("services:service", slug=slug)
