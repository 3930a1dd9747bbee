"""The catalogue as a visitor sees it: a page of services with my prices, counted by group, in a fixed number of
SQL statements whatever its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kernel.refusal import Refusal
from members import public as members
from services.models import Offer, Service
from services.queries.quotes import ONE, buyer_in, for_school
from services.queries.terms import Shelved, listed_on, shelved, with_terms
from services.rules.buyers import Buyer
from services.rules.price_words import words
from services.rules.quotes import COMMISSIONED, Quote, quote_for
from services.rules.spelling import corrected, words_of
from services.states import Availability

PAGE = 24


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
    quote: Quote | None = None
    refusal: Refusal | None = None
    said: str = ""


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
    rows = with_terms(_matching(asked, on), on).annotate(by_group=ArraySubquery(_counted(asked, on)))
    rows = for_school(rows, school, on)
    ordered = rows.select_related("group").order_by(*_order(asked))
    start = (asked.page - 1) * PAGE
    chosen = list(ordered if whole else ordered[start : start + PAGE])
    groups = _groups(chosen[0].by_group) if chosen else []
    buyer = buyer_in(chosen[0], school) if chosen else None
    return Shelf(asked, [card(shelved(row, on), buyer, on) for row in chosen], groups)


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
    """“1|membership|3|Membership” for each group: as one value of the same statement it costs no journey."""
    by_group = Service.objects.filter(_wanted(asked, on)).order_by().values("group__position", "group__slug")
    return (
        by_group.annotate(many=Count("pk"))
        .annotate(
            line=Concat(
                Cast("group__position", CharField()),
                Value("|"),
                "group__slug",
                Value("|"),
                Cast("many", CharField()),
                Value("|"),
                "group__name",
                output_field=CharField(),
            )
        )
        .values_list("line", flat=True)
    )


def _group_counts(asked: Asked, on: date) -> list[GroupCount]:
    return _groups(_counted(asked, on))


def _groups(lines: Iterable[str]) -> list[GroupCount]:
    parts = (line.split("|", 3) for line in lines)
    groups = [GroupCount(int(position), slug, name, int(count)) for position, slug, count, name in parts]
    return sorted(groups, key=lambda group: group.position)


def card(held: Shelved, buyer: Buyer | None, on: date) -> Card:
    """A service for the list: quoted for a school that asks, else its price rule in words."""
    rule = held.terms.rule
    if held.service.availability == Availability.SIGNPOST:
        return Card(held.service)
    if buyer is None or held.service.availability != Availability.BUYABLE:
        return Card(held.service, said=words(rule)[0] if rule else "")
    try:
        return Card(held.service, quote=quote_for(held.terms, buyer, quantity=ONE, option="", on=on))
    except Refusal as refusal:
        return Card(held.service, refusal=refusal)


def vocabulary(on: date) -> set[str]:
    """Every word of the names and keywords of the services listed on a day."""
    found: set[str] = set()
    for name, keywords in Service.objects.filter(listed_on(on)).values_list("name", "keywords"):
        found |= words_of(name, keywords)
    return found
