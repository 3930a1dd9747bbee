"""The stand-in for Stripe is as strict as the real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from fakes.stripe.schema import endpoints

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "stripe" / "fixtures3.json"


def wanted(**more: Any) -> dict[str, Any]:
    price = {"currency": "gbp", "unit_amount": 327_600, "product_data": {"name": "Invoice INV-000001"}}
    return {
        "mode": "payment",
        "success_url": "http://127.0.0.1/paid/{CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1/back",
        "line_items": [{"quantity": 1, "price_data": price}],
        **more,
    }


def paid_session(client: StripeClient) -> Any:
    session = client.v1.checkout.sessions.create(wanted())  # type: ignore[arg-type]
    answer = requests.post(str(session.url), data={"card": "4242 4242 4242 4242"}, allow_redirects=False, timeout=5)
    assert answer.headers["Location"] == f"http://127.0.0.1/paid/{session.id}"
    return client.v1.checkout.sessions.retrieve(session.id)


def test_it_knows_every_endpoint_of_the_wheel() -> None:
    assert len(endpoints()) > 600
    assert ("post", "/v1/checkout/sessions") in {(e.method, e.path) for e in endpoints()}


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"colour": "red"}, "colour"),
        ({"mode": "barter"}, "mode"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"line_items": [{"quantity": "two"}]}, "line_items[0][quantity]"),
        ({"payment_method_types": ["card"]}, "payment_method_types"),
    ],
)
def test_it_refuses_what_the_specification_does_not_describe(
    client: StripeClient, changed: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(wanted(**changed))  # type: ignore[arg-type]
    assert (refused.value.http_status, refused.value.param) == (400, param)


def test_a_wrong_key_and_an_unknown_address_are_refused(stripe_base: str) -> None:
    with pytest.raises(stripe.AuthenticationError):
        StripeClient("sk_test_b", base_addresses={"api": stripe_base}).v1.events.list()
    headers = {"Authorization": "Bearer sk_test_a", "Stripe-Version": stripe.api_version}
    assert requests.get(f"{stripe_base}/v1/barters", headers=headers, timeout=5).status_code == 404


def test_the_same_idempotency_key_gives_the_same_session_and_refuses_other_parameters(client: StripeClient) -> None:
    once = client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "attempt-1"})  # type: ignore[arg-type]
    again = client.v1.checkout.sessions.create(wanted(), {"idempotency_key": "attempt-1"})  # type: ignore[arg-type]
    assert once.id == again.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(
            wanted(client_reference_id="else"), {"idempotency_key": "attempt-1"}  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_declined_card_leaves_the_session_open(client: StripeClient) -> None:
    session = client.v1.checkout.sessions.create(wanted())  # type: ignore[arg-type]
    answer = requests.post(str(session.url), data={"card": "4000000000000002"}, timeout=5)
    assert answer.status_code == 402
    assert "declined" in answer.text
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_a_paid_session_cannot_be_expired_nor_refunded_beyond_its_amount(client: StripeClient) -> None:
    session = paid_session(client)
    assert (session.status, session.payment_status) == ("complete", "paid")
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)
    client.v1.refunds.create({"payment_intent": session.payment_intent, "amount": 300_000})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": session.payment_intent, "amount": 27_601})


def test_trouble_comes_when_asked_for(client: StripeClient, stripe_base: str) -> None:
    trouble = [{"status": 429, "times": 1}, {"status": 500, "times": 1, "after": True}]
    requests.post(f"{stripe_base}/_control/trouble", json={"trouble": trouble}, timeout=5)
    with pytest.raises(stripe.RateLimitError):
        client.v1.events.list()
    with pytest.raises(stripe.APIError):  # the work is done, the answer is lost
        client.v1.checkout.sessions.create(wanted(client_reference_id="lost"))  # type: ignore[arg-type]
    state = requests.get(f"{stripe_base}/_control/state", timeout=5).json()
    assert "lost" in [session["client_reference_id"] for session in state["sessions"]]


def test_answers_have_the_shape_of_stripes_own_samples(client: StripeClient) -> None:
    if not SAMPLES.exists():
        pytest.skip("the published samples do not lie beside this clone")
    samples = json.loads(SAMPLES.read_text())["resources"]
    session = paid_session(client)
    intent = client.v1.payment_intents.retrieve(session.payment_intent)
    charge = client.v1.charges.retrieve(str(intent.latest_charge))
    refund = client.v1.refunds.create({"charge": charge.id, "amount": 100})
    moved = client.v1.balance_transactions.list({"limit": 1}).data[0]
    event = client.v1.events.list({"type": "checkout.session.completed"}).data[0]
    for thing in (session, intent, charge, refund, moved, event):
        assert set(thing.to_dict()) == set(samples[thing.object]), thing.object
