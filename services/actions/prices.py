"""Publishing prices and VAT treatments: always a new version, never a change to an old one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kernel.records import Actor, record
from kernel.refusal import Refusal
from services.models import Price, Service, VatTreatment
from services.rules.price_spec import read
from services.rules.vat import Vat


class PriceInThePast(Refusal):
    """A price that would start before today."""

    rule = "What was charged was charged: a price never changes for days gone by."
    forward = "Choose a first day from today on."


class LaterVersionExists(Refusal):
    """A version that starts on the same day or later is published already."""

    rule = "Versions follow one another; each ends where the next begins."
    forward = "Choose a first day after the version that is published already."


class ReasonMissing(Refusal):
    """A new version without a reason."""

    rule = "Whoever changes a price or a treatment says why."
    forward = "Write a sentence that schools could read."


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price to publish: the rule as JSON, its first day, what it means for schools that have the service, and why."""

    rule: dict[str, Any]
    starts_on: date
    applies_to_existing: str
    notice_days: int
    reason: str


@transaction.atomic
def publish(service: Service, new: NewPrice, *, by: Actor, at: datetime, on: date) -> Price:
    """Publish a price version from a day; the version before it ends there.

    Not safe to repeat: a second version for the same day is refused.

    Refuses with UnclearPriceRule, PriceInThePast, LaterVersionExists or ReasonMissing.
    """
    read(new.rule)
    if not new.reason.strip():
        raise ReasonMissing("Say why the price changes.", field="reason")
    Service.objects.select_for_update().get(pk=service.pk)
    latest = Price.objects.filter(service=service).order_by("-starts_on").first()
    _check_first_day(new.starts_on, latest, on)
    if latest is not None and latest.ends_on is None:
        latest.ends_on = new.starts_on
        latest.save(update_fields=["ends_on"])
    row = Price.objects.create(
        service=service,
        rule=new.rule,
        starts_on=new.starts_on,
        applies_to_existing=new.applies_to_existing,
        notice_days=new.notice_days,
        reason=new.reason.strip(),
        recorded_at=at,
        recorded_by_id=getattr(by, "pk", None),
    )
    record(by=by, at=at, verb="services.price.published", subject=service, price=row, starts_on=new.starts_on)
    return row


@transaction.atomic
def treat_vat(
    service: Service, vat: Vat, *, starts_on: date, reason: str, by: Actor, at: datetime, on: date
) -> VatTreatment:
    """Say how VAT falls on a service from a day; the treatment before it ends there.

    Refuses with PriceInThePast, LaterVersionExists or ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing("Say why VAT falls like this.", field="reason")
    Service.objects.select_for_update().get(pk=service.pk)
    latest = VatTreatment.objects.filter(service=service).order_by("-starts_on").first()
    _check_first_day(starts_on, latest, on)
    if latest is not None and latest.ends_on is None:
        latest.ends_on = starts_on
        latest.save(update_fields=["ends_on"])
    row = VatTreatment.objects.create(
        service=service,
        code=vat.code,
        rate_bp=vat.rate_bp,
        starts_on=starts_on,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by_id=getattr(by, "pk", None),
    )
    record(by=by, at=at, verb="services.vat.decided", subject=service, treatment=row, starts_on=starts_on)
    return row


def _check_first_day(starts_on: date, latest: Price | VatTreatment | None, on: date) -> None:
    """A first version may start on any day; a later one starts today or after, and after the one before it."""
    if latest is None:
        return
    if starts_on < on:
        raise PriceInThePast("The first day is in the past.", field="starts_on")
    if starts_on <= latest.starts_on or (latest.ends_on is not None and starts_on < latest.ends_on):
        day = latest.starts_on
        raise LaterVersionExists(f"A version from {day.day} {day:%B %Y} is published already.", field="starts_on")
