"""Who a program's key stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from kernel import clock
from members.models import ApiToken, Person
from members.ports import Hat
from members.queries.hats import hats_of

PREFIX = "coppice_"
# A key's last use is noted to the hour, so that a busy program does not write at every call.
NOTED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a key lets a program act for: the person, the one hat, and what for."""

    token: ApiToken
    person: Person
    hat: Hat
    scopes: frozenset[str]


def digest_of(text: str) -> str:
    """What is kept of a key. Keys are 256 random bits, so a plain digest cannot be guessed back."""
    return sha256(text.encode()).hexdigest()


def bearer_of(text: str, at: datetime) -> Bearer | None:
    """Whom this key stands for now; None when it is unknown, revoked or expired, or when the hat has ended."""
    if not text.startswith(PREFIX):
        return None
    token = ApiToken.objects.select_related("person").filter(digest=digest_of(text), revoked_at__isnull=True).first()
    if token is None or token.expires_at <= at or not token.person.is_active:
        return None
    hat = next((hat for hat in hats_of(token.person, clock.day_of(at)) if hat.key == token.hat), None)
    if hat is None:
        return None
    if token.used_at is None or at - token.used_at >= NOTED:
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)
    token.person.hat_worn = hat.key
    return Bearer(token, token.person, hat, frozenset(token.scopes))
