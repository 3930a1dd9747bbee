"""The price list as the catalogue manager keeps it: every service with its price, its history and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from services.models import Interest, Price, Promise, Service, VatTreatment
from services.queries.promises import running
from services.queries.terms import Shelved, shelved, with_terms
from services.rules.bench import BenchRow, bench
from services.rules.buyers import Phase
from services.rules.price_spec import read
from services.rules.price_words import Section, in_brief, sections
from services.rules.vat import Vat

PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A line of the price list."""

    service: Service
    said: str
    vat: str
    next_on: date | None
    interested: int


@dataclass(frozen=True, slots=True)
class Version:
    """One published price, in words."""

    price: Price
    sections: tuple[Section, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ManagedService:
    """A service as its manager sees it."""

    service: Service
    versions: tuple[Version, ...]
    treatments: tuple[tuple[VatTreatment, str], ...]
    bench: tuple[BenchRow, ...]
    phase: str
    holders: tuple[str, ...]
    interested: tuple[tuple[str, str], ...]


def price_list(on: date, *, text: str = "", page: str | int = 1) -> Page[Service]:
    """A page of the price list; two SQL statements."""
    later = Price.objects.filter(service=OuterRef("pk"), starts_on__gt=on).order_by("starts_on").values("starts_on")
    rows = with_terms(Service.objects.all(), on).annotate(
        next_price_on=Subquery(later[:1]),
        interested=Count("interests", filter=Q(interests__withdrawn_at=None), distinct=True),
    )
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    return Paginator(rows.select_related("group").order_by("position", "id"), PER_PAGE).get_page(page)


def listed(page: Page[Service], on: date) -> list[ListedPrice]:
    """The lines of a page, in words."""
    return [_listed(shelved(row, on), row.next_price_on, row.interested) for row in page]  # type: ignore[attr-defined]


def _listed(held: Shelved, next_on: date | None, interested: int) -> ListedPrice:
    rule, vat = held.terms.rule, held.terms.vat
    return ListedPrice(held.service, in_brief(rule) if rule else "", vat.label if vat else "", next_on, interested)


def managed(slug: str, on: date) -> ManagedService | None:
    """A service with its history, or None where there is none; five SQL statements."""
    service = Service.objects.select_related("group").filter(slug=slug).first()
    if service is None:
        return None
    prices = list(Price.objects.filter(service=service).select_related("recorded_by").order_by("-starts_on"))
    treatments = VatTreatment.objects.filter(service=service).select_related("recorded_by").order_by("-starts_on")
    current = next((price for price in prices if price.starts_on <= on), None)
    phase = Phase.PRIMARY if Phase.PRIMARY in service.phases else Phase(min(service.phases))
    return ManagedService(
        service=service,
        versions=tuple(_version(price, on) for price in prices),
        treatments=tuple((row, Vat.of(row.code, row.rate_bp).label) for row in treatments),
        bench=bench(read(current.rule), phase) if current else (),
        phase=phase.value.replace("_", "-"),
        holders=holders(service, on),
        interested=_interested(service),
    )


def holders(service: Service, on: date) -> tuple[str, ...]:
    """The names of the schools that have a service on a day, which a new price may touch."""
    rows: QuerySet[Promise] = Promise.objects.filter(running(on), service=service).select_related("school")
    return tuple(sorted({row.school.name for row in rows}))


def _interested(service: Service) -> tuple[tuple[str, str], ...]:
    rows = Interest.objects.filter(service=service, withdrawn_at=None).select_related("school").order_by("pk")
    return tuple((row.school.name, row.note) for row in rows)


def _version(price: Price, on: date) -> Version:
    has_ended = price.ends_on is not None and price.ends_on <= on
    state = "coming" if price.starts_on > on else "past" if has_ended else "in force"
    return Version(price, sections(read(price.rule)), state)
