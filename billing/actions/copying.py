"""Copying a priced wish on to a line that keeps it for ever."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from billing.queries.prices import PricedWish


def copied(priced: PricedWish, number: int) -> dict[str, Any]:
    """The fields of a copied quote. Raises ValueError for a wish that could not be priced."""
    quote, term = priced.quote, priced.term
    if quote is None or priced.refusal is not None:
        raise ValueError("only what can be had is copied")
    return {
        "service_id": quote.service_id,
        "number": number,
        "code": quote.code,
        "label": quote.label,
        "unit": quote.unit,
        "option": priced.wish.option,
        "quantity": priced.wish.quantity,
        "net": priced.net,
        "vat": priced.vat,
        "gross": priced.gross,
        "vat_code": quote.vat_code,
        "vat_rate": quote.vat_rate,
        "money_type": quote.money_type,
        "cfr_code": quote.cfr_code,
        "standing": quote.standing,
        "pupils": quote.pupils,
        "pupils_counted_on": quote.pupils_counted_on,
        "price_id": quote.price_id,
        "working": [asdict(row) for row in priced.working],
        "priced_on": quote.on,
        "term_starts_on": term.starts_on if term else None,
        "term_ends_on": term.ends_on if term else None,
        "term_months": term.months if term else None,
    }
