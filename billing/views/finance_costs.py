"""Suppliers' invoices: the list, entering one, a file of them, and paying one."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions import costs, money_out
from billing.actions.costs import Bill
from billing.forms.finance import CostFileForm, CostForm, OutForm
from billing.forms.refusals import show_on
from billing.models import Journal
from billing.permissions import may_keep_books
from billing.queries import costs as queries
from billing.views.finance_frame import Listing, chosen, links, page_of, show
from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest

COLUMNS = [
    ("Cost", "text"),
    ("Supplier", "text"),
    ("Their number", "text"),
    ("Date", "text"),
    ("For", "text"),
    ("In all", "money"),
    ("Left to pay", "money"),
]

PREVIEW = [
    ("Their number", "text"),
    ("Supplier", "text"),
    ("Date", "text"),
    ("For", "text"),
    ("In all", "money"),
    ("State", "text"),
]


@may_keep_books
@require_safe
def cost_list(request: HttpRequest) -> HttpResponse:
    """Every supplier's invoice, the latest first."""
    shown, owed = chosen(request, "show", queries.SHOWN, "all"), queries.owed_to_suppliers()
    page = page_of(request, queries.costs(shown))
    listing = Listing(
        f"We owe suppliers {owed}" if owed else "Every supplier is paid",
        COLUMNS,
        [_row(row) for row in page],
        caption="Costs",
        empty="No cost is like this.",
        filters=[links(request, "show", queries.SHOWN, shown, "Show")],
        page=page,
        what="costs",
        acts=[
            ("Enter a supplier's invoice", reverse("billing:cost_enter")),
            ("Take a file of them", reverse("billing:cost_file")),
        ],
    )
    return show(request, listing)


@may_keep_books
def enter(request: HatRequest) -> HttpResponse:
    """Enter one supplier's invoice."""
    form = CostForm(request.POST or None)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        service = answers.pop("service")
        try:
            bill = Bill(**answers, service_id=service.pk if service else None)
            cost = costs.enter(bill, by=request.user, at=clock.now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"{cost.reference}: {cost.gross} to {cost.supplier} is entered.")
            return redirect("billing:cost", reference=cost.reference)
    values = {
        "form": form,
        "title": "Enter a supplier's invoice",
        "caption": "Costs",
        "button": "Enter the invoice",
        "back": reverse("billing:costs"),
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


@may_keep_books
def cost(request: HatRequest, reference: str) -> HttpResponse:
    """One supplier's invoice, and paying it."""
    row = get_object_or_404(queries.costs("all"), reference=reference)
    left = row.gross - row.paid
    form = OutForm(request.POST or None, initial={"amount": left, "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            out = money_out.pay(row, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"{out.amount} went out to {row.supplier}.")
            return redirect("billing:cost", reference=reference)
    journal = Journal.objects.filter(source=row.key, reverses=None).first()
    values = {"cost": row, "left": left, "form": form, "journal": journal, "paid": row.paid_by.order_by("pk")}
    return render(request, "billing/finance/cost.html", values, status=422 if form.errors else 200)


@may_keep_books
def cost_file(request: HatRequest) -> HttpResponse:
    """Hand in a file and see what it would change; nothing is saved."""
    form = CostFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            found = costs.preview(content)
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            return _look(request, found, content)
    values = {
        "form": form,
        "title": "Take a file of suppliers' invoices",
        "caption": "Costs",
        "lead": "You see what it would change before anything is saved. The same file twice changes nothing.",
        "button": "Look at the file",
        "files": True,
        "back": reverse("billing:costs"),
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


@may_keep_books
def cost_file_take(request: HatRequest) -> HttpResponse:
    """Take the file that was looked at, whole or not at all."""
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except binascii.Error:
        return redirect("billing:cost_file")
    if request.method != "POST" or not content:
        return redirect("billing:cost_file")
    taken = costs.import_file(content, by=request.user, at=clock.now())
    messages.success(request, f"{len(taken.new)} entered, {len(taken.known)} were known already.")
    return redirect("billing:costs")


def _look(request: HttpRequest, found: costs.Preview, content: bytes) -> HttpResponse:
    """What a file would change, or its faults."""
    values = {
        "found": found,
        "title": f"{len(found.new)} to enter, {found.gross} in all; {len(found.known)} known already",
        "columns": PREVIEW,
        "rows": _preview(found),
        "content": base64.b64encode(content).decode(),
    }
    return render(request, "billing/finance/cost_preview.html", values, status=422 if found.faults else 200)


def _row(row: Any) -> list[Any]:
    return [
        (row.reference, reverse("billing:cost", args=[row.reference])),
        row.supplier.name,
        row.supplier_reference,
        row.invoiced_on,
        row.label,
        row.gross,
        (row.gross - row.paid) or "paid",
    ]


def _preview(found: costs.Preview) -> list[list[Any]]:
    states = [("new", bill) for bill in found.new] + [("known already", bill) for bill in found.known]
    return [
        [bill.supplier_reference, bill.supplier.name, bill.invoiced_on, bill.label, bill.net + bill.vat, state]
        for state, bill in states
    ]
