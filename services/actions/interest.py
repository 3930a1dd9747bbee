"""Schools saying that they would buy a planned service."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kernel.records import record
from kernel.refusal import Refusal
from members import public as members
from services.models import Interest, Service
from services.states import Availability


class NotPlanned(Refusal):
    """Interest is registered in what is planned; this service can be bought already, or others offer it."""

    rule = "Interest helps us decide what to start."
    forward = "Look at the service's own page for what you can do."


@transaction.atomic
def register(
    service: Service, school: members.Organisation, *, note: str, by: members.Person, at: datetime
) -> Interest:
    """Note that a school would buy a planned service. Safe to repeat: the first note stands.

    Refuses with NotPlanned.
    """
    if service.availability != Availability.PLANNED:
        raise NotPlanned(f"{service.name} is not a planned service.")
    row, is_new = Interest.objects.get_or_create(
        service=service,
        school=school,
        withdrawn_at=None,
        defaults={"note": note.strip()[:500], "registered_by": by, "registered_at": at},
    )
    if is_new:
        record(by=by, at=at, verb="services.interest.registered", subject=service, school=school)
    return row


@transaction.atomic
def withdraw(service: Service, school: members.Organisation, *, by: members.Person, at: datetime) -> None:
    """Take a school's interest back. Safe to repeat."""
    if Interest.objects.filter(service=service, school=school, withdrawn_at=None).update(withdrawn_at=at):
        record(by=by, at=at, verb="services.interest.withdrawn", subject=service, school=school)
