"""Building the demo world, in the order in which it would have come about."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction

from config.demo import board, money, now, people, trade
from config.demo.calendar import Calendar, noon
from config.demo.schools import AUTHORITY, MEMBER_TRUSTS, write_school_file
from kernel import outbox, references
from kernel.money import Money
from kernel.records import SYSTEM
from kernel.refusal import Refusal
from members import public as members
from members.public import Organisation, OrganisationKind, Person
from services import public as services

GUARANTEE = Money.pounds(1)


class NotEmpty(Refusal):
    """The database holds something already."""

    rule = "The demo is only ever loaded into an empty database."
    forward = "Use another database, or remove the demo's own data folder and start again."


@transaction.atomic
def build(on: date, tell: Callable[[str], None] = lambda _: None) -> None:
    """Build the demo for a day. Everything or nothing; the same day gives the same world.

    Refuses with NotEmpty.
    """
    if Organisation.objects.exists() or Person.objects.exists():
        raise NotEmpty("There is something in this database already.")
    calendar = Calendar(on)
    with references.repeatable(f"demo/{on.isoformat()}"), outbox.silent():
        tell("the company, its council and the schools")
        company, council = _bodies()
        _schools(calendar)
        tell("people, members and the board")
        staff = people.enter(calendar, company, council)
        directors = board.found(calendar, council, staff["Selma Wyatt"])
        _members(calendar, council)
        board.appoint_again(calendar, council, staff["Selma Wyatt"], directors)
        tell("the catalogue")
        services.load_demo_catalogue(on=calendar.founded_on, by=staff["Cato Brook"], at=noon(calendar.founded_on))
        tell("three years of trade")
        shop = _shop(calendar)
        trade.trade(shop)
        trade.commission(shop, council, staff["Clem Harbour"], staff["Faye Alder"])
        trade.grants(shop, _other("Mereshire Foundation for Reading"))
        tell("costs, surplus and what the board decided")
        money.spend_and_decide(
            money.Books(
                calendar,
                money.suppliers(),
                staff["Faye Alder"],
                staff["Selma Wyatt"],
                directors,
                shop.schools,
            )
        )
        tell("what waits for somebody today")
        now.wait_for_somebody(shop, staff)


def _bodies() -> tuple[Organisation, Organisation]:
    company = Organisation.objects.create(
        kind=OrganisationKind.COMPANY,
        name="Aldermere Schools Partnership",
        street="1 Guildhall Yard",
        town="Aldermere",
        county="Mereshire",
        postcode="ZZ1 1AA",
        email="office@aldermere.example",
        company_number="00000990",
        vat_number="GB 000 0009 90",
    )
    council = Organisation.objects.create(
        kind=OrganisationKind.COUNCIL,
        name="Aldermere Borough Council",
        la_code=AUTHORITY,
        street="Civic Square",
        town="Aldermere",
        county="Mereshire",
        postcode="ZZ1 1AB",
        email="commissioning@aldermere.example",
    )
    return company, council


def _other(name: str) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.OTHER, name=name, town="Aldermere", postcode="ZZ1 1AC")


def _schools(calendar: Calendar) -> None:
    """Four January school files, one a year, loaded by the same action as the real ones."""
    with tempfile.TemporaryDirectory() as folder:
        for back in (3, 2, 1, 0):
            day = date(calendar.year_starts_on.year - back, 3, 1)
            path = Path(folder) / f"schools-{day.year}.csv"
            write_school_file(path, on=day, years_before=back)
            with path.open("rb") as stream:
                files = members.SchoolFiles(schools=members.SourceFile(stream, path.name))
                members.load_schools(files, by=SYSTEM, at=noon(max(day, date(day.year, 3, 1))))


def _members(calendar: Calendar, council: Organisation) -> None:
    """The register: the council, 43 governing bodies and five trusts with 13 academies between them."""
    bodies = [council, *Organisation.objects.filter(uid__in=MEMBER_TRUSTS).order_by("uid")]
    bodies += [
        school
        for school in Organisation.objects.filter(kind=OrganisationKind.SCHOOL, la_code=AUTHORITY).order_by("urn")
        if members.is_maintained(school)
    ]
    at = noon(calendar.founded_on)
    for body in bodies:
        members.admit(
            body, on=calendar.founded_on, guarantee=GUARANTEE, authority="Founding resolution", by=SYSTEM, at=at
        )


def _shop(calendar: Calendar) -> trade.Shop:
    """The services by their codes (memberships by their names) and the schools in membership."""
    found = {service.code: service for service in services.Service.objects.all()}
    schools = list(Organisation.objects.filter(kind=OrganisationKind.SCHOOL, la_code=AUTHORITY).order_by("urn"))
    standing = members.standings_of(schools, calendar.founded_on)
    return trade.Shop(calendar, found, [school for school in schools if standing[school.pk] is members.Standing.MEMBER])
