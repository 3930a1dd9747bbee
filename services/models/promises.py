"""What the company has promised to whom, and what schools wish for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Promise(models.Model):
    """One row is a service promised to a school for a period, because of one line of whoever ordered it.

    `source` is that line's own reference (“ORD-7K3M-Q9TX/2”). `allowance` is how much of `allowance_unit` the whole
    promise holds. The school may use it until `secured_until`, which whoever is paid pushes on; without a day there
    is no such limit. A promise that is released ends on `released_on` and is kept.
    """

    source = models.CharField(max_length=60, unique=True)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="promises")
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    allowance = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    allowance_unit = models.CharField(max_length=40, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    secured_until = models.DateField(null=True)
    released_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="promise_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_promise_is_for_more_than_nothing"),
            models.CheckConstraint(condition=~Q(source=""), name="a_promise_has_a_source"),
        ]
        indexes = [models.Index(fields=["school", "starts_on"], name="promises_of_a_school")]

    def __str__(self) -> str:
        return f"{self.source}: {self.service_id} for {self.school_id}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"promise/{self.source}"


class Interest(models.Model):
    """One row says that a school would buy a planned service; it may be taken back."""

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="interests")
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    registered_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "school"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_school_registers_interest_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} would like {self.service_id}"
