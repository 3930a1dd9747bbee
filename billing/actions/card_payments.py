"""Paying an invoice by card: open a payment page, take in what Stripe says, in any order and as often as it comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from billing.actions import card_client, payments
from billing.models import Invoice, PaymentAttempt, StripeEvent
from billing.queries.debts import with_owed
from billing.rules.card_payments import CardServiceSilent, check_payable, is_stale
from billing.states import AttemptOutcome, PaymentMethod
from kernel import references
from kernel.clock import day_of
from kernel.jobs import later
from kernel.money import Money
from kernel.records import SYSTEM, record
from members.public import Person

if TYPE_CHECKING:
    import stripe

# A Checkout Session says the whole state of its payment, so these may come in any order and more than once.
SESSION_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
# What somebody did at Stripe that the books do not know of: the finance officer is told.
FOR_PEOPLE = frozenset({"charge.refunded", "charge.dispute.created"})


def start(
    invoice: Invoice, *, request_key: UUID, done: Callable[[str], str], back: str, by: Person, at: datetime
) -> str:
    """Open a payment page for what is owed on an invoice and return its address.

    The attempt is committed before Stripe is asked, and asking again gives the same page: a lost answer, a double
    click or a second tab make one attempt. `done` gives the address to come back to for an attempt's reference.

    Refuses with NothingOwed, NotByCard, CardServiceSilent or CardsNotSetUp.
    """
    attempt = _claim(invoice, request_key=request_key, by=by, at=at)
    if attempt is None:
        close_open_attempt(invoice, at=at)
        attempt = _claim(invoice, request_key=request_key, by=by, at=at)
    if attempt is None:
        raise CardServiceSilent(card_client.SILENT)
    if not attempt.page:
        session = card_client.ask_for_page(attempt, done=done(attempt.reference), back=back)
        PaymentAttempt.objects.filter(pk=attempt.pk).update(session=session.id, page=session.url or "")
        return session.url or back
    return attempt.page


@transaction.atomic
def _claim(invoice: Invoice, *, request_key: UUID, by: Person, at: datetime) -> PaymentAttempt | None:
    """The live attempt for exactly what is owed, made if there is none; None when an outdated one is in the way."""
    Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    owed: Money = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    check_payable(owed)
    live = PaymentAttempt.objects.filter(invoice=invoice, outcome=AttemptOutcome.OPEN).first()
    if live is not None:
        return None if live.amount != owed or is_stale(live.started_at, at) else live
    attempt = PaymentAttempt.objects.create(
        reference=references.new("CARD"),
        request_key=request_key,
        invoice=invoice,
        amount=owed,
        started_at=at,
        started_by=by,
    )
    record(by=by, at=at, verb="billing.card_payment.started", subject=attempt, invoice=invoice, amount=owed)
    return attempt


def close_open_attempt(invoice: Invoice, *, at: datetime) -> None:
    """Close the payment page that is still open for an invoice, or take in that it was paid after all."""
    attempt = PaymentAttempt.objects.filter(invoice=invoice, outcome=AttemptOutcome.OPEN).first()
    if attempt is None:
        return
    if attempt.session is None:
        # Stripe may or may not have a page for it: without its address nobody can pay there.
        _close(attempt.pk, AttemptOutcome.EXPIRED, at=at)
        return
    take_in_session(card_client.close_page(attempt.session), at=at)


def settle(attempt: PaymentAttempt, *, at: datetime) -> PaymentAttempt:
    """Ask Stripe what became of an attempt and take it in; for the page the payer comes back to and for the sweep.

    Refuses with CardServiceSilent or CardsNotSetUp.
    """
    if attempt.outcome == AttemptOutcome.OPEN and attempt.session:
        take_in_session(card_client.look_up(attempt.session), at=at)
        attempt.refresh_from_db()
    return attempt


def take_in_session(session: stripe.checkout.Session, *, at: datetime) -> str:
    """Make the attempt equal to Stripe's payment page: paid once, or closed. Returns a note on what was done."""
    return _take_in(session.to_dict(), at=at)


@transaction.atomic
def _take_in(session: dict[str, Any], *, at: datetime) -> str:
    attempt = (
        PaymentAttempt.objects.select_for_update(of=("self",))
        .select_related("invoice__payer")
        .filter(reference=session.get("client_reference_id"))
        .first()
    )
    if attempt is None:
        return "No attempt of ours has this reference."
    if attempt.outcome == AttemptOutcome.PAID:
        return "Known: this attempt is paid."
    if session["payment_status"] == "paid":
        return _paid(attempt, session, at=at)
    if session["status"] == "expired" and attempt.outcome == AttemptOutcome.OPEN:
        _close(attempt.pk, AttemptOutcome.EXPIRED, at=at)
        return "The payment page closed without a payment."
    return "Nothing to do yet."


def _paid(attempt: PaymentAttempt, session: dict[str, Any], *, at: datetime) -> str:
    """Record the money under the attempt's own key: whoever comes first, it is recorded once."""
    amount, invoice = Money(session["amount_total"]), attempt.invoice
    owed: Money = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    part = min(owed, amount)
    payments.receive(
        payer=invoice.payer,
        amount=amount,
        received_on=day_of(at),
        request_key=attempt.request_key,
        by=SYSTEM,
        at=at,
        method=PaymentMethod.CARD,
        parts={invoice.number: part} if part else {},
        bank_reference=session.get("payment_intent") or "",
    )
    _close(attempt.pk, AttemptOutcome.PAID, at=at)
    return "The payment was recorded."


def _close(pk: int, outcome: AttemptOutcome, *, at: datetime) -> None:
    PaymentAttempt.objects.filter(pk=pk).exclude(outcome=AttemptOutcome.PAID).update(outcome=outcome, closed_at=at)


@transaction.atomic
def receive_event(event: dict[str, Any], *, at: datetime) -> bool:
    """Keep a message from Stripe and ask for it to be taken in; False when it was here before."""
    _, is_new = StripeEvent.objects.get_or_create(
        event_id=event["id"],
        defaults={"kind": event["type"], "livemode": event["livemode"], "body": event, "received_at": at},
    )
    if is_new:
        later("stripe.take_in", event_id=event["id"])
    return is_new


@transaction.atomic
def take_in_event(event_id: str, *, at: datetime) -> None:
    """Do what a message from Stripe asks for, once."""
    event = StripeEvent.objects.select_for_update().get(event_id=event_id)
    if event.taken_in_at is not None:
        return
    if event.kind in SESSION_EVENTS:
        event.note = _take_in(event.body["data"]["object"], at=at)
    elif event.kind in FOR_PEOPLE:
        event.note = "Look at this: something was done at Stripe that the books do not know of."
    else:
        event.note = "Nothing to do."
    event.taken_in_at = at
    event.save(update_fields=["note", "taken_in_at"])
    record(by=SYSTEM, at=at, verb="billing.stripe_event.taken_in", subject=event, kind=event.kind, note=event.note)


def sweep(*, at: datetime, older_than: datetime) -> int:
    """Ask Stripe again about attempts that have been open for a while; how many were looked at."""
    waiting = PaymentAttempt.objects.filter(outcome=AttemptOutcome.OPEN, started_at__lt=older_than).order_by("pk")
    for attempt in waiting:
        if attempt.session is None and is_stale(attempt.started_at, at):
            _close(attempt.pk, AttemptOutcome.EXPIRED, at=at)
        else:
            settle(attempt, at=at)
    return len(waiting)
