"""The register of members: entering one, and writing down that one has ceased."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kernel.money import Money
from kernel.records import Actor, record
from members.models import Membership, Organisation
from members.queries.hats import running_on
from members.rules.memberships import AlreadyMember, NotMember, check_end


@transaction.atomic
def admit(
    organisation: Organisation, *, on: date, guarantee: Money, authority: str, by: Actor, at: datetime
) -> Membership:
    """Enter a legal person in the register from a day; what makes it a member (Companies Act 2006 s.112).

    `authority` names the board's decision. Not repeatable: a member cannot be entered twice.

    Refuses with AlreadyMember.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if Membership.objects.filter(running_on(on), organisation=organisation).exists():
        raise AlreadyMember(f"{organisation} is in the register on that day already.")
    entry = Membership.objects.create(organisation=organisation, starts_on=on, guarantee=guarantee, authority=authority)
    record(
        by=by,
        at=at,
        verb="members.member.admitted",
        subject=organisation,
        authority=authority,
        on=on,
        guarantee=guarantee,
    )
    return entry


@transaction.atomic
def cease(organisation: Organisation, *, last_day: date, reason: str, by: Actor, at: datetime) -> Membership:
    """Write down the last day of a membership; the entry stays in the register (s.113, s.121).

    Refuses with NotMember, or with EndsBeforeItStarts.
    """
    entry = (
        Membership.objects.select_for_update(of=("self",))
        .filter(running_on(last_day), organisation=organisation)
        .first()
    )
    if entry is None:
        raise NotMember(f"{organisation} is not in the register on that day.")
    entry.ends_on = check_end(entry.starts_on, last_day)
    entry.save(update_fields=["ends_on"])
    record(by=by, at=at, verb="members.member.ceased", subject=organisation, last_day=last_day, reason=reason)
    return entry
