"""The standard sizes: 500 services in 12 groups, and schools with somebody signed in."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from members.states import Role
from services.models import CatalogueGroup, Offer, Price, Service, VatTreatment
from tests.billing.buying import a_person
from tests.builders import the_company, with_second_step
from tests.services.builders import AT, FROM, a_school
from tests.services.builders import a_service as one_service

GROUPS, SERVICES, BUYERS = 12, 500, 200
RULES: list[dict[str, Any]] = [
    {"type": "per_pupil", "rate": 650, "floor": 65000, "cap": 450000},
    {"type": "per_day", "day": 56000, "half_day": 31500},
    {"type": "per_place", "rate": 9500, "full_price_places": 1, "further_less_bp": 2000},
]
SUMMARY = "What it is, for whom it is, and what it changes, in two lines of ordinary words that a busy head can read."


def stock(many: int) -> None:
    """Fill the catalogue up to so many services, each with a price, a VAT treatment and two offers."""
    have = Service.objects.count()
    if have == 0:
        for number in range(GROUPS):
            CatalogueGroup.objects.create(slug=f"group-{number}", name=f"Group {number}", position=number + 1)
        one_service("S0", group=CatalogueGroup.objects.get(position=1), rule=RULES[0], summary=SUMMARY)
        have = 1
    groups = list(CatalogueGroup.objects.order_by("position"))
    like = Service.objects.get(code="S0")
    copied = {name: getattr(like, name) for name in ("kind", "unit", "units", "phases", "starts_on", "cfr_code")}
    made = Service.objects.bulk_create(
        Service(
            code=f"S{number}",
            slug=f"s{number}",
            name=f"Service number {number}",
            summary=SUMMARY,
            inclusions=["One thing", "Another thing", "A third thing"],
            group=groups[number % GROUPS],
            position=number + 1,
            **copied,
        )
        for number in range(have, many)
    )
    Offer.objects.bulk_create(
        Offer(service=one, funding=funding, money_type="traded")
        for one in made
        for funding in ("maintained", "academy")
    )
    Price.objects.bulk_create(
        Price(
            service=one,
            rule=RULES[one.position % len(RULES)],
            starts_on=FROM,
            applies_to_existing="at_renewal",
            reason="First price list",
            recorded_at=AT,
        )
        for one in made
    )
    VatTreatment.objects.bulk_create(
        VatTreatment(service=one, code="standard", rate_bp=2000, starts_on=FROM, reason="Consultancy", recorded_at=AT)
        for one in made
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def buyers(many: int) -> list[Client]:
    """So many browsers, each with the buyer of another school signed in."""
    the_company()
    return [signed_in(a_person("Alex Buyer", a_school(), Role.SCHOOL_BUYER)) for _ in range(many)]


def signed_in(person: Any) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(with_second_step(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
