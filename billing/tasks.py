"""Work billing does later."""

from __future__ import annotations

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.actions import card_client, card_payments
from kernel import clock


@app.task(name="stripe.take_in", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def take_in(event_id: str) -> None:
    """Take in one message from Stripe."""
    card_payments.take_in_event(event_id, at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="stripe.sweep", queueing_lock="stripe.sweep")
def sweep(timestamp: int) -> int:
    """Ask Stripe about payment pages whose message may have been lost."""
    if not card_client.is_set_up():
        return 0
    at = clock.now()
    return card_payments.sweep(at=at, older_than=at - timedelta(minutes=1))
