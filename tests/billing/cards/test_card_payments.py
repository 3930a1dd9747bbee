"""Paying by card: one attempt, one payment, whatever gets lost, doubled or overtaken on the way."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections
from django.test import Client
from stripe import WebhookSignature

from billing.actions import card_payments, payments
from billing.actions.invoices import issue_many
from billing.models import Invoice, Payment, PaymentAttempt, StripeEvent
from billing.queries.debts import with_owed
from billing.rules.card_payments import CardServiceSilent, CardsNotSetUp, NothingOwed
from kernel import clock
from kernel.money import Money
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import AT, DAY
from tests.billing.cards.conftest import ROOT, SECRET, StandIn

# The stand-in, as the real one, looks at its own clock: a page closes within a day of now.
NOW = clock.now()

pytestmark = pytest.mark.django_db(transaction=True)


def an_invoice() -> Invoice:
    return issue_many(build.charges(build.order(build.MEMBERSHIP)), by=SYSTEM, at=AT)[0]


def start(invoice: Invoice) -> str:
    return card_payments.start(
        invoice,
        request_key=uuid4(),
        done=lambda reference: f"http://127.0.0.1/done/{reference}",
        back="http://127.0.0.1/back",
        by=build.person(),
        at=NOW,
    )


def owed(invoice: Invoice) -> Money:
    found: Money = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    return found


def deliver(event: Any, secret: str = SECRET, age: int = 0) -> int:
    body = json.dumps(event)
    header = WebhookSignature.generate_signature_header(body, secret, timestamp=int(time.time()) - age)
    return (
        Client()
        .post("/stripe/webhook/", body, content_type="application/json", headers={"Stripe-Signature": header})
        .status_code
    )


def take_in_all() -> None:
    for event in StripeEvent.objects.filter(taken_in_at=None):
        card_payments.take_in_event(event.event_id, at=NOW)


def test_a_paid_page_settles_the_invoice_and_the_ledger(stand_in: StandIn) -> None:
    invoice = an_invoice()
    page = start(invoice)
    assert stand_in.pay(page) == 303
    attempt = card_payments.settle(PaymentAttempt.objects.get(), at=NOW)
    assert attempt.outcome == "paid"
    assert owed(invoice) == Money(0)
    assert Payment.objects.get().bank_reference == stand_in.sessions()[0]["payment_intent"]


def test_a_declined_card_takes_nothing_and_the_page_stays_open(stand_in: StandIn) -> None:
    invoice = an_invoice()
    assert stand_in.pay(start(invoice), card="4000000000000002") == 402
    card_payments.settle(PaymentAttempt.objects.get(), at=NOW)
    assert PaymentAttempt.objects.get().outcome == "open"
    assert not Payment.objects.exists()


def test_pressing_twice_gives_the_same_page(stand_in: StandIn) -> None:
    invoice = an_invoice()
    assert start(invoice) == start(invoice)
    assert len(stand_in.sessions()) == 1


def test_eight_tabs_at_once_make_one_attempt(stand_in: StandIn) -> None:
    invoice = an_invoice()

    def press(_: int) -> str:
        try:
            return start(invoice)
        except CardServiceSilent:  # the same idempotency key is being worked on: the person presses again
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        pages = set(pool.map(press, range(8))) - {""}
    assert len(pages) == 1
    assert PaymentAttempt.objects.count() == len(stand_in.sessions()) == 1


def test_the_database_allows_one_live_attempt_an_invoice(stand_in: StandIn) -> None:
    start(an_invoice())
    first = PaymentAttempt.objects.get()
    with pytest.raises(IntegrityError, match="an_invoice_has_one_live_card_attempt"):
        PaymentAttempt.objects.create(
            reference="CARD-2", request_key=uuid4(), invoice=first.invoice, amount=Money(1), started_at=AT,
            started_by=build.person(),
        )  # fmt: skip


def test_every_order_of_the_messages_gives_the_same_end(stand_in: StandIn) -> None:
    invoice = an_invoice()
    stand_in.pay(start(invoice))
    events = stand_in.events()
    kinds = {event["type"] for event in events}
    assert kinds == {"charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"}
    for order in itertools.permutations(events):
        for event in [*order, order[0]]:
            assert deliver(event) == 200
        take_in_all()
        assert owed(invoice) == Money(0)
        assert Payment.objects.count() == 1
    assert StripeEvent.objects.count() == 3


def test_an_expiry_that_comes_after_the_payment_changes_nothing_and_before_it_neither(stand_in: StandIn) -> None:
    invoice = an_invoice()
    stand_in.pay(start(invoice))
    completed = next(event for event in stand_in.events() if event["type"] == "checkout.session.completed")
    gone = {**completed["data"]["object"], "status": "expired", "payment_status": "unpaid"}
    expired = {**completed, "id": "evt_expired", "type": "checkout.session.expired", "data": {"object": gone}}
    for event in (expired, completed, {**expired, "id": "evt_expired_2"}):
        deliver(event)
        take_in_all()
    assert PaymentAttempt.objects.get().outcome == "paid"
    assert owed(invoice) == Money(0)


def test_thirty_deliveries_at_once_are_one_payment(stand_in: StandIn) -> None:
    invoice = an_invoice()
    stand_in.pay(start(invoice))
    completed = next(event for event in stand_in.events() if event["type"] == "checkout.session.completed")

    def both(_: int) -> int:
        try:
            status = deliver(completed)
            card_payments.take_in_event(completed["id"], at=NOW)
            return status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(both, range(30))) == {200}
    assert Payment.objects.count() == 1
    assert owed(invoice) == Money(0)


@pytest.mark.parametrize(("secret", "age"), [("whsec_wrong", 0), (SECRET, 3600)])
def test_a_wrong_secret_or_an_old_message_is_refused(stand_in: StandIn, secret: str, age: int) -> None:
    stand_in.pay(start(an_invoice()))
    assert deliver(stand_in.events()[0], secret, age) == 400
    assert not StripeEvent.objects.exists()


def test_either_of_two_secrets_is_taken_while_one_is_replaced(stand_in: StandIn, settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = f"whsec_new,{SECRET}"
    stand_in.pay(start(an_invoice()))
    assert deliver(stand_in.events()[0]) == 200
    assert deliver(stand_in.events()[1], "whsec_new") == 200


def test_live_messages_and_what_is_no_event_are_refused(stand_in: StandIn) -> None:
    stand_in.pay(start(an_invoice()))
    assert deliver({**stand_in.events()[0], "livemode": True}) == 400
    assert deliver({"id": "evt_1"}) == 400
    assert deliver([]) == 400


def test_a_part_payment_by_bank_closes_the_old_page_and_opens_one_for_the_rest(stand_in: StandIn) -> None:
    invoice = an_invoice()
    start(invoice)
    payments.receive(
        payer=invoice.payer, amount=Money(100_000), received_on=DAY, request_key=uuid4(), by=build.person(), at=AT
    )
    start(invoice)
    old, new = stand_in.sessions()
    assert (old["status"], new["status"]) == ("expired", "open")
    assert new["amount_total"] == invoice.gross.pence - 100_000


def test_money_that_comes_by_card_after_the_bank_paid_stays_on_account(stand_in: StandIn) -> None:
    invoice = an_invoice()
    stand_in.pay(start(invoice))
    payments.receive(
        payer=invoice.payer, amount=invoice.gross, received_on=DAY, request_key=uuid4(), by=build.person(), at=AT
    )
    card_payments.settle(PaymentAttempt.objects.get(), at=NOW)
    assert Payment.objects.filter(method="card").get().allocations.count() == 0
    assert owed(invoice) == Money(0)
    with pytest.raises(NothingOwed):
        start(invoice)


def test_trouble_at_stripe_is_a_sentence_and_the_next_try_works(stand_in: StandIn) -> None:
    invoice = an_invoice()
    for status in (409, 429, 500):
        stand_in.trouble({"status": status, "times": 2})
        with pytest.raises(CardServiceSilent, match="Nothing has been taken"):
            start(invoice)
    start(invoice)
    assert PaymentAttempt.objects.count() == len(stand_in.sessions()) == 1


def test_a_lost_answer_is_found_again_under_the_same_key(stand_in: StandIn) -> None:
    invoice = an_invoice()
    stand_in.trouble({"status": 500, "times": 2, "after": True})
    with pytest.raises(CardServiceSilent):
        start(invoice)
    assert len(stand_in.sessions()) == 1
    assert start(invoice) == stand_in.sessions()[0]["url"]
    assert len(stand_in.sessions()) == 1


KILLED = """
import django; django.setup()
from uuid import uuid4
from django.conf import settings
settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_a", "{base}"
from billing.actions import card_payments
from billing.models import Invoice
from kernel import clock
from members.models import Person
card_payments.start(
    Invoice.objects.get(number="{number}"), request_key=uuid4(), done=lambda r: "http://127.0.0.1/d/" + r,
    back="http://127.0.0.1/b", by=Person.objects.first(), at=clock.now()
)
"""


def test_killed_between_stripes_answer_and_our_commit_there_is_one_page_and_one_payment(stand_in: StandIn) -> None:
    invoice = an_invoice()
    build.person()
    stand_in.trouble({"status": 500, "times": 1, "after": True, "wait": 30})
    host = connection.settings_dict
    url = f"postgres://{host['USER']}@/{host['NAME']}?host={host['HOST']}"
    code = KILLED.format(base=stand_in.base, number=invoice.number)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)
    deadline = time.monotonic() + 30
    while not stand_in.sessions() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    attempt = PaymentAttempt.objects.get()
    assert attempt.session is None  # Stripe has made the page; we do not know of it
    again = card_payments.start(
        invoice, request_key=uuid4(), done=lambda r: "http://127.0.0.1/d/" + r, back="http://127.0.0.1/b",
        by=build.person(), at=attempt.started_at + timedelta(minutes=1),
    )  # fmt: skip
    assert [session["url"] for session in stand_in.sessions()] == [again]
    stand_in.pay(again)
    card_payments.sweep(at=NOW, older_than=attempt.started_at + timedelta(hours=1))
    assert Payment.objects.count() == 1
    assert owed(invoice) == Money(0)


def test_without_a_key_cards_are_refused_in_words(settings) -> None:
    settings.STRIPE_API_KEY = ""
    with pytest.raises(CardsNotSetUp):
        start(an_invoice())


def test_signed_messages_travel_over_http_twice_and_newest_first(stripe_process, settings, live_server) -> None:
    stand_in = stripe_process(f"{live_server.url}/stripe/webhook/")
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_a", stand_in.base
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    stand_in.control("webhooks", duplicates=1, newest_first=True)
    invoice = an_invoice()
    stand_in.pay(start(invoice))
    deadline = time.monotonic() + 10
    while len(stand_in.control("state")["deliveries"]) < 6 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert StripeEvent.objects.count() == 3
    take_in_all()
    assert owed(invoice) == Money(0)
    assert Payment.objects.count() == 1
