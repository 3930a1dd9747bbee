"""Paying by card: the page before, the page after, and where Stripe's messages arrive."""

from __future__ import annotations

import json
from typing import cast
from uuid import uuid4

import stripe
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.actions import card_client, card_payments
from billing.models import Invoice, PaymentAttempt
from billing.queries.debts import with_owed
from billing.rules.card_payments import CardServiceSilent
from billing.states import AttemptOutcome
from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest, Role, at_school, public

PAYERS = (Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMINISTRATOR)


class PayForm(forms.Form):
    """Nothing to fill in but the key that makes a double click one attempt."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)


@at_school(*PAYERS)
def pay(request: HttpRequest, urn: int, number: str) -> HttpResponse:
    """Say what will be paid; on POST open the payment page."""
    asking = cast(HatRequest, request)
    invoice = get_object_or_404(with_owed(Invoice.objects.filter(school=asking.school)), number=number)
    form = PayForm(request.POST or None, initial={"request_key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            _open_page(asking, invoice, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("billing:pay_go", urn=urn, number=number)
    page = {"invoice": invoice, "form": form, "school": asking.school, "is_set_up": card_client.is_set_up()}
    return render(request, "billing/pay.html", page)


def _open_page(asking: HatRequest, invoice: Invoice, form: PayForm) -> None:
    urn = asking.school.urn

    def done(reference: str) -> str:
        return asking.build_absolute_uri(reverse("billing:paid", args=[urn, invoice.number, reference]))

    card_payments.start(
        invoice,
        request_key=form.cleaned_data["request_key"],
        done=done,
        back=asking.build_absolute_uri(reverse("billing:pay", args=[urn, invoice.number])),
        by=asking.user,
        at=clock.now(),
    )


@at_school(*PAYERS)
def pay_go(request: HttpRequest, urn: int, number: str) -> HttpResponse:
    """The link to the payment page: a link, because a form may not lead to another site."""
    invoice = get_object_or_404(Invoice, school=cast(HatRequest, request).school, number=number)
    attempt = PaymentAttempt.objects.filter(invoice=invoice, outcome=AttemptOutcome.OPEN).exclude(page="").first()
    if attempt is None:
        return redirect("billing:pay", urn=urn, number=number)
    return render(request, "billing/pay_go.html", {"invoice": invoice, "attempt": attempt, "school": invoice.school})


@at_school(*PAYERS)
def paid(request: HttpRequest, urn: int, number: str, reference: str) -> HttpResponse:
    """Where the payer comes back to: ask Stripe rather than wait for its message."""
    invoice = get_object_or_404(Invoice, school=cast(HatRequest, request).school, number=number)
    attempt = get_object_or_404(PaymentAttempt, invoice=invoice, reference=reference)
    try:
        card_payments.settle(attempt, at=clock.now())
    except CardServiceSilent:
        # Its message will come; the page says that we are waiting.
        attempt.refresh_from_db()
    return render(request, "billing/paid.html", {"invoice": invoice, "attempt": attempt, "school": invoice.school})


@public
@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Where Stripe's messages arrive: check the signature, keep the message, answer at once."""
    if not _is_signed(request.body, request.headers.get("Stripe-Signature", "")):
        return HttpResponseBadRequest("The signature does not fit.")
    try:
        event = json.loads(request.body)
        known = bool(event["id"] and event["type"] and event["data"]["object"])
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        return HttpResponseBadRequest("This is not an event.")
    if event["livemode"] != settings.STRIPE_API_KEY.startswith(("sk_live", "rk_live")):
        return HttpResponseBadRequest("Test and live do not mix.")
    card_payments.receive_event(event, at=clock.now())
    return HttpResponse(status=200)


def _is_signed(body: bytes, header: str) -> bool:
    """Whether one of our secrets signed it, within five minutes; two may be live while one is replaced."""
    for secret in filter(None, settings.STRIPE_WEBHOOK_SECRET.split(",")):
        try:
            stripe.WebhookSignature.verify_header(body, header, secret.strip(), tolerance=300)
        except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError):
            continue
        return True
    return False
