"""A school's basket as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.models import BasketLine
from billing.queries.prices import PricedWish, Wish, price_wishes
from billing.rules.approvals import may_order_alone
from billing.rules.baskets import CodeTotal, Totals, by_code, price_change, totals
from members import public as members


@dataclass(frozen=True, slots=True)
class BasketRow:
    """One line of the basket with today's price, or why it cannot be had."""

    line: BasketLine
    priced: PricedWish

    @property
    def has_quantity(self) -> bool:
        """Whether it makes sense to ask how many."""
        return not self.line.service.yearly

    @property
    def price_note(self) -> str:
        """What to say when the price is not the one seen when the line was added."""
        if self.priced.refusal is not None:
            return ""
        return price_change(when_added=self.line.net_when_added, today=self.priced.net)


@dataclass(frozen=True, slots=True)
class BasketPage:
    """A basket at today's prices; sums are over the lines that can be had."""

    rows: tuple[BasketRow, ...]
    totals: Totals
    codes: tuple[CodeTotal, ...]

    @property
    def title(self) -> str:
        """The finding."""
        if not self.rows:
            return "Your basket is empty"
        return f"{self._services} in your basket: {self.totals.net} before VAT"

    @property
    def send_title(self) -> str:
        """The finding of the page that sends it."""
        return f"Send {self._services.lower()} for approval: {self.totals.net} before VAT" if self.rows else self.title

    @property
    def _services(self) -> str:
        return "One service" if len(self.rows) == 1 else f"{len(self.rows)} services"

    @property
    def costs_nothing(self) -> bool:
        """Whether it can be ordered without anybody's yes."""
        return may_order_alone(self.totals.net)

    @property
    def in_the_way(self) -> list[BasketRow]:
        """The lines that can no longer be had."""
        return [row for row in self.rows if row.priced.refusal is not None]


def lines_of(school: members.Organisation) -> list[BasketLine]:
    """The lines of a school's basket in the order they were added; one SQL statement."""
    return list(
        BasketLine.objects.filter(basket__school=school)
        .select_related("service", "added_by")
        .order_by("added_at", "pk")
    )


def wishes_of(lines: Sequence[BasketLine]) -> list[Wish]:
    """Basket lines as wishes that can be priced."""
    return [Wish(line.service, line.quantity, line.option, line.next_year) for line in lines]


def page_for(school: members.Organisation, on: date) -> BasketPage:
    """A school's basket priced on a day."""
    lines = lines_of(school)
    priced = price_wishes(wishes_of(lines), school=school, on=on)
    rows = tuple(BasketRow(line, wish) for line, wish in zip(lines, priced, strict=True))
    return BasketPage(rows, totals(priced), tuple(by_code(priced)))
