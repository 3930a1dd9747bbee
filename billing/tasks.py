"""Work billing does later."""

from __future__ import annotations

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from billing.actions import billing_runs, card_client, card_payments
from kernel import clock
from kernel.records import SYSTEM


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


@app.task(name="invoices.bill_due", retry=RetryStrategy(max_attempts=5, exponential_wait=5), lock="invoices.bill_due")
def bill_due(reference: str) -> None:
    """Do the work of a billing run that was asked for; a worker killed in between simply does it again."""
    billing_runs.carry_out(reference, by=SYSTEM, at=clock.now())
