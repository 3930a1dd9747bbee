"""Three years of the demo's trade: what each school bought, paid, and what the council commissioned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from billing import public as billing
from billing.public import Commissioned, Wish
from config.demo.calendar import Calendar, noon
from config.demo.people import office_of
from kernel.money import Money
from kernel.periods import add_months
from kernel.records import SYSTEM
from members import public as members
from members.public import Organisation, Person
from services.public import Service

# What kinds of school buy, beside their membership: service code, quantity, and how many of ten schools buy it.
YEARLY = (
    ("SI01", "1", 9), ("GV02", "1", 5), ("GV01", "1", 3), ("GV05", "1", 8), ("GV08", "1", 7), ("IT02", "1", 7),
    ("IT03", "1", 6), ("IT04", "1", 8), ("PD01", "1", 8), ("SI10", "1", 7), ("PD09", "1", 5), ("AT01", "1", 4),
    ("IT01", "1", 3), ("SI11", "1", 6),
)  # fmt: skip
SINGLE = (
    ("SI02", "6", 7), ("SI04", "1", 6), ("SI05", "1", 5), ("SI07", "1", 8), ("SI14", "8", 4), ("SI15", "10", 5),
    ("PD02", "6", 6), ("PD03", "8", 7), ("PD08", "2", 8), ("AT04", "6", 4), ("GV06", "4", 6), ("AT05", "1", 4),
    ("SI09", "1", 4), ("WC03", "12", 6), ("WC01", "60", 6), ("PD05", "2", 7),
)  # fmt: skip
Choice = tuple[tuple[str, str, int], ...]
# What a year's commission comes to, in pounds, by service; it grew a little each year.
COMMISSION = (("SS01", 182_000), ("SS02", 304_000), ("SS03", 64_000), ("SS05", 38_000), ("SS06", 52_000))


@dataclass(frozen=True, slots=True)
class Shop:
    """What the trade needs at hand: the day, the services by code, the buying schools."""

    calendar: Calendar
    services: dict[str, Service]
    schools: list[Organisation]


class Offered:
    """Which services a kind of school can have: asked once for each kind, since nothing else decides it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.known: dict[tuple[object, ...], set[str]] = {}

    def __call__(self, school: Organisation, wish: Wish) -> bool:
        kind = (school.phase_code, school.type_code, school.has_sixth_form)
        if kind not in self.known:
            codes = ("CORE", "ADVANCE", *(code for code, _, _ in (*YEARLY, *SINGLE)))
            wishes = [Wish(self.shop.services[code]) for code in codes if code in self.shop.services]
            priced = billing.price_wishes(wishes, school=school, on=self.shop.calendar.founded_on)
            self.known[kind] = {row.wish.service.code for row in priced if row.refusal is None}
        return wish.service.code in self.known[kind]


def key_of(*parts: object) -> UUID:
    """A request key that is the same whenever the demo is built for the same day."""
    return uuid5(NAMESPACE_URL, "/".join(str(part) for part in ("demo", *parts)))


def trade(shop: Shop) -> None:
    """Each school orders its yearly services as its own year begins and, in most years, single ones in between."""
    offered = Offered(shop)
    offices = {school.pk: office_of(school, shop.calendar) for school in shop.schools}
    for year in shop.calendar.years_so_far:
        for school in shop.schools:
            chance = Random(f"{school.urn}/{year.starts_on}")  # noqa: S311  (a demo, always the same)
            begins = add_months(year.starts_on, 7) if members.is_maintained(school) else year.starts_on
            between = year.starts_on + timedelta(days=chance.randrange(10, 300))
            for day, services in ((begins, YEARLY), (between, SINGLE)):
                wishes = [wish for wish in _wishes(shop, school, chance, services) if offered(school, wish)]
                if wishes and day < shop.calendar.on and (services is YEARLY or chance.randrange(10) < 6):
                    _order(shop, school, wishes, day, *offices[school.pk])


def _wishes(shop: Shop, school: Organisation, chance: Random, choice: Choice) -> Iterator[Wish]:
    if choice is YEARLY:
        yield Wish(shop.services["ADVANCE" if chance.randrange(10) < 4 and school.phase_code == 2 else "CORE"])
    for code, quantity, of_ten in choice:
        service = shop.services.get(code)
        if service is not None and chance.randrange(10) < of_ten:
            yield Wish(service, Decimal(quantity))


def _order(shop: Shop, school: Organisation, wishes: list[Wish], day: date, buyer: Person, head: Person) -> None:
    """Place an order; it is paid some weeks later, if that day has come and the school is not one of the slow ones."""
    order = billing.place_order(
        school=school,
        wishes=wishes,
        request_key=key_of(school.urn, day, wishes[0].service.code),
        by=buyer,
        at=noon(day),
        approved_by=head,
        po_number=f"PO{school.pk:03d}-{day:%y%m}" if school.pk % 9 else "",
    )
    paid_on = day + timedelta(days=14 + school.pk % 25)
    if paid_on >= shop.calendar.on or (school.pk % 11 == 0 and day >= shop.calendar.year_starts_on):
        return
    for invoice in order.invoices.order_by("pk"):
        billing.receive_payment(
            payer=invoice.payer,
            amount=invoice.gross,
            received_on=paid_on,
            request_key=key_of("paid", invoice.number),
            by=SYSTEM,
            at=noon(paid_on),
            parts={invoice.number: invoice.gross},
            bank_reference=invoice.number,
        )


def commission(shop: Shop, council: Organisation, commissioner: Person, finance: Person) -> None:
    """The council's commission of each company year, paid by quarters."""
    for number, year in enumerate(shop.calendar.years_so_far):
        lines = [
            Commissioned(
                shop.services[code].pk,
                code,
                f"{shop.services[code].name}, {year.starts_on.year}-{(year.starts_on.year + 1) % 100:02d}",
                Money.pounds(pounds).basis_points(9_400 + 300 * number),
                2000,
            )
            for code, pounds in COMMISSION
            if code in shop.services
        ]
        billing.agree_commission(
            council=council,
            lines=lines,
            term=year,
            instalments=1,
            request_key=key_of("commission", number),
            ordered_by=commissioner,
            agreed_by=finance,
            at=noon(year.starts_on),
            po_number=f"ABC-COMM-{year.starts_on.year}",
        )
    for invoice in billing.Invoice.objects.filter(payer=council).order_by("pk"):
        billing.receive_payment(
            payer=council,
            amount=invoice.gross,
            received_on=invoice.due_on,
            request_key=key_of("paid", invoice.number),
            by=SYSTEM,
            at=noon(invoice.due_on),
            parts={invoice.number: invoice.gross},
            bank_reference=invoice.number,
        )


def grants(shop: Shop, funder: Organisation) -> None:
    """A grant a year."""
    for number, year in enumerate(shop.calendar.years):
        day = add_months(year.starts_on, 4)
        billing.receive_grant(
            funder=funder,
            amount=Money.pounds(60_000 + 10_000 * number),
            received_on=day,
            purpose="Reading in Year 1, for every school in the area",
            request_key=key_of("grant", number),
            by=SYSTEM,
            at=noon(day),
        )
