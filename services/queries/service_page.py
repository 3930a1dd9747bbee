"""One service's own page: my price and its working, who may have it, and its rule in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from kernel.money import Money
from kernel.refusal import Refusal
from members import public as members
from services.models import Interest, Service
from services.queries import compiled
from services.queries.quotes import ONE, buyer_in, for_school
from services.queries.terms import Shelved, shelved, with_terms
from services.rules import price_words
from services.rules.buyers import Buyer, Funding, Phase, Standing
from services.rules.price import price
from services.rules.quotes import COMMISSIONED, FUNDED, NAMES, Quote, Terms, quote_for
from services.states import Availability

ALL_PHASES = frozenset(phase.value for phase in Phase)
EXAMPLE_SIZES = tuple(Decimal(size) for size in (90, 210, 420))


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a service, with what one of it costs this school."""

    option: str
    label: str
    net: Money
    chosen: bool


@dataclass(frozen=True, slots=True)
class Example:
    """What a member of a size would pay."""

    pupils: Decimal
    net: Money


@dataclass(frozen=True, slots=True)
class ServicePage:
    """A service as its page shows it: to a school with its quote or the refusal, to others with examples."""

    service: Service
    terms: Terms
    group_slug: str
    group_name: str
    sections: tuple[price_words.Section, ...]
    quote: Quote | None
    refusal: Refusal | None
    choices: tuple[Choice, ...]
    examples: tuple[Example, ...]
    quantity: Decimal
    option: str
    is_interested: bool = False

    @property
    def asks_how_many(self) -> bool:
        """Whether the page asks how many are wanted."""
        rule = self.terms.rule
        if rule is None or price_words.asks_pupils(rule) or (self.quote and self.quote.payer):
            return False
        return price_words.counts_units(rule) or not self.service.yearly

    @property
    def step(self) -> Decimal:
        """The smallest part of one that is sold."""
        return ONE if self.terms.rule is None else price_words.smallest_quantity(self.terms.rule)

    @property
    def for_whom(self) -> str:
        """“Every phase” or the phases it is for."""
        phases = self.terms.phases
        if phases >= ALL_PHASES:
            return "Schools and colleges of every phase"
        return _listed([NAMES[phase] for phase in Phase if phase in phases]).capitalize()

    @property
    def who_pays(self) -> str:
        """Who pays, by kind of school."""
        council = [FUNDED[Funding(kind)] for kind, money in self.terms.offers.items() if money == COMMISSIONED]
        schools = [FUNDED[Funding(kind)] for kind, money in self.terms.offers.items() if money != COMMISSIONED]
        if not council:
            return "The school"
        if not schools:
            return f"The council, for {_listed(council)}"
        return f"The council for {_listed(council)}; otherwise the school"

    @property
    def vat_words(self) -> str:
        """How VAT falls on it."""
        vat = self.terms.vat
        if vat is None:
            return ""
        return f"{vat.label.capitalize()}, {vat.rate_bp // 100} %" if vat.rate_bp else vat.label.capitalize()


def service_page(
    slug: str, on: date, *, school: members.Organisation | None, quantity: Decimal = ONE, option: str = ""
) -> ServicePage | None:
    """The page of a service, or None where there is no such service; one SQL statement, two where it is planned."""
    values = {**compiled.values_for(on, school), compiled.SLUG: slug}
    row = next(compiled.rows((school is not None,), _statement, values, 1), None)
    if row is None:
        return None
    held, buyer = shelved(row, on), buyer_in(row, school)
    page = _page(held, buyer, quantity, option, on)
    if school is not None and held.service.availability == Availability.PLANNED:
        interested = Interest.objects.filter(service=held.service, school=school, withdrawn_at=None).exists()
        return replace(page, is_interested=interested)
    return page


def _statement(for_a_school: bool) -> QuerySet[Any]:
    """One service with its terms and what is known of the school."""
    rows = with_terms(Service.objects.filter(slug=compiled.SLUG), compiled.DAY)
    return for_school(rows, compiled.SOME_SCHOOL if for_a_school else None, compiled.DAY)


def _page(held: Shelved, buyer: Buyer | None, quantity: Decimal, option: str, on: date) -> ServicePage:
    quote, refusal = None, None
    if buyer is not None and held.service.availability == Availability.BUYABLE:
        try:
            quote = quote_for(held.terms, buyer, quantity=quantity, option=option, on=on)
        except Refusal as refused:
            refusal = refused
    rule = held.terms.rule
    return ServicePage(
        service=held.service,
        terms=held.terms,
        group_slug=held.group_slug,
        group_name=held.group_name,
        sections=price_words.sections(rule) if rule else (),
        quote=quote,
        refusal=refusal,
        choices=_choices(held.terms, buyer, option, on) if buyer else (),
        examples=_examples(held.terms),
        quantity=quantity,
        option=option,
    )


def _choices(terms: Terms, buyer: Buyer, option: str, on: date) -> tuple[Choice, ...]:
    """Each option with what one of it costs; none where the school cannot have it at all."""
    if terms.rule is None:
        return ()
    options = price_words.options_of(terms.rule, buyer.standing)
    try:
        nets = [quote_for(terms, buyer, quantity=ONE, option=one.option, on=on).net for one in options]
    except Refusal:
        return ()
    wanted = option or (options[0].option if options else "")
    return tuple(
        Choice(one.option, one.label, net, one.option == wanted) for one, net in zip(options, nets, strict=True)
    )


def _examples(terms: Terms) -> tuple[Example, ...]:
    """What members of three sizes would pay, where the price goes by pupils; a primary school where it may be one."""
    if terms.rule is None or not price_words.asks_pupils(terms.rule):
        return ()
    phase = Phase.PRIMARY if Phase.PRIMARY in terms.phases else Phase(min(terms.phases))
    member = Buyer(Standing.MEMBER, phase=phase, funding=Funding.MAINTAINED)
    return tuple(Example(size, price(terms.rule, buyer=replace(member, pupils=size)).net) for size in EXAMPLE_SIZES)


def _listed(names: list[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
