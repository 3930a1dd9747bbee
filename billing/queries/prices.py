"""Today's prices for what a school wishes to buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.rules.orders import LinePrice, line_price
from billing.rules.school_years import Anchor, anchor_of
from billing.rules.terms import PartYear, Term, long_day, minimum_until, next_term, term_from
from kernel.money import ZERO, Money
from kernel.periods import ONE_DAY
from kernel.refusal import Refusal
from members import public as members
from services import public as services


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a school would like: a service, how many, which option, and whether for next year rather than now."""

    service: services.Service
    quantity: Decimal = Decimal(1)
    option: str = ""
    next_year: bool = False


@dataclass(frozen=True, slots=True)
class PricedWish:
    """A wish with its quote, its term and what it costs; or, when it cannot be had, the refusal that says why."""

    wish: Wish
    quote: services.Quote | None
    term: Term | None
    price: LinePrice
    refusal: Refusal | None = None

    @property
    def net(self) -> Money:
        return self.price.net

    @property
    def vat(self) -> Money:
        return self.price.vat

    @property
    def gross(self) -> Money:
        return self.price.gross

    @property
    def cfr_code(self) -> str:
        return self.quote.cfr_code if self.quote else ""

    @property
    def vat_label(self) -> str:
        """How VAT falls on it."""
        return self.quote.vat_label if self.quote else ""

    @property
    def working(self) -> list[services.WorkingLine]:
        """The quote's working, and below it the part of the year that is paid for."""
        if self.quote is None:
            return []
        part = self.price.part_note
        if not part:
            return list(self.quote.working)
        return [*self.quote.working, services.WorkingLine(part, str(self.net), sentence=f"{part} = {self.net}.")]

    @property
    def minimum_note(self) -> str:
        """What a minimum term means, said before anything is ordered; empty where there is none."""
        years = self.wish.service.minimum_years
        if self.term is None or years < 2:
            return ""
        until = long_day(minimum_until(self.term.ends_on, minimum_years=years, agreed_until=None) - ONE_DAY)
        return f"For at least {years} years: you agree to have it until {until}. Each year is ordered by itself."


NOTHING = LinePrice(ZERO, ZERO, ZERO)


def price_wishes(wishes: Sequence[Wish], *, school: members.Organisation, on: date) -> list[PricedWish]:
    """Each wish at the price of the day, in the same order; what cannot be had carries its refusal.

    A fixed number of SQL statements when everything can be had: one pricing for now, one for next year.
    """
    anchor = anchor_of(is_maintained=members.is_maintained(school))
    priced: dict[int, PricedWish] = {}
    for next_year in (False, True):
        places = [index for index, wish in enumerate(wishes) if wish.next_year is next_year]
        day = next_term(on, anchor).starts_on if next_year else on
        quotes = _quotes([wishes[index] for index in places], school=school, on=day)
        for index, quote in zip(places, quotes, strict=True):
            priced[index] = _priced(wishes[index], quote, on=on, anchor=anchor)
    return [priced[index] for index in range(len(wishes))]


def check_all_can_be_had(priced: Sequence[PricedWish]) -> None:
    """Raise the first refusal among the wishes."""
    for wish in priced:
        if wish.refusal is not None:
            raise wish.refusal


def _quotes(wishes: Sequence[Wish], *, school: members.Organisation, on: date) -> list[services.Quote | Refusal]:
    """A quote or a refusal for each wish. All are asked for at once; one by one only when one of them is refused."""
    wanted = [services.Wanted(wish.service, wish.quantity, wish.option) for wish in wishes]
    if not wanted:
        return []
    try:
        return list(services.quote_all(wanted, school=school, on=on))
    except Refusal:
        return [_quote(one, school=school, on=on) for one in wanted]


def _quote(wanted: services.Wanted, *, school: members.Organisation, on: date) -> services.Quote | Refusal:
    try:
        return services.quote_all([wanted], school=school, on=on)[0]
    except Refusal as refusal:
        return refusal


def _priced(wish: Wish, quote: services.Quote | Refusal, *, on: date, anchor: Anchor) -> PricedWish:
    if isinstance(quote, Refusal):
        return PricedWish(wish, None, None, NOTHING, quote)
    try:
        term = _term(wish, quote, on=on, anchor=anchor)
    except Refusal as refusal:
        return PricedWish(wish, quote, None, NOTHING, refusal)
    return PricedWish(wish, quote, term, line_price(quote, term))


def _term(wish: Wish, quote: services.Quote, *, on: date, anchor: Anchor) -> Term | None:
    if not quote.yearly:
        return None
    if wish.next_year:
        return next_term(on, anchor)
    return term_from(on, anchor, PartYear(wish.service.part_year))
