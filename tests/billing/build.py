"""The least that is true, for tests of invoices, payments and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from billing.models import Charge, Order, OrderLine
from kernel import references
from kernel.money import Money
from members.models import Organisation, Person
from services.models import Service
from tests.services.builders import a_service

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Want:
    """A line to order: its net in pence, how VAT looks on it and the type of money."""

    net: int
    vat_code: str = "standard"
    vat_rate: int = 2000
    money_type: str = "traded"
    label: str = "Adviser day"
    code: str = "AD01"
    due_on: date = DAY

    @property
    def vat(self) -> Money:
        return Money(self.net).basis_points(self.vat_rate)


MEMBERSHIP = Want(273_000, money_type="membership", label="Core membership", code="MB01")
COURSE = Want(45_000, "exempt", 0, label="Safeguarding course", code="CR01")


def company() -> Organisation:
    """The company: one there is, made once."""
    body, _ = Organisation.objects.get_or_create(
        kind="company",
        defaults={
            "name": "Aldermere Schools Partnership",
            "street": "1 Guildhall Yard",
            "town": "Aldermere",
            "postcode": "ZZ1 1AA",
            "company_number": "00990099",
            "vat_number": "GB 990 0990 09",
        },
    )
    return body


def school(urn: int = 990001, name: str = "Willow Beck Primary School") -> Organisation:
    body, _ = Organisation.objects.get_or_create(
        urn=urn,
        defaults={
            "kind": "school",
            "name": name,
            "street": "Beck Lane",
            "town": "Aldermere",
            "postcode": "ZZ1 2BB",
            "la_code": "990",
        },
    )
    return body


def council() -> Organisation:
    body, _ = Organisation.objects.get_or_create(
        kind="council", defaults={"name": "Aldermere Borough Council", "la_code": "990"}
    )
    return body


def other(name: str = "Fennimore Training Ltd") -> Organisation:
    body, _ = Organisation.objects.get_or_create(kind="other", name=name)
    return body


def person(email: str = "finance@aldermere.example", name: str = "Farah Finance") -> Person:
    found, _ = Person.objects.get_or_create(email=email, defaults={"name": name})
    return found


def order(
    *wants: Want, school_: Organisation | None = None, payer: Organisation | None = None, po_number: str = "PO-1"
) -> Order:
    """An order with a charge for each line, as placing one leaves it."""
    company()
    buyer = school_ or school()
    made = Order.objects.create(
        reference=references.new("ORD"),
        request_key=uuid4(),
        school=buyer,
        payer=payer or buyer,
        ordered_by=person("buyer@willow.example", "Beth Buyer"),
        approved_by=person("head@willow.example", "Hal Head"),
        ordered_at=AT,
        po_number=po_number,
        net=Money(sum(want.net for want in wants)),
        vat=Money.total(want.vat for want in wants),
        gross=Money(sum(want.net for want in wants)) + Money.total(want.vat for want in wants),
    )
    for number, want in enumerate(wants, start=1):
        _line(made, number, want)
    return made


def _line(made: Order, number: int, want: Want) -> None:
    net = Money(want.net)
    line = OrderLine.objects.create(
        order=made,
        reference=f"{made.reference}/{number}",
        service=_service(want.code, want.label),
        number=number,
        code=want.code,
        label=want.label,
        quantity=1,
        net=net,
        vat=want.vat,
        gross=net + want.vat,
        vat_code=want.vat_code,
        vat_rate=want.vat_rate,
        money_type=want.money_type,
        standing="member",
        priced_on=DAY,
    )
    Charge.objects.create(line=line, number=1, due_on=want.due_on, net=net, vat=want.vat, gross=net + want.vat)


def charges(*orders: Order) -> list[int]:
    """The charges of the orders."""
    return list(Charge.objects.filter(line__order__in=orders).order_by("pk").values_list("pk", flat=True))


def _service(code: str, label: str) -> Service:
    found = Service.objects.filter(code=code).first()
    return found or a_service(code, name=label)


__all__: Sequence[str] = (
    "AT",
    "COURSE",
    "DAY",
    "MEMBERSHIP",
    "Want",
    "charges",
    "company",
    "council",
    "order",
    "other",
    "person",
    "school",
)
