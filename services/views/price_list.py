"""The price list for staff: the list, a service's history, a new price with its preview, a new VAT treatment."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest, Role, with_role
from services.actions.prices import NewPrice, publish, treat_vat
from services.forms.catalogue import quantity_in
from services.forms.prices import PriceForm, VatForm
from services.models import Price, Service
from services.queries import price_list as queries
from services.rules.bench import bench
from services.rules.price_spec import read
from services.rules.price_words import sections
from services.rules.uplift import uplifted

MAY_SEE = (Role.CATALOGUE_MANAGER, Role.FINANCE_OFFICER, Role.ADMINISTRATOR, Role.ADVISER)


@with_role(*MAY_SEE)
@require_safe
def price_list(request: HttpRequest) -> HttpResponse:
    """Every service with its price of today and the day of the next change."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    today = clock.today()
    page = queries.price_list(today, text=text, page=request.GET.get("page", "1"))
    values = {"page": page, "rows": queries.listed(page, today), "text": text}
    return render(request, "services/price_list.html", values)


@with_role(*MAY_SEE)
@require_safe
def managed(request: HatRequest, slug: str) -> HttpResponse:
    """One service: its prices from the first on, how VAT falls, and a test bench."""
    found = queries.managed(slug, clock.today())
    if found is None:
        raise Http404
    role = request.hat.role if request.hat else ""
    values = {
        "page": found,
        "service": found.service,
        "may_price": role == Role.CATALOGUE_MANAGER,
        "may_treat": role == Role.FINANCE_OFFICER,
        "crumbs": [("Prices", "/staff/catalogue/"), (found.service.name, "")],
    }
    return render(request, "services/managed.html", values)


@with_role(Role.CATALOGUE_MANAGER)
def new_price(request: HatRequest, slug: str) -> HttpResponse:
    """A new price: write it, look at what it would do, publish it."""
    service = get_object_or_404(Service, slug=slug)
    form = PriceForm(request.POST or None, initial=_as_it_is(service, request.GET.get("raise", "")))
    if request.method == "POST" and form.is_valid() and "publish" in request.POST:
        try:
            publish(service, NewPrice(**form.cleaned_data), by=request.user, at=clock.now(), on=clock.today())
            messages.success(request, f"Published. {service.name} has a new price.")
            return redirect("services:managed", slug=slug)
        except Refusal as refusal:
            _show_on(form, refusal)
    preview = _preview(form, service) if form.is_bound and form.is_valid() else None
    crumbs = [("Prices", "/staff/catalogue/"), (service.name, f"/staff/catalogue/{slug}/"), ("New price", "")]
    values = {"form": form, "service": service, "preview": preview, "crumbs": crumbs}
    return render(request, "services/new_price.html", values, status=422 if form.errors else 200)


@with_role(Role.FINANCE_OFFICER)
def new_vat(request: HatRequest, slug: str) -> HttpResponse:
    """How VAT falls on a service from a day."""
    service = get_object_or_404(Service, slug=slug)
    form = VatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        when = {"starts_on": given["starts_on"], "at": clock.now(), "on": clock.today()}
        try:
            treat_vat(service, form.treatment, reason=given["reason"], by=request.user, **when)
            messages.success(request, f"Noted. VAT on {service.name} changes on the day you chose.")
            return redirect("services:managed", slug=slug)
        except Refusal as refusal:
            _show_on(form, refusal)
    crumbs = [("Prices", "/staff/catalogue/"), (service.name, f"/staff/catalogue/{slug}/"), ("VAT", "")]
    values = {"form": form, "service": service, "crumbs": crumbs}
    return render(request, "services/new_vat.html", values, status=422 if form.errors else 200)


def _as_it_is(service: Service, raised: str) -> dict[str, Any]:
    """The rule in force, raised by so many per cent where that is asked."""
    latest = Price.objects.filter(service=service).order_by("-starts_on").first()
    rule = latest.rule if latest else {"type": "flat", "amount": 0}
    share = quantity_in(raised) if raised else None
    if share is not None and share <= 100:
        rule = uplifted(rule, int(share * 100))
    return {"rule": json.dumps(_in_order(rule), indent=2, ensure_ascii=False)}


def _in_order(rule: Any) -> Any:
    """The same rule with its type and label first, as people write it; the database keeps another order."""
    if isinstance(rule, list):
        return [_in_order(one) for one in rule]
    if not isinstance(rule, dict):
        return rule
    first = [name for name in ("type", "label", "option", "when", "member", "above", "up_to") if name in rule]
    return {name: _in_order(rule[name]) for name in [*first, *(name for name in rule if name not in first)]}


def _preview(form: forms.Form, service: Service) -> dict[str, Any]:
    rule = read(form.cleaned_data["rule"])
    return {"sections": sections(rule), "bench": bench(rule), "holders": queries.holders(service, clock.today())}


def _show_on(form: forms.Form, refusal: Refusal) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, " ".join(part for part in (refusal.sentence, refusal.forward) if part))
