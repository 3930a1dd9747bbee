"""Grants: money given for a purpose, not for a service."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from kernel.fields import MoneyField


class Grant(models.Model):
    """One row is a grant that has come in: who gave it, when, how much, into which fund and what for."""

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    funder = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    amount = MoneyField()
    fund = models.ForeignKey("billing.Fund", on_delete=models.PROTECT, related_name="+", default="general")
    purpose = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_grant_is_more_than_nothing"),
            models.CheckConstraint(condition=~Q(purpose=""), name="a_grant_says_what_it_is_for"),
        ]
        triggers = [pgtrigger.Protect(name="a_grant_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record and the ledger."""
        return f"grant/{self.reference}"
