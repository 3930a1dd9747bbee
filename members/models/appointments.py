"""Who may act for which organisation, as what, from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from kernel.fields import MoneyField
from members.states import Role


def _one(expression: Func | F) -> Func:
    """A range that holds one number: equality for an exclusion constraint without any extension."""
    return Func(expression, expression, Value("[]"), function="int8range")


class Appointment(models.Model):
    """One row gives a person a role at an organisation for a period; an approver's has a spending limit.

    A changed limit is a new row from that day on. One that is withdrawn on its first day has an empty period.
    """

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
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(role=Role.SCHOOL_APPROVER),
                name="only_an_approver_has_a_limit",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("granted_by")),
                name="nobody_gives_themselves_a_role",
            ),
            ExclusionConstraint(
                name="a_person_holds_a_role_once_at_a_time",
                expressions=[
                    (_one(F("person_id")), RangeOperators.OVERLAPS),
                    (_one(F("organisation_id")), RangeOperators.OVERLAPS),
                    (_one(Func(F("role"), function="hashtext")), RangeOperators.OVERLAPS),
                    (Func(F("starts_on"), F("ends_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role} at {self.organisation_id}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"appointment/{self.pk}"
