"""Reads about people and their roles at one organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.money import Money
from members.models import Appointment, Organisation, Person
from members.queries.hats import running_on
from members.states import Role


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment as the list shows it."""

    appointment: Appointment
    role: str
    state: str
    has_signed_up: bool


def people_with(role: str, organisation: Organisation, on: date) -> list[Person]:
    """Everybody who has this role at the organisation on a day, by name; one SQL statement."""
    return list(
        Person.objects.filter(
            pk__in=Appointment.objects.filter(running_on(on), organisation=organisation, role=role).values("person")
        ).order_by("name", "pk")
    )


def spending_limit(person: Person, school: Organisation, on: date) -> Money | None:
    """Up to which sum a person may approve one order for a school on a day; None when they may not approve at all."""
    row = Appointment.objects.filter(
        running_on(on), person=person, organisation=school, role=Role.SCHOOL_APPROVER
    ).first()
    return row.limit if row else None


def appointments_at(organisations: Iterable[Organisation], on: date) -> list[Row]:
    """Appointments running on a day or still to come at some organisations, by person; one SQL statement."""
    rows = (
        Appointment.objects.filter(organisation__in=list(organisations))
        .exclude(ends_on__lte=on)
        .select_related("person", "organisation")
        .order_by("person__name", "person_id", "role", "starts_on")
    )
    return [_row(row, on) for row in rows]


def ended_at(organisations: Iterable[Organisation], on: date) -> list[Row]:
    """Appointments that are over, the latest first; one SQL statement, at most a hundred."""
    rows = (
        Appointment.objects.filter(organisation__in=list(organisations), ends_on__lte=on)
        .select_related("person", "organisation")
        .order_by("-ends_on", "person__name", "pk")[:100]
    )
    return [_row(row, on) for row in rows]


def _row(row: Appointment, on: date) -> Row:
    state = "ended" if row.ends_on and row.ends_on <= on else "coming" if row.starts_on > on else "running"
    return Row(row, Role(row.role).label, state, row.person.has_usable_password() or row.person.is_demo)
