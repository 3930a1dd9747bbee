"""Stripe's objects as this stand-in keeps and answers them, in the shape of Stripe's published samples."""

from __future__ import annotations

import secrets
import time
from typing import Any

Object = dict[str, Any]
DAY = 86_400


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def _nulls(names: str) -> Object:
    """The fields Stripe answers with null here."""
    return dict.fromkeys(names.split())


def now() -> int:
    return int(time.time())


def session(params: Object, *, base: str) -> Object:
    """A Checkout Session that waits for its payment."""
    name = new_id("cs_test")
    total = sum(item["price_data"]["unit_amount"] * item.get("quantity", 1) for item in params["line_items"])
    empty = _nulls(
        "after_expiration allow_promotion_codes billing_address_collection client_secret "
        "collected_information consent consent_collection currency_conversion customer customer_account "
        "customer_details discounts integration_identifier invoice invoice_creation locale "
        "managed_payments origin_context payment_link payment_method_collection "
        "payment_method_configuration_details permissions recovered_from saved_payment_method_options "
        "setup_intent shipping_address_collection shipping_cost submit_type subscription wallet_options "
        "payment_intent "
    )
    return empty | {
        "id": name,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now(),
        "currency": params["line_items"][0]["price_data"]["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer_creation": "if_required",
        "customer_email": params.get("customer_email"),
        "expires_at": params.get("expires_at", now() + DAY),
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "payment_method_options": {},
        "payment_method_types": params.get("allowed_payment_method_types") or ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "success_url": params.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": params.get("ui_mode", "hosted_page"),
        "url": f"{base}/c/pay/{name}",
    }


def payment_intent(paid: Object, params: Object) -> Object:
    """The payment of a Checkout Session that has just been completed."""
    name = new_id("pi")
    empty = _nulls(
        "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason "
        "customer customer_account description excluded_payment_method_types last_payment_error "
        "managed_payments next_action on_behalf_of payment_method_configuration_details processing "
        "receipt_email review setup_future_usage shipping source statement_descriptor "
        "statement_descriptor_suffix transfer_data transfer_group latest_charge "
    )
    data = params.get("payment_intent_data", {})
    return empty | {
        "id": name,
        "object": "payment_intent",
        "amount": paid["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": paid["amount_total"],
        "capture_method": "automatic_async",
        "client_secret": f"{name}_secret_{secrets.token_hex(8)}",
        "confirmation_method": "automatic",
        "created": now(),
        "currency": paid["currency"],
        "description": data.get("description"),
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "payment_method": new_id("pm"),
        "payment_method_options": {},
        "payment_method_types": paid["payment_method_types"],
        "status": "succeeded",
    }


def charge(intent: Object, transaction: str) -> Object:
    """The card charge behind a payment."""
    name = new_id("ch")
    empty = _nulls(
        "application application_fee application_fee_amount customer failure_balance_transaction "
        "failure_code failure_message on_behalf_of receipt_email receipt_number review shipping source "
        "source_transfer statement_descriptor statement_descriptor_suffix transfer_data transfer_group "
    )
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return empty | {
        "id": name,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": transaction,
        "billing_details": {"address": address, "email": None, "name": None, "phone": None, "tax_id": None},
        "calculated_statement_descriptor": "STAND-IN",
        "captured": True,
        "created": now(),
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "outcome": {"network_status": "approved_by_network", "type": "authorized"},
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}, "type": "card"},
        "receipt_url": None,
        "refunded": False,
        "refunds": {"object": "list", "data": [], "has_more": False, "url": f"/v1/charges/{name}/refunds"},
        "status": "succeeded",
    }


def balance_transaction(source: str, amount: int, *, fee: int, kind: str) -> Object:
    """What an event did to the account's balance: gross, fee and net, in pence."""
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now() + 2 * DAY,
        "balance_type": "payments",
        "created": now(),
        "currency": "gbp",
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [{"amount": fee, "currency": "gbp", "type": "stripe_fee"}] if fee else [],
        "net": amount - fee,
        "reporting_category": kind,
        "source": source,
        "status": "pending",
        "type": kind,
    }


def refund(charged: Object, amount: int, params: Object, transaction: str) -> Object:
    """Money given back to the card."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": transaction,
        "charge": charged["id"],
        "created": now(),
        "currency": charged["currency"],
        "customer": None,
        "customer_account": None,
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": params.get("metadata", {}),
        "payment_intent": charged["payment_intent"],
        "payment_method": charged["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def event(kind: str, thing: Object, *, api_version: str, request: str | None, key: str | None) -> Object:
    """Something that happened, as it was at that moment."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": api_version,
        "created": now(),
        "data": {"object": dict(thing)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": request, "idempotency_key": key},
        "type": kind,
    }


def page(rows: list[Object], *, url: str, limit: int) -> Object:
    """A list as Stripe answers one, newest first."""
    return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": url}
