"""A school that buys: its people, three services, and the steps from an empty basket to an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.test import Client

from billing.actions import approvals, baskets
from billing.models import ApprovalRequest, Order
from kernel.money import Money
from members.models import Appointment, Organisation, Person
from members.states import Role
from services.models import Service
from tests.billing.build import company
from tests.builders import with_second_step
from tests.services.builders import AT, ON, a_school, a_service

DAY = {"type": "per_day", "day": 56000, "half_day": 31500}
PLACE = {"type": "per_place", "rate": 9500, "full_price_places": 1, "further_less_bp": 2000}


@dataclass(frozen=True)
class Buying:
    """A school with a buyer and an approver, and three services: by the year, by the day, and exempt by the place."""

    school: Organisation
    buyer: Person
    approver: Person
    core: Service
    adviser: Service
    course: Service

    def put(self, service: Service | None = None, quantity: str = "1", **facts: object) -> None:
        """Have a service in the basket."""
        baskets.put(
            school=self.school,
            service=service or self.core,
            quantity=Decimal(quantity),
            by=self.buyer,
            at=AT,
            **facts,  # type: ignore[arg-type]
        )

    def put_three(self) -> None:
        """Have one of each in the basket: £910.00, £1,120.00 and £171.00 before VAT."""
        self.put(self.core)
        self.put(self.adviser, "2")
        self.put(self.course, "2")

    def send(self, *, key: UUID | None = None, at: datetime = AT, **facts: str) -> ApprovalRequest:
        """Send the basket for approval."""
        return approvals.send(school=self.school, request_key=key or uuid4(), by=self.buyer, at=at, **facts)

    def approve(self, request: ApprovalRequest, *, by: Person | None = None, at: datetime = AT) -> Order:
        """Say yes."""
        return approvals.approve(school=self.school, reference=request.reference, by=by or self.approver, at=at)

    def order(self) -> Order:
        """Buy three services, all the way."""
        self.put_three()
        return self.approve(self.send())

    def browser(self, person: Person) -> Client:
        """A test client signed in as somebody."""
        client = Client()
        client.force_login(with_second_step(person), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def at(self, page: str) -> str:
        """The address of a page of this school."""
        return f"/schools/{self.school.urn}/{page}"


def appoint(person: Person, school: Organisation, role: Role, limit: str | None = None) -> Appointment:
    """Give somebody a role at a school from long ago."""
    return Appointment.objects.create(
        person=person,
        organisation=school,
        role=role,
        starts_on=date(2020, 1, 1),
        limit=None if limit is None else Money.pounds(limit),
    )


def a_person(name: str, school: Organisation, role: Role, limit: str | None = None) -> Person:
    """Somebody with a role at a school."""
    email = f"{name.lower().replace(' ', '.')}.{school.urn}@school.example"
    person = Person.objects.create_user(email, name=name)
    appoint(person, school, role, limit)
    return person


def a_buying_school(*, limit: str | None = "5000.00", minimum_years: int = 2, **facts: object) -> Buying:
    """A maintained primary of 420 pupils, in membership, with Alex who buys and Hana who approves."""
    company()
    school = a_school(**facts)  # type: ignore[arg-type]
    return Buying(
        school=school,
        buyer=a_person("Alex Buyer", school, Role.SCHOOL_BUYER),
        approver=a_person("Hana Head", school, Role.SCHOOL_APPROVER, limit),
        core=_service(
            "MB01", name="Core membership", kind="membership", yearly=True, minimum_years=minimum_years, notice_days=90
        ),
        adviser=_service("SI02", rule=DAY, name="Adviser day", unit="day", units="days"),
        course=_service("PD02", rule=PLACE, name="Half-day course", vat=("exempt", 0), unit="place", units="places"),
    )


def _service(code: str, **facts: object) -> Service:
    """The service with this code, made when it is first asked for."""
    return Service.objects.filter(code=code).first() or a_service(code, **facts)  # type: ignore[arg-type]


__all__ = ["AT", "ON", "Buying", "a_buying_school", "a_person", "appoint"]
