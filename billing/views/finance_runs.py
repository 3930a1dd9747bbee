"""The billing run: what it will invoice, confirmed on its control totals, and how far it is."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions import billing_runs
from billing.forms.finance import ConfirmRunForm
from billing.forms.refusals import show_on
from billing.models import BillingRun
from billing.permissions import may_keep_books
from billing.queries.billing_runs import due, latest_runs, progress
from kernel import clock
from kernel.money import Money
from kernel.refusal import Refusal
from members.public import HatRequest

COLUMNS = [("Type of money", "text"), ("Lines", "number"), ("Before VAT", "money")]


@may_keep_books
def billing(request: HatRequest) -> HttpResponse:
    """What is due by a day, with its control totals, to confirm."""
    found = due(_day(request))
    first = {"on": found.on, "charges": found.charges, "gross": found.gross.pence}
    form = ConfirmRunForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            answers = {**form.cleaned_data, "gross": Money(form.cleaned_data["gross"])}
            run = billing_runs.ask(by=request.user, at=clock.now(), **answers)
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"Run {run.reference} has begun.")
            return redirect("billing:finance_run", reference=run.reference)
    types = [[row.title, row.lines, row.net] for row in found.by_type]
    values = {"due": found, "form": form, "types": types, "columns": COLUMNS, "runs": latest_runs()}
    return render(request, "billing/finance/billing.html", values, status=422 if form.errors else 200)


@may_keep_books
@require_safe
def run(request: HttpRequest, reference: str) -> HttpResponse:
    """How far a run is, and its result when it is over."""
    row = get_object_or_404(BillingRun.objects.select_related("asked_by"), reference=reference)
    how_far = progress(row)
    facts = [
        ("Everything due by", row.on),
        ("Confirmed for", f"{row.documents} invoices, {row.charges} lines"),
        ("In all", row.gross),
        ("Asked for by", row.asked_by.name if row.asked_by else "the system"),
        ("Asked for", row.asked_at),
    ]
    values = {"run": row, "progress": how_far, "facts": facts, "invoices": reverse("billing:finance_invoices")}
    return render(request, "billing/finance/run.html", values)


def _day(request: HttpRequest) -> date:
    """The day the address or the form asks for, else today."""
    try:
        return date.fromisoformat(request.POST.get("on", "") or request.GET.get("on", ""))
    except ValueError:
        return clock.today()
