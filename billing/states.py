"""States of billing and the legal moves between them."""

from __future__ import annotations

from django.db.models import TextChoices


class ApprovalState(TextChoices):
    """What became of a request for approval. One that runs out of time stays waiting and is read as lapsed."""

    WAITING = "waiting", "Waiting for an answer"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent_back", "Sent back"
    WITHDRAWN = "withdrawn", "Withdrawn"


APPROVAL_MOVES = frozenset(
    {
        (ApprovalState.WAITING, ApprovalState.APPROVED),
        (ApprovalState.WAITING, ApprovalState.SENT_BACK),
        (ApprovalState.WAITING, ApprovalState.WITHDRAWN),
    }
)
