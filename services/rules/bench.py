"""Trying a price rule out before it is published: what schools of several sizes would pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kernel.money import Money
from kernel.refusal import Refusal
from services.rules import price_rules as r
from services.rules.buyers import Buyer, Funding, Phase, Standing
from services.rules.price import price

# A village school, one at a typical floor, one and two forms of entry, the edge of a typical cap, a large secondary.
SIZES = tuple(Decimal(size) for size in (62, 90, 210, 420, 692, 693, 1200))


@dataclass(frozen=True, slots=True)
class BenchRow:
    """What a school of one size pays by standing; None where it is not sold."""

    pupils: Decimal
    member: Money | None
    in_area: Money | None
    out_of_area: Money | None


def bench(rule: r.Rule, phase: Phase = Phase.PRIMARY, funding: Funding = Funding.MAINTAINED) -> tuple[BenchRow, ...]:
    """One of it for schools of seven sizes and three standings, of one phase and kind."""
    return tuple(
        BenchRow(size, *(_net(rule, Buyer(standing, size, phase=phase, funding=funding)) for standing in Standing))
        for size in SIZES
    )


def _net(rule: r.Rule, buyer: Buyer) -> Money | None:
    try:
        return price(rule, buyer=buyer).net
    except Refusal:
        return None
