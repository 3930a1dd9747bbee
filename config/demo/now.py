"""What waits for somebody on the demo's day: a basket, a request for approval, a meeting to come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from billing import public as billing
from company import public as company
from config.demo.calendar import noon
from config.demo.trade import Shop, key_of
from members import public as members
from members.public import Person

SENT = (("SI04", "1"), ("PD02", "3"), ("SI02", "2"))
KEPT = (("GV06", "2"), ("SI06", "1"))


def wait_for_somebody(shop: Shop, staff: dict[str, Person]) -> None:
    """Larkfield's buyer has sent a request to the head and fills the next basket; the board meets in three weeks."""
    day = shop.calendar.before(2)
    school, buyer = members.school(900001), staff["Bea Marsh"]
    for code, quantity in SENT:
        _put(shop, code, quantity, buyer)
    billing.send_for_approval(
        school=school,
        request_key=key_of("request", shop.calendar.on),
        note="For the reading project we spoke about.",
        po_number="",
        by=buyer,
        at=noon(day),
    )
    for code, quantity in KEPT:
        _put(shop, code, quantity, buyer)
    company.call_meeting(
        title="Board meeting",
        starts_at=noon(shop.calendar.on + timedelta(days=21)),
        place="Guildhall, Aldermere",
        by=staff["Selma Wyatt"],
        at=noon(day),
    )


def _put(shop: Shop, code: str, quantity: str, buyer: Person) -> None:
    billing.put_in_basket(
        school=members.school(900001),
        service=shop.services[code],
        quantity=Decimal(quantity),
        by=buyer,
        at=noon(shop.calendar.before(3)),
    )
