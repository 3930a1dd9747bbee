"""Saying what became of a mail that did not simply leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kernel import outbox
from kernel.records import Actor, record


@transaction.atomic
def settle(pk: int, *, was_sent: bool, by: Actor, at: datetime) -> bool:
    """Mark a mail as sent, or send it afresh; False when it is not one that waits for an answer.

    Safe to repeat: an answered mail waits no more.
    """
    row = next((mail for mail in (*outbox.unsure(at), *outbox.failed()) if mail.pk == pk), None)
    if row is None or not outbox.settle(row.key, was_sent=was_sent, at=at):
        return False
    record(by=by, at=at, verb="members.mail.settled", subject=f"mail/{pk}", was_sent=was_sent)
    return True
