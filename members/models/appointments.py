"""Who may act for which organisation, as what, from when to when."""

from __future__ import annotations

from django.db import models

from kernel.fields import MoneyField
from members.states import Role


class Appointment(models.Model):
    """One row gives a person a role at an organisation for a period; an approver's has a spending limit."""

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=Role)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    limit = MoneyField(null=True, blank=True)
    granted_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(role=Role.SCHOOL_APPROVER),
                name="only_an_approver_has_a_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role} at {self.organisation_id}"
