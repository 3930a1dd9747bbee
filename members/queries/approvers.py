"""Who may approve a school's spending, and up to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.money import Money
from members.models import Appointment, Organisation, Person
from members.queries.hats import running_on
from members.states import Role


@dataclass(frozen=True, slots=True)
class Approver:
    """A person who may approve a school's spending; `limit` is the sum before VAT, or None for no limit."""

    person: Person
    limit: Money | None


def approvers_of(organisation: Organisation, on: date) -> list[Approver]:
    """The approvers of a school on a day by name, each with the highest of their limits; one SQL statement."""
    rows = (
        Appointment.objects.filter(running_on(on), organisation=organisation, role=Role.SCHOOL_APPROVER)
        .filter(person__is_active=True)
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    best: dict[int, Approver] = {}
    for row in rows:
        known = best.get(row.person_id)
        if known is None or row.limit is None or (known.limit is not None and row.limit > known.limit):
            best[row.person_id] = Approver(row.person, row.limit)
    return list(best.values())
