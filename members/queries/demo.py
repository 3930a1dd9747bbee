"""The invented people of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from members.models import Person
from members.ports import Hat
from members.queries.hats import hats_of
from members.states import SCHOOL_ROLES, STAFF_ROLES, Role

TITLES = ("At a school", "In the office", "On the board", "At the council", "Without a role")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be in the demo, with the hats they have today."""

    person: Person
    hats: list[Hat]


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """Demo people who do the same sort of thing."""

    title: str
    people: list[DemoPerson]


def demo_people(on: date) -> list[DemoGroup]:
    """Demo people in groups: at a school, in the company's office, on the board, at the council, without a role."""
    people = Person.objects.filter(is_demo=True, is_active=True).order_by("name", "pk")
    groups = {
        title: DemoGroup(title, []) for title in ("At a school", "In the office", "On the board", "At the council")
    }
    groups["Without a role"] = DemoGroup("Without a role", [])
    for person in people:
        hats = hats_of(person, on)
        groups[_group(hats)].people.append(DemoPerson(person, hats))
    return [group for group in groups.values() if group.people]


def _group(hats: list[Hat]) -> str:
    """The group of the first hat."""
    if not hats:
        return "Without a role"
    role = hats[0].role
    if role in SCHOOL_ROLES:
        return "At a school"
    if role in STAFF_ROLES:
        return "In the office"
    return "At the council" if role == Role.COUNCIL_COMMISSIONER else "On the board"
