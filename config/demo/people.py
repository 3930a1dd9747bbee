"""The invented people of the demo and what they may do. Their addresses end in .example, which nobody can own."""

from __future__ import annotations

from dataclasses import dataclass

from config.demo.calendar import Calendar, noon
from kernel.money import Money
from kernel.records import SYSTEM
from members import public as members
from members.public import Organisation, Person, Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented person: name, where they work (a URN, "company" or "council"), their roles and spending limit."""

    name: str
    place: str
    roles: tuple[Role, ...]
    limit: str = ""


PEOPLE = (
    DemoPerson("Bea Marsh", "900001", (Role.SCHOOL_BUYER,)),
    DemoPerson("Bea Marsh", "900002", (Role.SCHOOL_BUYER,)),
    DemoPerson("Hanif Rowe", "900001", (Role.SCHOOL_APPROVER,), "5000"),
    DemoPerson("Gwen Tait", "900001", (Role.SCHOOL_APPROVER,), "10000"),
    DemoPerson("Una Kerr", "900001", (Role.SCHOOL_VIEWER,)),
    DemoPerson("Ola Finch", "900001", (Role.SCHOOL_ADMINISTRATOR,)),
    DemoPerson("Iris Quill", "900002", (Role.SCHOOL_APPROVER,), "5000"),
    DemoPerson("Petra Vane", "900036", (Role.SCHOOL_BUYER,)),
    DemoPerson("Ravi Stone", "900036", (Role.SCHOOL_APPROVER,), "20000"),
    DemoPerson("Joan Ember", "900044", (Role.SCHOOL_BUYER,)),
    DemoPerson("Sol Hartley", "900044", (Role.SCHOOL_APPROVER,), "10000"),
    DemoPerson("Lena Moss", "900051", (Role.SCHOOL_BUYER,)),
    DemoPerson("Marek Dunn", "900051", (Role.SCHOOL_APPROVER,), "10000"),
    DemoPerson("Faye Alder", "company", (Role.FINANCE_OFFICER,)),
    DemoPerson("Cato Brook", "company", (Role.CATALOGUE_MANAGER,)),
    DemoPerson("Selma Wyatt", "company", (Role.COMPANY_SECRETARY,)),
    DemoPerson("Idris Coyle", "company", (Role.ADVISER,)),
    DemoPerson("Ada Penrose", "company", (Role.ADMINISTRATOR,)),
    DemoPerson("Clem Harbour", "council", (Role.COUNCIL_COMMISSIONER,)),
)


def enter(calendar: Calendar, company: Organisation, council: Organisation) -> dict[str, Person]:
    """Enter everybody with their roles, from the day the company was founded; people by name."""
    found: dict[str, Person] = {}
    for entry in PEOPLE:
        person = found.setdefault(entry.name, demo_person(entry.name))
        place = {"company": company, "council": council}.get(entry.place) or members.school(int(entry.place))
        for role in entry.roles:
            members.appoint(
                person=person,
                organisation=place,
                role=role,
                starts_on=calendar.founded_on,
                limit=Money.pounds(entry.limit) if entry.limit else None,
                by=SYSTEM,
                at=noon(calendar.founded_on),
            )
    return found


def demo_person(name: str) -> Person:
    """A person of the demo, known or new; nobody can sign in as them with a password."""
    email = f"{name.lower().replace(' ', '.')}@aldermere.example"
    known = Person.objects.filter(email=email).first()
    return known or Person.objects.create_user(email, None, name=name, is_demo=True)


FIRST = ("Amal", "Bryn", "Cleo", "Dara", "Emrys", "Freya", "Gita", "Hollis", "Ines", "Jory", "Kit", "Leda", "Milo")
LAST = ("Ashby", "Birch", "Cole", "Dale", "Eaves", "Firth", "Gale", "Heath", "Ivory", "Jarrow", "Knott")


def office_of(school: Organisation, calendar: Calendar) -> tuple[Person, Person]:
    """A school's buyer and head for the demo's past, entered with their roles."""
    number = (school.urn or 0) % 1000
    names = [f"{FIRST[(number * k) % 13]} {LAST[(number + k) % 11]} {school.urn}" for k in (3, 7)]
    found = []
    for name, role in zip(names, (Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER), strict=True):
        first, last, urn = name.split()
        person, _ = Person.objects.get_or_create(
            email=f"{first}.{last}.{urn}@aldermere.example".lower(), defaults={"name": f"{first} {last}"}
        )
        members.appoint(
            person=person,
            organisation=school,
            role=role,
            starts_on=calendar.founded_on,
            limit=Money.pounds(60_000) if role == Role.SCHOOL_APPROVER else None,
            by=SYSTEM,
            at=noon(calendar.founded_on),
        )
        found.append(person)
    return found[0], found[1]
