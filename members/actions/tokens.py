"""Making and revoking the keys that programs use."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kernel.records import Actor, record
from kernel.refusal import Refusal
from members.models import ApiToken, Person
from members.ports import Hat
from members.queries.tokens import PREFIX, digest_of

LONGEST_DAYS = 366
MOST = 20


class TooLong(Refusal):
    """A key lasts a year at most."""

    rule = "A key that nobody renews is a key that nobody looks after."


class TooMany(Refusal):
    """A person has 20 keys at most."""

    rule = "A key nobody remembers is a door nobody watches."
    forward = "Revoke those that are no longer used."


@transaction.atomic
def make(
    *, person: Person, hat: Hat, label: str, scopes: Sequence[str], days: int, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a key for a program, and give it back with its text: the only time that anybody sees it.

    Not safe to repeat: each call makes another key. Refuses with TooLong or TooMany.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise TooLong(f"Choose between 1 and {LONGEST_DAYS} days.", field="days")
    if ApiToken.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST:
        raise TooMany(f"You have {MOST} keys already.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        label=label,
        hat=hat.key,
        scopes=sorted(set(scopes)),
        digest=digest_of(text),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(
        by=by, at=at, verb="members.token.made", subject=token, holder=person, hat_given=hat.key, scopes=token.scopes
    )
    return token, text


@transaction.atomic
def revoke(token: ApiToken, *, by: Actor, at: datetime) -> None:
    """Stop a key from working, at once. Safe to repeat."""
    row = ApiToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record(by=by, at=at, verb="members.token.revoked", subject=row, holder=f"person/{row.person_id}")
