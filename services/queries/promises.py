"""What schools have been promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from kernel.periods import ONE_DAY
from members import public as members
from services.models import Promise, Service


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One promise as "my services" shows it; `ends_on` is the first day it no longer runs."""

    source: str
    service_id: int
    code: str
    slug: str
    name: str
    quantity: Decimal
    unit: str
    allowance: Decimal | None
    allowance_unit: str
    starts_on: date
    ends_on: date | None
    secured_until: date | None
    notice_days: int
    yearly: bool
    is_running: bool

    @property
    def last_day(self) -> date | None:
        """The last day of the promise, or None where it has no end."""
        return None if self.ends_on is None else self.ends_on - ONE_DAY


def running(on: date) -> Q:
    """The filter for promises that run on a day: begun, not ended, not released, still secured."""
    return (
        Q(starts_on__lte=on)
        & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        & (Q(released_on__isnull=True) | Q(released_on__gt=on))
        & (Q(secured_until__isnull=True) | Q(secured_until__gt=on))
    )


def entitlements(school: members.Organisation, on: date) -> list[Entitlement]:
    """What a school has on a day or will have later, soonest ending first; one SQL statement."""
    rows: QuerySet[Promise] = (
        Promise.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            Q(released_on__isnull=True) | Q(released_on__gt=on),
            school=school,
        )
        .select_related("service")
        .order_by("ends_on", "service__position", "source")
    )
    return [_entitlement(row, on) for row in rows]


def _entitlement(row: Promise, on: date) -> Entitlement:
    secured = row.secured_until is None or row.secured_until > on
    return Entitlement(
        source=row.source,
        service_id=row.service_id,
        code=row.service.code,
        slug=row.service.slug,
        name=row.service.name,
        quantity=row.quantity,
        unit=row.service.unit if row.quantity == 1 else row.service.units,
        allowance=row.allowance,
        allowance_unit=row.allowance_unit,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        secured_until=row.secured_until,
        notice_days=row.service.notice_days,
        yearly=row.service.yearly,
        is_running=row.starts_on <= on and secured,
    )


def may_use(service: Service, school: members.Organisation, on: date) -> bool:
    """Whether a school has a running promise of a service on a day. Looks at promises only, never at invoices."""
    return Promise.objects.filter(running(on), service=service, school=school).exists()
