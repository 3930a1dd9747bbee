"""The state of the stand-in's one account, and what each endpoint does to it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import stripe

from fakes.stripe import objects
from fakes.stripe.objects import Object
from fakes.stripe.schema import BadRequest
from fakes.stripe.webhooks import Sender

API_VERSION = stripe.api_version
DECLINED = {
    "4000000000000002": ("card_declined", "Your card was declined."),
    "4000000000009995": ("insufficient_funds", "Your card has insufficient funds."),
}


class Missing(Exception):
    """A thing that is not there: 404."""


class KeyInUse(Exception):
    """The same idempotency key is being worked on by another request: 409."""


@dataclass
class Account:
    """Everything the stand-in remembers. One lock: it is a small world."""

    base: str
    sender: Sender
    sessions: dict[str, Object] = field(default_factory=dict)
    wanted: dict[str, Object] = field(default_factory=dict)  # the parameters a session was made with
    things: dict[str, Object] = field(default_factory=dict)  # intents, charges, refunds, balance transactions
    events: list[Object] = field(default_factory=list)
    answers: dict[str, tuple[str, int, Object]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def once(self, key: str | None, asked: Object, work: Callable[[], tuple[int, Object]]) -> tuple[int, Object]:
        """Do the work once for an idempotency key; the same key with other parameters is refused."""
        if not key:
            return work()
        fingerprint = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        with self.lock:
            if key in self.busy:
                raise KeyInUse
            if key in self.answers:
                known, status, answer = self.answers[key]
                if known != fingerprint:
                    raise BadRequest(
                        "Keys for idempotent requests can only be used with the same parameters they were first used"
                        f" with. Try using a key other than '{key}'.",
                        code="idempotency_key_in_use",
                    )
                return status, answer
            self.busy.add(key)
        try:
            status, answer = work()
            self.answers[key] = (fingerprint, status, answer)
            return status, answer
        finally:
            self.busy.discard(key)

    def create_session(self, params: Object) -> Object:
        _check_session(params)
        made = objects.session(params, base=self.base)
        self.sessions[made["id"]] = made
        self.wanted[made["id"]] = params
        return made

    def session(self, name: str) -> Object:
        found = self.sessions.get(name)
        if found is None:
            raise Missing(f"No such checkout.session: {name}")
        if found["status"] == "open" and found["expires_at"] <= objects.now():
            self._expire(found)
        return found

    def expire_session(self, name: str) -> Object:
        found = self.session(name)
        if found["status"] != "open":
            raise BadRequest(
                f'Only Checkout Sessions with a status in ["open"] can be expired; this one is {found["status"]}.'
            )
        self._expire(found)
        return found

    def _expire(self, found: Object) -> None:
        found |= {"status": "expired", "url": None}
        self.happened(("checkout.session.expired", found))

    def pay(self, name: str, card: str) -> str | None:
        """Pay a session with a card number; returns what went wrong, or None when it is paid."""
        with self.lock:
            found = self.session(name)
            if found["status"] != "open":
                return "This payment page is no longer open."
            if card in DECLINED:
                return DECLINED[card][1]
            if not card.isdigit() or len(card) != 16:
                return "Your card number is incomplete."
            intent = objects.payment_intent(found, self.wanted[name])
            fee = found["amount_total"] * 150 // 10_000 + 20
            made = objects.charge(intent, "")
            moved = objects.balance_transaction(made["id"], made["amount"], fee=fee, kind="charge")
            made["balance_transaction"] = moved["id"]
            intent["latest_charge"] = made["id"]
            self.things |= {thing["id"]: thing for thing in (intent, made, moved)}
            found |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"], "url": None}
            self.happened(
                ("charge.succeeded", made), ("payment_intent.succeeded", intent), ("checkout.session.completed", found)
            )
        return None

    def create_refund(self, params: Object) -> Object:
        charged = self._charge_of(params)
        left = charged["amount"] - charged["amount_refunded"]
        amount = params.get("amount", left)
        if amount <= 0 or amount > left:
            raise BadRequest(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount",
                "charge_already_refunded" if left == 0 else "amount_too_large",
            )  # fmt: skip
        moved = objects.balance_transaction("", -amount, fee=0, kind="refund")
        made = objects.refund(charged, amount, params, moved["id"])
        moved["source"] = made["id"]
        charged["amount_refunded"] += amount
        charged["refunded"] = charged["amount_refunded"] == charged["amount"]
        self.things |= {made["id"]: made, moved["id"]: moved}
        self.happened(("refund.created", made), ("charge.refunded", charged))
        return made

    def _charge_of(self, params: Object) -> Object:
        if name := params.get("charge"):
            return self.thing(name, "charge")
        if name := params.get("payment_intent"):
            return self.thing(self.thing(name, "payment_intent")["latest_charge"], "charge")
        raise BadRequest("One of the following params should be provided for this request: payment_intent or charge.")

    def thing(self, name: str, kind: str) -> Object:
        found = self.things.get(name)
        if found is None or found["object"] != kind:
            raise Missing(f"No such {kind}: '{name}'")
        return found

    def all_of(self, kind: str) -> list[Object]:
        return [thing for thing in reversed(self.things.values()) if thing["object"] == kind]

    def event(self, name: str) -> Object:
        for known in self.events:
            if known["id"] == name:
                return known
        raise Missing(f"No such event: '{name}'")

    def happened(self, *news: tuple[str, Object]) -> None:
        """Remember events and send them."""
        made = [objects.event(kind, thing, api_version=API_VERSION, request=None, key=None) for kind, thing in news]
        self.events += made
        self.sender.send(made)


def _check_session(params: Object) -> None:
    """What the types do not say about a Checkout Session, and Stripe checks all the same."""
    if params.get("mode") != "payment":
        raise BadRequest("This stand-in takes mode=payment.", "mode")
    if not params.get("line_items"):
        raise BadRequest("Missing required param: line_items.", "line_items", "parameter_missing")
    if params.get("ui_mode", "hosted_page") == "hosted_page" and not params.get("success_url"):
        raise BadRequest("Missing required param: success_url.", "success_url", "parameter_missing")
    for place, item in enumerate(params["line_items"]):
        where = f"line_items[{place}]"
        price = item.get("price_data")
        if price is None:
            raise BadRequest(f"Missing required param: {where}[price_data].", where, "parameter_missing")
        if "unit_amount" not in price or price["unit_amount"] < 0:
            raise BadRequest(f"Invalid non-negative integer: {where}[price_data][unit_amount]", where)
        if "product_data" not in price and "product" not in price:
            raise BadRequest(f"You must specify either `product` or `product_data` in {where}.", where)
        if price["currency"] != "gbp":
            raise BadRequest(f"Invalid currency: {price['currency']}", f"{where}[price_data][currency]")
        if item.get("quantity", 1) < 1:
            raise BadRequest(f"Invalid positive integer: {where}[quantity]", where)
    total = sum(item["price_data"]["unit_amount"] * item.get("quantity", 1) for item in params["line_items"])
    if not 30 <= total <= 99_999_999:
        raise BadRequest(
            "The Checkout Session's total amount must be at least £0.30 and at most £999,999.99.",
            code="amount_too_small",
        )
    if "expires_at" in params and not 1_790 <= params["expires_at"] - objects.now() <= 86_410:
        raise BadRequest("The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", "expires_at")
