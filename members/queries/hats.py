"""Which hats a person has on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from members.models import Appointment, Person
from members.ports import Hat, hat_sources
from members.states import Role


def running_on(day: date) -> Q:
    """The filter for dated rows that are running on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def hats_of(person: Person, on: date) -> list[Hat]:
    """Every hat of a person on a day: appointments, then those that floors above read from their registers."""
    appointments = (
        Appointment.objects.filter(running_on(on), person=person)
        .select_related("organisation")
        .order_by("organisation__name", "role", "pk")
    )
    hats = [Hat(row.role, Role(row.role).label, row.organisation) for row in appointments]
    for source in hat_sources:
        hats.extend(source(person, on))
    return hats
