"""Writing the Record: who did what, when, wearing which hat, on what authority."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q

from kernel import references
from kernel.models import Record
from kernel.money import Money


class Actor(Protocol):
    """Whoever acts: a person, or the system itself."""

    @property
    def key(self) -> str: ...

    @property
    def hat_worn(self) -> str: ...


class Keyed(Protocol):
    """Anything with a text key that the Record can point at."""

    @property
    def key(self) -> str: ...


class _System:
    """The system acting by itself: a job, a webhook, a command."""

    key = "system"
    hat_worn = ""


SYSTEM: Actor = _System()


def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    subject: Keyed | str,
    authority: str = "",
    personal: dict[str, Any] | None = None,
    **facts: Any,
) -> Record:
    """Add a row to the Record inside the caller's transaction; the chain gives it its place at commit.

    `personal` holds what names or describes a person: it can be forgotten later. Everything else stays for ever.
    """
    salt = references.salt() if personal else ""
    plain = _plain(personal) if personal else None
    return Record.objects.create(
        at=at,
        by_key=by.key,
        hat=by.hat_worn,
        verb=verb,
        subject=subject if isinstance(subject, str) else subject.key,
        authority=authority,
        facts=_plain(facts),
        personal=plain,
        salt=salt,
        personal_digest=digest(salt, plain) if plain is not None else "",
    )


def digest(salt: str, personal: Any) -> str:
    """The salted digest by which the chain covers personal details without holding them."""
    text = json.dumps(personal, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\x1f{text}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON can hold it: money in pence, days and instants in ISO form, things by their key."""
    if isinstance(value, Money):
        return value.pence
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    if hasattr(value, "key"):
        return value.key
    raise TypeError(f"the Record cannot hold {value!r}")


def forget(key: str) -> int:
    """Forget the personal part of every entry about `key` or made by it; gives back how many.

    What was done, when and by which key stays, and so does the digest: the chain still verifies. Safe to repeat.
    """
    held = Record.objects.filter(Q(subject=key) | Q(by_key=key), personal__isnull=False)
    return held.update(personal=None, salt="")


def about(key: str) -> list[dict[str, Any]]:
    """Every entry about `key` or made by it, oldest first, for a copy of what is held about a person."""
    rows = Record.objects.filter(Q(subject=key) | Q(by_key=key)).order_by("position")
    return [
        {
            "at": row.at.isoformat(),
            "did": row.verb,
            "to": row.subject,
            "wearing": row.hat,
            "facts": row.facts,
            "personal": row.personal,
        }
        for row in rows
    ]
