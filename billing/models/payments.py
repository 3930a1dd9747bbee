"""Payments in, and which invoices they settle."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from billing.models import payment_triggers
from billing.states import PaymentMethod
from kernel.fields import MoneyField

NEVER_CHANGES = pgtrigger.Update | pgtrigger.Delete


class Payment(models.Model):
    """One row is money that came in from a payer; a row that `reverses` another takes a mistaken one back.

    `request_key` is the key of the request (or the payment attempt) that recorded it: the same key never makes a
    second payment. What is not allocated is held on account for the payer.
    """

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    payer = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=13, choices=PaymentMethod)
    received_on = models.DateField()
    amount = MoneyField()
    bank_reference = models.CharField(max_length=140, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(reason=""),
                name="money_comes_in_unless_it_takes_a_mistake_back",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")), name="no_payment_reverses_itself"
            ),
        ]
        indexes = [models.Index(fields=["payer", "received_on"], name="payments_of_a_payer")]
        triggers = [
            pgtrigger.Protect(name="a_payment_is_never_changed", operation=NEVER_CHANGES),
            payment_triggers.reversal_takes_back_exactly(),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"payment/{self.reference}"


class Allocation(models.Model):
    """One row says that a part of a payment settles an invoice; a row that `reverses` another frees it again."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, related_name="allocations")
    amount = MoneyField()
    on = models.DateField()
    allocated_at = models.DateTimeField()
    allocated_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="an_allocation_settles_unless_it_frees",
            ),
        ]
        indexes = [
            models.Index(fields=["invoice"], name="allocations_of_an_invoice"),
            models.Index(fields=["payment"], name="allocations_of_a_payment"),
        ]
        triggers = [
            pgtrigger.Protect(name="an_allocation_is_never_changed", operation=NEVER_CHANGES),
            payment_triggers.allocation_fits(),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.payment_id} to {self.invoice_id}"

    @property
    def key(self) -> str:
        """Text key for the Record and the ledger."""
        return f"allocation/{self.pk}"
