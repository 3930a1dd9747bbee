"""The register of members."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Value

from kernel.fields import MoneyField


class Membership(models.Model):
    """One row is an entry in the register of members: a legal person (a school's governing body, a trust, the council)
    that is a member from the day it was entered until it ceased (Companies Act 2006 s.113; guarantee s.11)."""

    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    guarantee = MoneyField()
    authority = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            ExclusionConstraint(
                name="a_body_is_one_member_at_a_time",
                expressions=[
                    (
                        Func("organisation_id", "organisation_id", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func("starts_on", "ends_on", function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=models.Q(guarantee__gt=0), name="a_member_guarantees_something"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.starts_on}"
