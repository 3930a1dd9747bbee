"""The least that must be true for a test about people: bodies, roles, and somebody signed in who wears a hat."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from config.middleware import SESSION_KEY
from kernel.money import Money
from members.models import Appointment, Organisation, Person
from members.states import SCHOOL_ROLES, STAFF_ROLES, OrganisationKind, Role

LONG_AGO = date(2020, 1, 1)
PASSWORD = "four words that do not"


def the_company() -> Organisation:
    return Organisation.objects.get_or_create(
        kind=OrganisationKind.COMPANY, defaults={"name": "Aldermere Schools Partnership"}
    )[0]


def the_council() -> Organisation:
    return Organisation.objects.get_or_create(
        kind=OrganisationKind.COUNCIL, defaults={"name": "Aldermere Borough Council", "la_code": "990"}
    )[0]


def a_school(urn: int = 900_001, **facts: Any) -> Organisation:
    given = {"name": f"School {urn}", "la_code": "990", "type_code": 1, "phase_code": 2, "status_code": 1, **facts}
    return Organisation.objects.get_or_create(kind=OrganisationKind.SCHOOL, urn=urn, defaults=given)[0]


def a_person(email: str = "ada@school.example", *, name: str = "Ada Lark", password: str | None = None) -> Person:
    """Somebody with a confirmed address."""
    person = Person.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def appointed(
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    limit: Money | None = None,
) -> Appointment:
    """The person's role, where it belongs unless said otherwise; an approver gets a limit of £5,000."""
    if organisation is None:
        organisation = a_school() if role in SCHOOL_ROLES else the_company() if role in STAFF_ROLES else the_council()
    if role == Role.SCHOOL_APPROVER and limit is None:
        limit = Money.pounds("5000")
    return Appointment.objects.create(
        person=person, organisation=organisation, role=role, starts_on=starts_on, ends_on=ends_on, limit=limit
    )


def with_second_step(person: Person) -> Person:
    """The person has recovery codes and an authenticator app, as money and governance roles must."""
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    return person


def signed_in(person: Person, hat: str = "") -> Client:
    """A browser in which this person has signed in, with a second step, wearing the hat with this key if given."""
    client = Client()
    client.force_login(with_second_step(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    if hat:
        session = client.session
        session[SESSION_KEY] = hat
        session.save()
    return client


def wearing(role: str, organisation: Organisation | None = None, *, email: str = "") -> Client:
    """A browser in which somebody with just this role has signed in."""
    person = a_person(email or f"{role}@school.example", name=role.replace("_", " ").title())
    appointed(person, role, organisation)
    return signed_in(person)


def day_given(name: str, day: date) -> dict[str, str]:
    """A day as the three boxes of a form send it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
