"""Payments: the list, recording one, one payment with what it settled, and taking a mistake back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions import money_out, payments
from billing.forms.finance import OutForm, PartsForm, PaymentForm, ReasonForm
from billing.forms.refusals import show_on
from billing.models import Payment
from billing.permissions import may_keep_books
from billing.queries import finance_payments as queries
from billing.queries.debts import with_left
from billing.views.finance_frame import Listing, chosen, links, page_of, show
from kernel import clock
from kernel.refusal import Refusal
from kernel.sheets import sheet
from members.public import HatRequest, Organisation

COLUMNS = [
    ("Payment", "text"),
    ("Received", "text"),
    ("From", "text"),
    ("How", "text"),
    ("They wrote", "text"),
    ("Amount", "money"),
    ("On account", "money"),
]


@may_keep_books
@require_safe
def payment_list(request: HttpRequest) -> HttpResponse:
    """Every payment, the latest first."""
    shown = chosen(request, "show", queries.SHOWN, "all")
    page, held = page_of(request, queries.payments(shown)), queries.held()
    listing = Listing(
        f"{held} is held on account, not yet matched" if held else "All money that came in is matched",
        COLUMNS,
        [_row(row) for row in page],
        caption="Payments",
        empty="No payment is like this.",
        filters=[links(request, "show", queries.SHOWN, shown, "Show")],
        csv=f"{reverse('billing:finance_payments_csv')}?show={shown}",
        page=page,
        what="payments",
        acts=[("Record a payment: choose who paid", reverse("billing:finance_debts"))],
    )
    return show(request, listing)


@may_keep_books
@require_safe
def payments_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same payments as a spreadsheet, all of them."""
    rows = queries.payments(chosen(request, "show", queries.SHOWN, "all"))
    columns = ("payment", "received on", "from", "how", "they wrote", "amount", "on account")
    cells = (
        (row.reference, row.received_on, row.payer.name, row.method, row.bank_reference, row.amount, row.left)
        for row in rows.iterator(chunk_size=1_000)
    )
    return sheet("payments.csv", columns, cells)


@may_keep_books
def receive(request: HatRequest, payer_id: int) -> HttpResponse:
    """Record a bank transfer of one payer and what it settles."""
    payer = get_object_or_404(Organisation, pk=payer_id)
    invoices = list(queries.open_of(payer))
    form = PaymentForm(request.POST or None, invoices=invoices, initial={"received_on": clock.today()})
    if form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("amount", "received_on", "bank_reference", "request_key")}
        try:
            done = payments.receive(payer=payer, parts=form.parts(), by=request.user, at=clock.now(), **answers)
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"{done.amount} from {payer} is recorded.")
            return redirect("billing:finance_payment", reference=done.reference)
    values = {
        "form": form,
        "title": f"Record a payment from {payer}",
        "lead": "Leave the invoices empty to settle the oldest debts first. What is over stays on account.",
        "button": "Record the payment",
        "back": reverse("billing:finance_payments"),
        "facts": [(invoice.number, invoice.owed) for invoice in invoices] or [("To pay", "nothing")],
        "facts_title": "Left to pay",
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


@may_keep_books
def payment(request: HatRequest, reference: str) -> HttpResponse:
    """One payment: what it settled and what is left; what is left can settle more."""
    row = _payment(reference)
    invoices = list(queries.open_of(row.payer)) if row.left else []
    form = PartsForm(request.POST or None, invoices=invoices)
    if request.method == "POST" and form.is_valid():
        try:
            payments.allocate(row, parts=form.parts(), by=request.user, at=clock.now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, "The invoices are settled with it.")
            return redirect("billing:finance_payment", reference=reference)
    settled = row.allocations.select_related("invoice").order_by("pk")
    back = Payment.objects.filter(reverses=row).first()
    values = {"payment": row, "settled": settled, "form": form, "invoices": invoices, "back": back}
    return render(request, "billing/finance/payment.html", values, status=422 if form.errors else 200)


@may_keep_books
def take_back(request: HatRequest, reference: str) -> HttpResponse:
    """Take a mistaken payment back, with a reason."""
    row, form = _payment(reference), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            payments.take_back(row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"{reference} is taken back. What it had settled is owed again.")
            return redirect("billing:finance_payment", reference=reference)
    values = {
        **_about(row),
        "form": form,
        "title": f"Take {reference} back",
        "warning": "Its invoices are owed again. Both rows stay in the books for ever.",
        "button": "Take the payment back",
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


@may_keep_books
def refund(request: HatRequest, reference: str) -> HttpResponse:
    """Give back money of a payment that is held on account."""
    row, today = _payment(reference), clock.today()
    form = OutForm(request.POST or None, initial={"amount": row.left, "on": today})
    if form.is_valid():
        try:
            out = money_out.refund(row, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, f"{out.amount} went back to {row.payer}.")
            return redirect("billing:finance_payment", reference=reference)
    title = f"Refund money of {reference}"
    values = {**_about(row), "form": form, "title": title, "button": "Record the refund"}
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


def _payment(reference: str) -> Any:
    rows = with_left(Payment.objects.filter(reverses=None)).select_related("payer", "recorded_by")
    return get_object_or_404(rows, reference=reference)


def _about(row: Any) -> dict[str, Any]:
    return {
        "caption": row.payer.name,
        "back": reverse("billing:finance_payment", args=[row.reference]),
        "facts": [("Payment", row.reference), ("Came in", str(row.amount)), ("On account", str(row.left))],
    }


def _row(row: Any) -> list[Any]:
    return [
        (row.reference, reverse("billing:finance_payment", args=[row.reference])),
        row.received_on,
        row.payer.name,
        row.get_method_display(),
        row.bank_reference,
        row.amount,
        "taken back" if row.taken_back else (row.left or ""),
    ]
