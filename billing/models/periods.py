"""Accounting periods: the months that can be closed."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Days(Func):
    """The days from one up to, but not including, another, as PostgreSQL's range."""

    function = "DATERANGE"
    output_field = DateRangeField()


class AccountingPeriod(models.Model):
    """One row is a month of the books; once closed, the database refuses every posting dated in it."""

    starts_on = models.DateField(unique=True)
    ends_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_period_ends_after_it_starts"),
            ExclusionConstraint(
                name="accounting_periods_do_not_overlap",
                expressions=[(Days("starts_on", "ends_on"), RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_period_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_period_keeps_its_days", fields=["starts_on", "ends_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%B %Y}"

    @property
    def key(self) -> str:
        """Text key for the Record: `period/2026-11`."""
        return f"period/{self.starts_on:%Y-%m}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None
