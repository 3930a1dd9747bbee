"""The catalogue as a visitor sees it: a page of services with my prices, counted by group, in a fixed number of
SQL statements whatever its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kernel.refusal import Refusal
from members import public as members
from services.models import CatalogueGroup, Offer, Service
from services.queries import compiled
from services.queries.quotes import ONE, buyer_in, for_school
from services.queries.terms import Shelved, listed_on, shelved, with_terms
from services.rules.buyers import Buyer
from services.rules.price_words import in_brief
from services.rules.quotes import COMMISSIONED, Quote, quote_for
from services.rules.spelling import corrected, words_of
from services.states import Availability, ServiceKind

PAGE = 24
EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asks of the catalogue; an empty text asks nothing. `pays` is “school” or “council”."""

    text: str = ""
    group: str = ""
    phase: str = ""
    kind: str = ""
    pays: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """One service in the list: its quote for my school, or why there is none, or its rule in words."""

    service: Service
    group_name: str
    quote: Quote | None = None
    refusal: Refusal | None = None
    said: str = "No price: ask the council"

    @property
    def href(self) -> str:
        """The address of the service's own page."""
        return f"/catalogue/{self.service.slug}/"

    @property
    def is_buyable(self) -> bool:
        """Whether it can be bought now."""
        return self.service.availability == Availability.BUYABLE

    @property
    def bought(self) -> str:
        """How it is bought, or why it cannot be."""
        known = ServiceKind(self.service.kind) if self.is_buyable else Availability(self.service.availability)
        return str(known.label)


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many services of a group match, whichever group is chosen."""

    position: int
    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the catalogue. `corrected` is the search that was made instead of a mistyped one."""

    asked: Asked
    cards: list[Card]
    groups: list[GroupCount]
    corrected: str = ""

    @property
    def count(self) -> int:
        """How many services match in all."""
        return sum(group.count for group in self.groups if self.asked.group in {"", group.slug})

    @property
    def pages(self) -> int:
        """How many pages that makes, at least one."""
        return max(1, -(-self.count // PAGE))

    @property
    def group_name(self) -> str:
        """The name of the group chosen; empty for all."""
        return next((group.name for group in self.groups if group.slug == self.asked.group), "")


def shelf(asked: Asked, on: date, school: members.Organisation | None = None, *, whole: bool = False) -> Shelf:
    """A page of services (all of them with `whole`), priced for a school where there is one.

    One SQL statement; a search that finds nothing costs two or three more, to look for what was meant.
    """
    found = _shelf(asked, on, school, whole)
    if found.cards or not asked.text:
        return found if found.groups else replace(found, groups=_group_counts(asked, on))
    meant = corrected(asked.text, vocabulary(on))
    if meant:
        found = _shelf(replace(asked, text=meant), on, school, whole)
        return replace(found, asked=asked, corrected=meant if found.cards else "")
    return found


def _shelf(asked: Asked, on: date, school: members.Organisation | None, whole: bool) -> Shelf:
    values = compiled.values_for(on, school)
    values |= {compiled.TEXT: asked.text, compiled.GROUP: asked.group, compiled.PHASE: asked.phase}
    limit, offset = (EVERYTHING, 0) if whole else (PAGE, (asked.page - 1) * PAGE)
    shape = (_shape(asked), school is not None)
    chosen = list(compiled.rows(shape, _statement, {**values, compiled.KIND: asked.kind}, limit, offset))
    groups = _groups(chosen[0].by_group, chosen[0].group_names) if chosen else []
    buyer = buyer_in(chosen[0], school) if chosen else None
    return Shelf(asked, [card(shelved(row, on), buyer, on) for row in chosen], groups)


def _shape(asked: Asked) -> Asked:
    """The question with stand-ins for what was asked; questions of one shape share a statement."""
    return Asked(
        text=compiled.TEXT if asked.text else "",
        group=compiled.GROUP if asked.group else "",
        phase=compiled.PHASE if asked.phase else "",
        kind=compiled.KIND if asked.kind else "",
        pays=asked.pays,
        sort=asked.sort,
    )


def _statement(shape: Asked, for_a_school: bool) -> QuerySet[Any]:
    """The list of one shape: each row with its terms, how many there are in each group, and what is known of the
    school."""
    day = compiled.DAY
    rows = with_terms(_matching(shape, day), day).annotate(
        by_group=ArraySubquery(_counted(shape, day)), group_names=ArraySubquery(_named())
    )
    return for_school(rows, compiled.SOME_SCHOOL if for_a_school else None, day).order_by(*_order(shape))


def _matching(asked: Asked, on: date) -> QuerySet[Service]:
    services = Service.objects.filter(_wanted(asked, on))
    if asked.group:
        services = services.filter(group__slug=asked.group)
    if asked.text:
        query = SearchQuery(asked.text, config="english", search_type="websearch")
        services = services.annotate(rank=SearchRank(F("words"), query))
    return services


def _wanted(asked: Asked, on: date) -> Q:
    """Everything a visitor asks but the group, so that every group can be counted."""
    wanted = listed_on(on)
    if asked.text:
        wanted &= Q(words=SearchQuery(asked.text, config="english", search_type="websearch"))
    if asked.phase:
        wanted &= Q(phases__contains=[asked.phase])
    if asked.kind:
        wanted &= Q(kind=asked.kind)
    if asked.pays:
        by_council = Exists(Offer.objects.filter(service=OuterRef("pk"), money_type=COMMISSIONED))
        by_school = Exists(Offer.objects.filter(service=OuterRef("pk")).exclude(money_type=COMMISSIONED))
        wanted &= Q(by_council if asked.pays == "council" else by_school)
    return wanted


def _order(asked: Asked) -> tuple[str, ...]:
    if asked.sort == "name":
        return ("name", "id")
    return ("-rank", "position", "id") if asked.text else ("position", "id")


def _counted(asked: Asked, on: date) -> QuerySet[Service, str]:
    """“7|3” for each group by its key: as one value of the same statement it costs no journey."""
    by_group = Service.objects.filter(_wanted(asked, on)).order_by().values("group_id").annotate(many=Count("pk"))
    return by_group.values_list(_joined("group_id", "many"), flat=True)


def _named() -> QuerySet[CatalogueGroup, str]:
    """“7|1|membership|Membership” for each group: key, position, slug and name."""
    return CatalogueGroup.objects.values_list(_joined("pk", "position", "slug", "name"), flat=True)


def _joined(*fields: str) -> Concat:
    first, *rest = (Cast(field, CharField()) for field in fields)
    return Concat(first, *(piece for part in rest for piece in (Value("|"), part)), output_field=CharField())


def _group_counts(asked: Asked, on: date) -> list[GroupCount]:
    return _groups(_counted(asked, on), _named())


def _groups(counted: Iterable[str], named: Iterable[str]) -> list[GroupCount]:
    many = dict(line.split("|") for line in counted)
    parts = sorted(
        (int(position), key, slug, name) for key, position, slug, name in (one.split("|", 3) for one in named)
    )
    return [GroupCount(position, slug, name, int(many[key])) for position, key, slug, name in parts if key in many]


def card(held: Shelved, buyer: Buyer | None, on: date) -> Card:
    """A service for the list: quoted for a school that asks, else its price rule in words."""
    rule, make = held.terms.rule, partial(Card, held.service, held.group_name)
    if held.service.availability == Availability.SIGNPOST:
        return make()
    if buyer is None or held.service.availability != Availability.BUYABLE:
        return make(said=in_brief(rule) if rule else "")
    try:
        return make(quote=quote_for(held.terms, buyer, quantity=ONE, option="", on=on))
    except Refusal as refusal:
        return make(refusal=refusal)


def vocabulary(on: date) -> set[str]:
    """Every word of the names and keywords of the services listed on a day."""
    found: set[str] = set()
    for name, keywords in Service.objects.filter(listed_on(on)).values_list("name", "keywords"):
        found |= words_of(name, keywords)
    return found
