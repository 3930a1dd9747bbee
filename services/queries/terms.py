"""Services as they stand on a day: with the price, the VAT treatment and the offers in force."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from services.models import Offer, Service
from services.rules.price_rules import Rule
from services.rules.price_spec import read
from services.rules.quotes import Terms
from services.rules.vat import Vat
from services.states import Availability


@dataclass(frozen=True, slots=True)
class Shelved:
    """A service with its terms on a day."""

    service: Service
    terms: Terms
    group_slug: str
    group_name: str


def listed_on(on: date) -> Q:
    """The filter for services that the catalogue lists on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def _in_force(relation: str, on: date) -> Q:
    return Q(**{f"{relation}__starts_on__lte": on}) & (
        Q(**{f"{relation}__ends_on__isnull": True}) | Q(**{f"{relation}__ends_on__gt": on})
    )


def with_terms(services: QuerySet[Service], on: date) -> QuerySet[Any]:
    """The same services, each row carrying price, VAT and offers of the day; still one statement.

    A service has at most one price and one treatment on a day, which the database ensures: the joins add no rows.
    """
    offers = Offer.objects.filter(service=OuterRef("pk")).values(
        pair=Concat("funding", Value(":"), "money_type", output_field=CharField())
    )
    return services.defer("words", "keywords").annotate(
        price_now=FilteredRelation("prices", condition=_in_force("prices", on)),
        vat_now=FilteredRelation("vat_treatments", condition=_in_force("vat_treatments", on)),
        price_now_id=F("price_now__pk"),
        price_now_rule=Cast("price_now__rule", TextField()),
        vat_now_code=F("vat_now__code"),
        vat_now_rate=F("vat_now__rate_bp"),
        offered=ArraySubquery(offers),
        group_slug=F("group__slug"),
        group_name=F("group__name"),
    )


def shelved(row: Any, on: date) -> Shelved:
    """A row of `with_terms` as values."""
    return Shelved(row, _terms(row, on), row.group_slug, row.group_name)


@lru_cache(maxsize=4096)
def _rule(text: str) -> Rule:
    """The rule that a text says: the same text always says the same."""
    return read(json.loads(text))


def _terms(row: Any, on: date) -> Terms:
    listed = row.starts_on <= on and (row.ends_on is None or on < row.ends_on)
    return Terms(
        service_id=row.pk,
        code=row.code,
        slug=row.slug,
        name=row.name,
        unit=row.unit,
        yearly=row.yearly,
        cfr_code=row.cfr_code,
        phases=frozenset(row.phases),
        on_sale=listed and row.availability == Availability.BUYABLE,
        offers=dict(pair.split(":", 1) for pair in row.offered),
        rule=None if row.price_now_rule is None else _rule(row.price_now_rule),
        price_id=row.price_now_id,
        vat=None if row.vat_now_code is None else Vat.of(row.vat_now_code, row.vat_now_rate),
    )
