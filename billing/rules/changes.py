"""What is different from last year: the first thing that a head asks.

Source: journey J2 ("3 lines, £4,830, was £4,520").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Asked:
    """One service that is asked for, with its cost before VAT."""

    service_id: int
    label: str
    net: Money


@dataclass(frozen=True, slots=True)
class LineChange:
    """One service now and last year; `before` is None when the school did not have it."""

    label: str
    net: Money
    before: Money | None

    @property
    def sentence(self) -> str:
        """The change in a few words."""
        if self.before is None:
            return "new this year"
        if self.net == self.before:
            return "as last year"
        return f"{abs(self.net - self.before)} {'more' if self.net > self.before else 'less'} than last year"


@dataclass(frozen=True, slots=True)
class Change:
    """The whole request against the same services last year."""

    lines: tuple[LineChange, ...]
    net: Money
    before: Money

    @property
    def how_many_new(self) -> int:
        """How many of the services the school did not have last year."""
        return sum(line.before is None for line in self.lines)

    @property
    def sentence(self) -> str:
        """The change as the approval page says it."""
        if self.how_many_new == len(self.lines):
            return "You had none of this last year."
        difference = self.net - self.before
        was = f"The same services cost {self.before} last year"
        if not difference:
            return f"{was}: no change."
        return f"{was}: {abs(difference)} {'more' if difference > ZERO else 'less'} now."


def since_last_year(asked: Sequence[Asked], last_year: Mapping[int, Money]) -> Change:
    """Compare what is asked for with last year's cost of the same services (by service id, before VAT)."""
    lines = tuple(LineChange(line.label, line.net, last_year.get(line.service_id)) for line in asked)
    wanted = {line.service_id for line in asked}
    before = Money.total(net for service, net in last_year.items() if service in wanted)
    return Change(lines, Money.total(line.net for line in asked), before)
