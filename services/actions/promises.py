"""Promising a service to a school, and taking the promise back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kernel.records import Actor, record
from kernel.refusal import Refusal
from services.models import Promise, Service


class PromiseDiffers(Refusal):
    """The same source was promised before, but something else, or to somebody else."""

    rule = "A line of an order is promised once."
    forward = "Make a new order for what is different."


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised: a service to a school for a period, because of `source`, the line's own reference."""

    source: str
    service_id: int
    school_id: int
    quantity: Decimal
    starts_on: date
    ends_on: date | None
    secured_until: date | None = None


@transaction.atomic
def promise_all(promises: Sequence[Promised], *, by: Actor, at: datetime) -> list[Promise]:
    """Take up work for schools; what is left of it starts at the service's allowance times the quantity.

    Safe to repeat: a source that is promised already is given back as it stands.

    Refuses with PromiseDiffers when a source comes again for another service, school or quantity.
    """
    services = Service.objects.in_bulk({one.service_id for one in promises})
    rows = [_row(one, services[one.service_id]) for one in promises]
    Promise.objects.bulk_create(rows, ignore_conflicts=True)
    kept = {row.source: row for row in Promise.objects.filter(source__in=[one.source for one in promises])}
    for one in promises:
        row = kept[one.source]
        if (row.service_id, row.school_id, row.quantity) != (one.service_id, one.school_id, one.quantity):
            raise PromiseDiffers(f"{one.source} was promised before, for something else.")
    if promises:
        sources = [one.source for one in promises]
        record(by=by, at=at, verb="services.promised", subject=f"promise/{sources[0]}", sources=sources)
    return [kept[one.source] for one in promises]


def _row(one: Promised, service: Service) -> Promise:
    return Promise(
        source=one.source,
        service_id=one.service_id,
        school_id=one.school_id,
        quantity=one.quantity,
        allowance=None if service.allowance is None else service.allowance * one.quantity,
        allowance_unit=service.allowance_unit,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        secured_until=one.secured_until,
    )


@transaction.atomic
def release(source: str, on: date, *, by: Actor, at: datetime) -> Promise:
    """End a promise on a day: from then the school may not use it. Safe to repeat; the first day stands.

    Raises Promise.DoesNotExist.
    """
    row = Promise.objects.select_for_update().get(source=source)
    if row.released_on is None:
        row.released_on = on
        row.save(update_fields=["released_on"])
        record(by=by, at=at, verb="services.released", subject=row, on=on)
    return row


@transaction.atomic
def secured_until(source: str, on: date, *, by: Actor, at: datetime) -> Promise:
    """Say until which day (not included) the service is secured, by payment or by credit. Safe to repeat.

    Raises Promise.DoesNotExist.
    """
    row = Promise.objects.select_for_update().get(source=source)
    if row.secured_until != on:
        row.secured_until = on
        row.save(update_fields=["secured_until"])
        record(by=by, at=at, verb="services.secured", subject=row, until=on)
    return row
