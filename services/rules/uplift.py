"""Raising every amount of a price rule by the same share."""

from __future__ import annotations

from typing import Any

from kernel.money import Money

AMOUNTS = frozenset({"amount", "rate", "base", "floor", "cap", "day", "half_day", "less", "plus"})


def uplifted(spec: Any, share_bp: int) -> Any:
    """The same rule with every amount changed by a share, each to the nearest penny; a package stays the sum of its
    contents where they are priced. Shares and words stay as they are."""
    if isinstance(spec, list):
        return [uplifted(item, share_bp) for item in spec]
    if not isinstance(spec, dict):
        return spec
    changed = {name: _changed(name, value, share_bp) for name, value in spec.items()}
    contents = changed.get("contains") or []
    if contents and all("rate" in part for part in contents):
        changed["amount"] = sum(part["number"] * part["rate"] for part in contents)
    return changed


def _changed(name: str, value: Any, share_bp: int) -> Any:
    if name in AMOUNTS and isinstance(value, int) and not isinstance(value, bool):
        return Money(value).ratio(10_000 + share_bp, 10_000).pence
    return uplifted(value, share_bp)
