"""Talking to Stripe. Never inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from billing.models import PaymentAttempt
from billing.rules.card_payments import CardServiceSilent, CardsNotSetUp, closes_at

# Stripe's library takes a quarter of the time that the program needs to start: only those who talk to it wait for it.
if TYPE_CHECKING:
    import stripe

SILENT = "The card service did not answer. Nothing has been taken."


def is_set_up() -> bool:
    """Whether this installation takes cards."""
    return bool(settings.STRIPE_API_KEY)


def ask_for_page(attempt: PaymentAttempt, *, done: str, back: str) -> stripe.checkout.Session:
    """A payment page for the attempt. The idempotency key follows from the attempt, so asking again gives the same.

    Refuses with CardServiceSilent or CardsNotSetUp.
    """
    number = attempt.invoice.number
    product = {"name": f"Invoice {number}"}
    price = {"currency": "gbp", "unit_amount": attempt.amount.pence, "product_data": product}
    params: Any = {
        "mode": "payment",
        "client_reference_id": attempt.reference,
        "success_url": done,
        "cancel_url": back,
        "expires_at": int(closes_at(attempt.started_at).timestamp()),
        "line_items": [{"quantity": 1, "price_data": price}],
        "metadata": {"attempt": attempt.reference, "invoice": number},
        "payment_intent_data": {"description": f"Invoice {number}", "metadata": {"attempt": attempt.reference}},
    }
    return _ask(lambda client: client.v1.checkout.sessions.create(params, {"idempotency_key": key_of(attempt)}))


def look_up(session: str) -> stripe.checkout.Session:
    """The payment page as Stripe has it now. Refuses with CardServiceSilent or CardsNotSetUp."""
    return _ask(lambda client: client.v1.checkout.sessions.retrieve(session))


def close_page(session: str) -> stripe.checkout.Session:
    """Close a payment page; one that was paid or closed in the meantime is left as it is.

    Refuses with CardServiceSilent or CardsNotSetUp.
    """

    def close(client: stripe.StripeClient) -> stripe.checkout.Session:
        try:
            return client.v1.checkout.sessions.expire(session)
        except _stripe().InvalidRequestError:
            return client.v1.checkout.sessions.retrieve(session)

    return _ask(close)


def key_of(attempt: PaymentAttempt) -> str:
    """Stripe's idempotency key for an attempt."""
    return f"attempt-{attempt.reference}"


def _stripe() -> Any:
    import stripe as library

    return library


def _ask(question: Any) -> stripe.checkout.Session:
    if connection.in_atomic_block:
        raise RuntimeError("Stripe is asked outside transactions")
    if not is_set_up():
        raise CardsNotSetUp("Paying by card is not set up here.")
    base: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else None
    library = _stripe()
    client = library.StripeClient(settings.STRIPE_API_KEY, base_addresses=base, max_network_retries=1)
    try:
        answer: stripe.checkout.Session = question(client)
    except library.StripeError as problem:
        raise CardServiceSilent(SILENT) from problem
    return answer
