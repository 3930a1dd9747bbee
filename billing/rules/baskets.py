"""The sums under a basket: before VAT, VAT, to pay; by CFR code; what a school can normally reclaim.

Source: complaints 1 and 36; worked numbers B.14 (VAT is rounded line by line, totals add up the lines);
law file section 5 (maintained schools and academies normally recover VAT).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kernel.money import ZERO, Money


class Priced(Protocol):
    """Anything with a price: a quote, a line of a request, a line of an order."""

    @property
    def net(self) -> Money: ...
    @property
    def vat(self) -> Money: ...
    @property
    def gross(self) -> Money: ...
    @property
    def cfr_code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines; `gross` is always `net` + `vat`. All VAT charged is VAT a school can normally reclaim."""

    net: Money
    vat: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class CodeTotal:
    """What the lines of one CFR code come to before VAT; the code is empty where none applies."""

    code: str
    net: Money


def totals(lines: Iterable[Priced]) -> Totals:
    """Add up the lines; the parts and the whole agree to the penny because each line was rounded already."""
    net, vat = ZERO, ZERO
    for line in lines:
        net, vat = net + line.net, vat + line.vat
    return Totals(net, vat, net + vat)


def by_code(lines: Iterable[Priced]) -> list[CodeTotal]:
    """Net sums by CFR code in the order of the codes; lines without a code or a cost are left out."""
    sums: dict[str, Money] = {}
    for line in lines:
        if line.net:
            sums[line.cfr_code] = sums.get(line.cfr_code, ZERO) + line.net
    return [CodeTotal(code, sums[code]) for code in sorted(sums)]


def price_change(*, when_added: Money, today: Money) -> str:
    """What to say about a price that is not the one seen when the line was added; empty when it is the same."""
    if today == when_added:
        return ""
    direction = "more" if today > when_added else "less"
    return (
        f"The price changed since you added it: it was {when_added}, today it is {abs(today - when_added)} {direction}."
    )
