"""A small world until the demo can be loaded: a board of thirteen, the catalogue, and one school that buys."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from billing.actions import approvals, baskets
from company.actions import meetings, resolutions
from company.actions.resolutions import Proposal
from config.demo.schools import demo_schools
from kernel import clock
from kernel.money import Money
from kernel.records import SYSTEM
from members.models import Appointment, Membership, Organisation, Person, PupilCount
from members.states import Role
from services.actions import demo_catalogue
from services.models import Service
from tests.company.registers import seated, the_company, the_council

URN = 990001


def lay_small_world(at: datetime) -> None:
    """Fill an empty database as at an instant."""
    on = clock.day_of(at)
    since = on.replace(year=on.year - 1)
    _company()
    seated()
    school = _school()
    for organisation in (the_council(), school):
        Membership.objects.create(organisation=organisation, starts_on=since, guarantee=Money(100))
    PupilCount.objects.create(school=school, counted_on=since, pupils=Decimal(420))
    people = {role: _person(role, school) for role in Role}
    demo_catalogue.load(on=on, by=SYSTEM, at=at)
    buyer, head = people[Role.SCHOOL_BUYER], people[Role.SCHOOL_APPROVER]
    _buy(school, buyer, head, at - timedelta(days=30))
    _ask(school, buyer, at)
    _ask(school, buyer, at, send=False)
    meeting = meetings.call(
        title="Autumn meeting", starts_at=at + timedelta(days=14), place="The Old Library", by=SYSTEM, at=at
    )
    proposal = Proposal("To put £40,000.00 into reserves.", "surplus", on, amount=Money(4_000_000))
    resolutions.propose(meeting, proposal, by=SYSTEM, at=at)


def _company() -> None:
    company = the_company()
    company.company_number, company.street, company.town = "14990001", "1 Market Place", "Aldermere"
    company.postcode, company.email = "ZZ9 9ZZ", "office@aldermere.example"
    company.save()


def _school() -> Organisation:
    first = demo_schools()[0]
    return Organisation.objects.create(
        kind="school", name=first.name, urn=URN, la_code="990", status_code=1, type_code=1, phase_code=2
    )


def _person(role: Role, school: Organisation) -> Person:
    place = school if role.startswith("school_") else the_company()
    if role is Role.COUNCIL_COMMISSIONER:
        place = the_council()
    person = Person.objects.create_user(f"{role}@aldermere.example", name=f"Robin {role.label.title()}")
    limit = Money(500_000) if role is Role.SCHOOL_APPROVER else None
    day = clock.today()
    Appointment.objects.create(
        person=person, organisation=place, role=role, starts_on=day.replace(year=day.year - 1), limit=limit
    )
    return person


def _ask(school: Organisation, buyer: Person, at: datetime, *, send: bool = True) -> str:
    for service in Service.objects.filter(code__in=["CORE", "SI02"]).order_by("code"):
        baskets.put(school=school, service=service, by=buyer, at=at)
    return approvals.send(school=school, request_key=uuid4(), by=buyer, at=at).reference if send else ""


def _buy(school: Organisation, buyer: Person, head: Person, at: datetime) -> None:
    baskets.put(school=school, service=Service.objects.get(code="CORE"), by=buyer, at=at)
    asked = approvals.send(school=school, request_key=uuid4(), by=buyer, at=at)
    approvals.approve(school=school, reference=asked.reference, by=head, at=at)
