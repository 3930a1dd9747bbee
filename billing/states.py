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


class AccountKind(TextChoices):
    """Which side of the books an account stands on; the first digit of its code says the same."""

    ASSET = "asset", "What we have"
    LIABILITY = "liability", "What we owe"
    EQUITY = "equity", "What is left over"
    INCOME = "income", "Income"
    COST = "cost", "Cost"


class InvoiceKind(TextChoices):
    """What an issued document is."""

    INVOICE = "invoice", "Invoice"
    CREDIT_NOTE = "credit_note", "Credit note"


class PaymentMethod(TextChoices):
    """How the money came."""

    BANK_TRANSFER = "bank_transfer", "Bank transfer"
    CARD = "card", "Card"


class AttemptOutcome(TextChoices):
    """What became of a try at paying by card."""

    OPEN = "open", "Not decided yet"
    PAID = "paid", "Paid"
    EXPIRED = "expired", "Closed without a payment"


class AppropriationKind(TextChoices):
    """What a part of the surplus is put to. A distribution to members is not among them, on purpose."""

    RESERVES = "reserves", "Reserves"
    PROJECT = "project", "Project"
