"""Mail: written in the transaction that makes it true, sent by a job, retried, never sent twice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kernel.jobs import later
from kernel.models import Outbox


def post(*, key: str, to: str, subject: str, text: str, at: datetime) -> None:
    """Put a mail in the outbox and ask for it to be sent.

    `key` says which mail this is (“invoice/INV-000012/issued”): the same key again changes nothing.
    """
    _, is_new = Outbox.objects.get_or_create(
        key=key,
        defaults={"to": to, "subject": subject, "text": text, "created_at": at, "next_try_at": at},
    )
    if is_new:
        later("outbox.send", key=key)


def address(path: str) -> str:
    """The whole address of a page, as a mail needs it; `path` starts with a slash."""
    return f"{settings.SITE_URL}{path}"
