"""The register of members."""

from __future__ import annotations

from django.db import models

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
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.starts_on}"
