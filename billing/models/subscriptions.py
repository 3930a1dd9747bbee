"""Contracts that run for a term."""

from __future__ import annotations

from datetime import date

from django.db import models


class Subscription(models.Model):
    """One row is a yearly service that a school has for a term in its own year. It ends by itself; nothing renews it
    but a new order.

    `minimum_until` is the first day on which the school is free to have left: the end of the term, or of a minimum
    term that reaches beyond it. `last_notice_on` leaves the whole notice period before that day.
    """

    line = models.OneToOneField("billing.OrderLine", on_delete=models.PROTECT, related_name="subscription")
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    minimum_until = models.DateField()
    last_notice_on = models.DateField()
    notice_given_on = models.DateField(null=True)
    notice_given_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    notice_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="subscription_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(last_notice_on__lt=models.F("minimum_until")),
                name="notice_is_due_before_the_subscription_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_until__gte=models.F("ends_on")), name="a_minimum_term_holds_the_whole_term"
            ),
            models.CheckConstraint(
                condition=models.Q(notice_given_on__isnull=True, notice_given_by__isnull=True)
                | models.Q(notice_given_on__isnull=False, notice_given_by__isnull=False),
                name="notice_is_given_by_somebody_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["school", "ends_on"], name="subscriptions_of_a_school")]

    def __str__(self) -> str:
        return f"{self.service_id} for {self.school_id} until {self.ends_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"subscription/{self.pk}"

    def runs_on(self, day: date) -> bool:
        """Whether the term holds a day."""
        return self.starts_on <= day < self.ends_on
