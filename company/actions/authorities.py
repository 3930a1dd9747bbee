"""Acting in a resolution's name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from company.actions.guard import person_or_none
from company.models import AuthorityUse, Resolution
from company.rules.authorities import Decision, NoSuchAuthority, Use, UsedDifferently, check
from kernel import clock
from kernel.money import ZERO, Money
from kernel.records import Actor, record


@transaction.atomic
def use_authority(
    number: str,
    *,
    for_: str,
    subject: str,
    amount: Money | None = None,
    source: str,
    by: Actor,
    at: datetime,
    lock: bool = True,
) -> AuthorityUse:
    """Use a resolution as authority for one act, drawing down its sum; the caller acts in the same transaction.

    Safe to repeat: the same `source` with the same subject and amount gives back the same use.
    The resolution is locked until the transaction ends, so that two at once cannot both have what is left;
    `lock=False` exists for the test that shows why.

    Refuses with NoSuchAuthority, NotYetDecided, NotCarried, OutOfDate, OtherPurpose, OtherSubject, NothingLeft
    or UsedDifferently.
    """
    rows = Resolution.objects.select_for_update() if lock else Resolution.objects.all()
    resolution = rows.filter(number=number).first()
    if resolution is None:
        raise NoSuchAuthority(f"There is no resolution {number}.")
    before = resolution.uses.filter(source=source).first()
    if before is not None:
        if (before.purpose, before.subject, before.amount) != (for_, subject, amount):
            raise UsedDifferently(f"{source} has used {number} before, for something else.")
        return before
    wanted = Use(for_, subject, amount, at, clock.day_of(at))
    check(_decision(resolution), wanted, used=drawn(resolution))
    use = AuthorityUse.objects.create(
        resolution=resolution,
        source=source,
        purpose=for_,
        subject=subject,
        amount=amount,
        used_at=at,
        used_by=person_or_none(by),
    )
    record(
        by=by,
        at=at,
        verb="company.authority.used",
        subject=resolution,
        authority=number,
        purpose=for_,
        about=subject,
        amount=amount,
        source=source,
    )
    return use


def drawn(resolution: Resolution) -> Money:
    """What has been drawn from a resolution's sum."""
    return resolution.uses.aggregate(total=Sum("amount"))["total"] or ZERO


def authority_left(number: str) -> Money | None:
    """What is left of a resolution's sum; None where it carries none.

    Refuses with NoSuchAuthority.
    """
    resolution = Resolution.objects.filter(number=number).first()
    if resolution is None:
        raise NoSuchAuthority(f"There is no resolution {number}.")
    return None if resolution.amount is None else resolution.amount - drawn(resolution)


def _decision(resolution: Resolution) -> Decision:
    return Decision(
        number=resolution.number,
        purpose=resolution.purpose,
        subjects=frozenset(resolution.subjects.values_list("subject", flat=True)),
        amount=resolution.amount,
        decided_at=resolution.decided_at,
        carried=bool(resolution.carried),
        starts_on=resolution.starts_on,
        ends_on=resolution.ends_on,
    )
