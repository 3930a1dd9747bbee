"""Paying by card: attempts at paying an invoice, and the inbox of what Stripe tells us."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from billing.states import AttemptOutcome
from kernel.fields import MoneyField


class PaymentAttempt(models.Model):
    """One row is one try at paying an invoice by card. It is written before Stripe is asked, so that a lost answer is
    found again: Stripe's idempotency key follows from `reference`, and the payment's request key is this row's."""

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="card_attempts")
    amount = MoneyField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=120, null=True, unique=True)
    page = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=8, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(outcome=AttemptOutcome.OPEN),
                name="an_invoice_has_one_live_card_attempt",
            ),
            models.CheckConstraint(
                condition=Q(outcome=AttemptOutcome.OPEN, closed_at__isnull=True)
                | ~Q(outcome=AttemptOutcome.OPEN) & Q(closed_at__isnull=False),
                name="a_card_attempt_is_closed_when_it_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_card_attempt_is_for_money"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"card-attempt/{self.reference}"


class StripeEvent(models.Model):
    """One row is a message from Stripe, kept as it came before anything is done with it; each is taken in once."""

    event_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=120)
    livemode = models.BooleanField()
    body: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(taken_in_at=None), name="stripe_events_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"stripe-event/{self.event_id}"
