"""Mail: written in the transaction that makes it true, sent by a job, retried, never sent twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection as database
from django.db.models import F, Q, QuerySet

from kernel.jobs import later
from kernel.models import Outbox

# How long to wait after the first, second, … definite failure; after the last we stop and show the mail as failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
# A mail claimed this long ago and not marked is one whose sender died: nobody knows whether it left.
LOST = timedelta(minutes=15)


_silent: ContextVar[bool] = ContextVar("_silent", default=False)


@contextmanager
def silent() -> Iterator[None]:
    """Inside, nothing is posted: for building a demo world, whose past nobody must be written to about."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def post(*, key: str, to: str, subject: str, text: str, at: datetime, secret: bool = False) -> None:
    """Put a mail in the outbox and ask for it to be sent.

    `key` says which mail this is (“invoice/INV-000012/issued”): the same key again changes nothing. The text of a
    `secret` mail (a link that opens an account) is emptied as soon as it has left.
    """
    if _silent.get():
        return
    with database.cursor() as cursor:
        cursor.execute(
            'INSERT INTO kernel_outbox (key, "to", subject, text, is_secret,'
            " created_at, next_try_at, attempts, problem)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, 0, '') ON CONFLICT (key) DO NOTHING RETURNING id",
            [key, to, subject, text, secret, at, at],
        )
        is_new = cursor.fetchone() is not None
    if is_new:
        later("outbox.send", key=key)


def address(path: str) -> str:
    """The whole address of a page, as a mail needs it; `path` starts with a slash."""
    return f"{settings.SITE_URL}{path}"


def send(key: str, at: datetime) -> bool:
    """Send one mail if it is due and nobody else has begun; True when it has left now.

    The mail is claimed first, in a statement of its own, so that two senders cannot both send it. A definite failure
    (no connection, or the mail server said no) releases it for another try; anything else after the first byte leaves
    it claimed, because it may have left: it is then shown as not known, and never sent again by itself.
    Must not be called inside a transaction.
    """
    mine = due(at).filter(key=key).update(claimed_at=at, attempts=F("attempts") + 1)
    if not mine:
        return False
    mail = Outbox.objects.get(key=key)
    try:
        connection = get_connection()
        connection.open()
    except OSError as problem:
        _try_again(mail, problem, at)
        return False
    try:
        message = EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], connection=connection)
        message.extra_headers["X-Coppice-Mail"] = mail.key
        message.send()
    except (SMTPRecipientsRefused, SMTPResponseException) as problem:
        _try_again(mail, problem, at)
        return False
    except OSError as problem:
        Outbox.objects.filter(pk=mail.pk).update(problem=f"not known whether sent: {problem}"[:500])
        return False
    finally:
        _close(connection)
    Outbox.objects.filter(pk=mail.pk).update(sent_at=at, problem="", text="" if mail.is_secret else mail.text)
    return True


def due(at: datetime) -> QuerySet[Outbox]:
    """Mails to send now: not sent, not begun, not given up, and their time has come."""
    return Outbox.objects.filter(
        sent_at__isnull=True, claimed_at__isnull=True, next_try_at__lte=at, attempts__lte=len(WAITS)
    ).exclude(text="")


def unsure(at: datetime) -> QuerySet[Outbox]:
    """Mails begun and never marked: not known whether sent."""
    begun = Outbox.objects.filter(sent_at__isnull=True, claimed_at__isnull=False)
    return begun.filter(Q(claimed_at__lte=at - LOST) | ~Q(problem="")).order_by("claimed_at", "pk")


def failed() -> QuerySet[Outbox]:
    """Mails given up after the last definite failure."""
    return Outbox.objects.filter(sent_at__isnull=True, claimed_at__isnull=True, attempts__gt=len(WAITS)).order_by(
        "created_at", "pk"
    )


def settle(key: str, *, was_sent: bool, at: datetime) -> bool:
    """A person has found out what became of a mail that was not known or given up: mark it sent, or send it afresh."""
    held = Outbox.objects.filter(pk__in=[row.pk for row in (*unsure(at), *failed()) if row.key == key])
    if was_sent:
        return bool(held.update(sent_at=at, claimed_at=at, problem=""))
    if not held.update(claimed_at=None, attempts=0, next_try_at=at, problem=""):
        return False
    later("outbox.send", key=key)
    return True


def forget(to: str) -> int:
    """Empty every mail to an address: the text and the address go, what it was and when stays."""
    return Outbox.objects.filter(to__iexact=to).update(to="", subject="", text="")


def about(to: str) -> list[dict[str, Any]]:
    """Every mail to an address, oldest first."""
    rows: Iterable[Outbox] = Outbox.objects.filter(to__iexact=to).order_by("created_at", "pk")
    return [
        {
            "subject": row.subject,
            "text": row.text,
            "written_at": row.created_at.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in rows
    ]


def _try_again(mail: Outbox, problem: Exception, at: datetime) -> None:
    wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
    Outbox.objects.filter(pk=mail.pk).update(claimed_at=None, next_try_at=at + wait, problem=str(problem)[:500])


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        return
