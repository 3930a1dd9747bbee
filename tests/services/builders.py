"""The least that must be true for a test about services."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kernel.money import Money
from members.models import Appointment, Membership, Organisation, Person, PupilCount
from services.models import CatalogueGroup, Offer, Price, Service, VatTreatment
from services.rules.buyers import Phase
from tests.builders import with_second_step

ON = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FROM = date(2026, 4, 1)
CORE = {"type": "per_pupil", "rate": 650, "floor": 65000, "cap": 450000}


def a_council() -> Organisation:
    return Organisation.objects.get_or_create(kind="council", name="Aldermere Borough Council", la_code="990")[0]


def a_school(pupils: str | None = "420", *, member: bool = True, **facts: Any) -> Organisation:
    """A maintained primary school in the area, a member unless said otherwise."""

    a_council()
    urn = 900_001 + Organisation.objects.filter(kind="school").count()
    given = {
        "kind": "school",
        "name": f"School {urn}",
        "urn": urn,
        "la_code": "990",
        "type_code": 1,
        "phase_code": 2,
        "status_code": 1,
    }
    school = Organisation.objects.create(**{**given, **facts})
    if pupils is not None:
        counted = date(2026, 1, 15)
        PupilCount.objects.create(school=school, counted_on=counted, pupils=Decimal(pupils))
    if member:
        Membership.objects.create(organisation=school, starts_on=date(2026, 1, 1), guarantee=Money(1000))
    return school


def a_person(email: str = "buyer@school.example") -> Person:
    return Person.objects.create_user(email, name="Alex Buyer")


def a_group(slug: str = "improvement") -> CatalogueGroup:
    position = CatalogueGroup.objects.count() + 1
    return CatalogueGroup.objects.get_or_create(slug=slug, defaults={"name": slug.title(), "position": position})[0]


def a_service(
    code: str = "SI01",
    *,
    rule: dict[str, Any] | None = None,
    vat: tuple[str, int] | None = ("standard", 2000),
    offers: dict[str, str] | None = None,
    **facts: Any,
) -> Service:
    """A service on sale to maintained schools and academies of every phase."""
    given: dict[str, Any] = {
        "group": facts.pop("group", None) or a_group(),
        "code": code,
        "slug": code.lower(),
        "name": f"Service {code}",
        "summary": "What it is.",
        "kind": "one_off",
        "unit": "visit",
        "units": "visits",
        "phases": list(Phase),
        "position": Service.objects.count() + 1,
        "starts_on": FROM,
        "cfr_code": "E27",
    }
    service = Service.objects.create(**{**given, **facts})
    for funding, money in ({"maintained": "traded", "academy": "traded"} if offers is None else offers).items():
        Offer.objects.create(service=service, funding=funding, money_type=money)
    if rule != {}:
        Price.objects.create(
            service=service,
            rule=rule or CORE,
            starts_on=FROM,
            applies_to_existing="at_renewal",
            reason="First price list",
            recorded_at=AT,
        )
    if vat is not None:
        VatTreatment.objects.create(
            service=service, code=vat[0], rate_bp=vat[1], starts_on=FROM, reason="Consultancy", recorded_at=AT
        )
    return service


def signed_in(client: Any, school: Organisation, role: str = "school_buyer") -> Person:
    """Somebody who wears this hat at the school, signed in."""
    person = a_person(f"{role}{school.pk}@school.example")
    Appointment.objects.create(person=person, organisation=school, role=role, starts_on=date(2020, 1, 1))
    client.force_login(with_second_step(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return person
