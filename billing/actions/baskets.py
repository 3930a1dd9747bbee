"""Filling and emptying the basket that a school's buyers share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from billing.models import Basket, BasketLine
from billing.queries.prices import Wish, check_all_can_be_had, price_wishes
from kernel.clock import day_of
from kernel.records import Actor, record
from members import public as members
from services import public as services


@transaction.atomic
def put(
    *,
    school: members.Organisation,
    service: services.Service,
    quantity: Decimal = Decimal(1),
    option: str = "",
    next_year: bool = False,
    by: members.Person,
    at: datetime,
) -> BasketLine:
    """Have `quantity` of a service in the school's basket: adds the line or changes how many.

    Safe to repeat: the quantity is what is wanted in all, not so many more. Refuses as pricing does (a service that
    this school cannot have, a quantity that is not sold) and with YearNearlyOver.
    """
    (line,) = _put([Wish(service, quantity, option, next_year)], school=school, by=by, at=at)
    return line


@transaction.atomic
def put_many(
    *, school: members.Organisation, wishes: Sequence[Wish], by: members.Person, at: datetime
) -> list[BasketLine]:
    """Have each wish in the school's basket at today's price. Safe to repeat; refuses as `put` does."""
    return _put(wishes, school=school, by=by, at=at)


def _put(wishes: Sequence[Wish], *, school: members.Organisation, by: members.Person, at: datetime) -> list[BasketLine]:
    priced = price_wishes(wishes, school=school, on=day_of(at))
    check_all_can_be_had(priced)
    basket, _ = Basket.objects.get_or_create(school=school)
    lines = BasketLine.objects.bulk_create(
        [
            BasketLine(
                basket=basket,
                service=wish.wish.service,
                option=wish.wish.option,
                next_year=wish.wish.next_year,
                quantity=wish.wish.quantity,
                net_when_added=wish.net,
                added_by=by,
                added_at=at,
            )
            for wish in priced
        ],
        update_conflicts=True,
        unique_fields=["basket", "service", "option", "next_year"],
        update_fields=["quantity", "net_when_added"],
    )
    wanted = [f"{wish.wish.quantity} {wish.wish.service.code}" for wish in priced]
    record(by=by, at=at, verb="billing.basket.put", subject=school, wanted=wanted)
    return lines


@transaction.atomic
def have_other_year(*, school: members.Organisation, line_id: int, by: members.Person, at: datetime) -> BasketLine:
    """Have a yearly service from next year instead of from today, or from today instead of from next year.

    Not for repeating: each time it changes over. Refuses with YearNearlyOver; raises DoesNotExist for another
    school's line.
    """
    line = BasketLine.objects.select_related("service").get(basket__school=school, pk=line_id)
    wish = Wish(line.service, line.quantity, line.option, not line.next_year)
    (changed,) = _put([wish], school=school, by=by, at=at)
    line.delete()
    return changed


@transaction.atomic
def take_out(*, school: members.Organisation, line_id: int, by: Actor, at: datetime) -> None:
    """Take a line out of the school's basket. Safe to repeat: a line that is gone stays gone."""
    gone, _ = BasketLine.objects.filter(basket__school=school, pk=line_id).delete()
    if gone:
        record(by=by, at=at, verb="billing.basket.taken_out", subject=school, line=line_id)
