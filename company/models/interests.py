"""What people are to the council and what they do for the company for pay."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from company.states import Benefit, Capacity, choices


class Association(models.Model):
    """One row is a connection of a person with a council over [starts_on, ends_on); a missing day is open.

    `ends_on` is the first day without it: a councillor not re-elected stays in office to the fourth day after the poll.
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=choices(Capacity))
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="association_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=list(Capacity)), name="an_association_has_a_known_capacity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.capacity} of {self.authority_id}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"association/{self.pk}"

    @property
    def capacity_label(self) -> str:
        """The connection in words."""
        return Capacity(self.capacity).label


class PaidWork(models.Model):
    """One row is work a person does for the company on [starts_on, ends_on), and who has the benefit of its pay.

    With the benefit their own, a director is executive for as long as it lasts (SI 2002/2978 reg. 2).
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    benefit = models.CharField(max_length=12, choices=choices(Benefit))
    what = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="paid_work_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(benefit__in=list(Benefit)), name="paid_work_has_a_known_benefit"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.what}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"paid-work/{self.pk}"

    @property
    def benefit_label(self) -> str:
        """Who has the benefit, in words."""
        return Benefit(self.benefit).label


class AcceptedBreach(models.Model):
    """One row is a change saved although it breaks rules: which, from when, why, and by when it will be cured."""

    subject = models.TextField()
    rules = models.JSONField()
    breaks_on = models.DateField()
    reason = models.TextField()
    cure_by = models.DateField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_breach_is_accepted_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {', '.join(self.rules)}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"accepted-breach/{self.pk}"
