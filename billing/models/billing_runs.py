"""Billing runs: what was asked for, and whether it is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kernel.fields import MoneyField


class BillingRun(models.Model):
    """One row is a run that invoices all charges due by a day, with the control totals it was confirmed on.

    How far it is, is not stored: it is what the charges due by that day say.
    """

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    on = models.DateField()
    charges = models.IntegerField()
    documents = models.IntegerField()
    gross = MoneyField()
    asked_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(charges__gte=0, documents__gte=0), name="a_run_counts_from_nothing"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"billing-run/{self.reference}"
