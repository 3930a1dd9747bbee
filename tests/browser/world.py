"""The world of the browser tests: somebody for every role, and something on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.management import call_command, get_commands

from kernel import clock
from kernel.money import Money
from members.models import Appointment, Membership, Organisation, Person
from members.public import Hat, Role, hats_of


@dataclass(frozen=True, slots=True)
class Wearer:
    """A person and the hat they wear."""

    person: Person
    hat: Hat


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, by the role of their hats."""

    wearers: tuple[Wearer, ...]

    def hat(self, role: str, urn: int | None = None) -> Wearer:
        """Somebody in this role, at this school if one is named."""
        return next(w for w in self.wearers if w.hat.role == role and urn in (None, w.hat.organisation.urn))

    @property
    def one_of_each(self) -> list[Wearer]:
        """One wearer of every role there is."""
        return list({wearer.hat.role: wearer for wearer in reversed(self.wearers)}.values())


def lay_world() -> World:
    """Load the demo where it exists, otherwise a company, a council, one school and somebody for every role."""
    today = clock.today()
    if "load_demo" in get_commands():
        call_command("load_demo", verbosity=0)
    else:
        _lay_small_world(today)
    people = Person.objects.filter(is_active=True).order_by("pk")
    return World(tuple(Wearer(person, hat) for person in people for hat in hats_of(person, today)))


def _lay_small_world(today: date) -> None:
    since = today.replace(year=today.year - 1)
    company = Organisation.objects.create(
        kind="company", name="Aldermere Schools Partnership", company_number="14990001", street="1 Market Place"
    )
    council = Organisation.objects.create(kind="council", name="Aldermere Borough Council", la_code="990")
    school = Organisation.objects.create(
        kind="school", name="Willow Beck Primary School", urn=990001, la_code="990", status_code=1, type_code=1
    )
    for organisation in (council, school):
        Membership.objects.create(organisation=organisation, starts_on=since, guarantee=Money(1_00))
    for role in Role:
        place = school if role.startswith("school_") else council if role == Role.COUNCIL_COMMISSIONER else company
        person = Person.objects.create_user(f"{role}@aldermere.example", name=f"Robin {role.label}")
        Appointment.objects.create(person=person, organisation=place, role=role, starts_on=since)
