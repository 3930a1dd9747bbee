"""The arithmetic of one line: what a quote becomes on a basket, a request, an order and an invoice.

Nothing else in billing multiplies a price. Source: complaints 1, 2 and 36; worked numbers B.6 and B.14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from billing.rules.terms import Term
from kernel.money import Money
from kernel.refusal import Refusal


class NothingToOrder(Refusal):
    """A basket without lines."""

    rule = "An order has at least one line."
    forward = "Choose something from the catalogue first."


class Quoted(Protocol):
    """The part of a services quote that this arithmetic needs; `vat_rate` in basis points."""

    @property
    def net(self) -> Money: ...
    @property
    def vat(self) -> Money: ...
    @property
    def vat_rate(self) -> int: ...


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What one line costs: the quote itself, or its part for the term. `gross` is `net` + `vat`."""

    net: Money
    vat: Money
    gross: Money
    part_note: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCharge:
    """A sum that falls due on a day; the charges of a line add up to the line."""

    number: int
    due_on: date
    net: Money
    vat: Money
    gross: Money


def line_price(quote: Quoted, term: Term | None) -> LinePrice:
    """The quote's own sums, or for part of a year that part of the net and VAT on it to the nearest penny."""
    if term is None or term.is_whole:
        return LinePrice(quote.net, quote.vat, quote.net + quote.vat)
    net = term.part_of(quote.net)
    vat = net.basis_points(quote.vat_rate)
    return LinePrice(net, vat, net + vat, part_note=f"{term.months} of 12 months of {quote.net}")


def plan_charges(price: LinePrice, *, ordered_on: date, term: Term | None) -> list[PlannedCharge]:
    """One charge, due at once, or on the first day of a term that has not begun; none for a line that costs nothing."""
    if not price.gross:
        return []
    due_on = ordered_on if term is None else max(ordered_on, term.starts_on)
    return [PlannedCharge(1, due_on, price.net, price.vat, price.gross)]


def check_has_lines(lines: Sequence[object]) -> None:
    """Refuse with NothingToOrder when there is no line."""
    if not lines:
        raise NothingToOrder("There is nothing in the basket.")
