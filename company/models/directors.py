"""The register of directors and who chairs them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Value

from company.states import Leaving, Seat, choices

# The embedded database has no btree_gist: an equal number is written as a range of one.
SAME_PERSON = Func(F("person"), F("person"), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())


class Directorship(models.Model):
    """One row is one term of one person on the board: in office on [starts_on, ends_on), the end known from the start.

    `ends_on` is the first day no longer in office: the end of the term, or earlier when they left; then `left_by`
    says how.
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=20, choices=choices(Seat))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    term = models.PositiveSmallIntegerField(default=1)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    constituency = models.CharField(max_length=120, blank=True, default="")
    left_by = models.CharField(max_length=12, choices=choices(Leaving), blank=True, default="")
    authority = models.CharField(max_length=60, blank=True, default="")
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=F("starts_on")),
                name="directorship_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(seat__in=list(Seat)), name="a_directorship_has_a_known_seat"),
            ExclusionConstraint(
                name="one_person_holds_one_directorship_at_a_time",
                expressions=[(SAME_PERSON, "&&"), (DAYS, "&&")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on a {self.seat} seat from {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"directorship/{self.pk}"

    @property
    def seat_label(self) -> str:
        """The seat in words."""
        return Seat(self.seat).label


class Chairmanship(models.Model):
    """One row says which director chairs the board on [starts_on, ends_on); the database allows one chair at a time."""

    directorship = models.ForeignKey(Directorship, on_delete=models.PROTECT, related_name="chairmanships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    authority = models.CharField(max_length=60, blank=True, default="")
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=F("starts_on")),
                name="chairmanship_ends_after_it_starts",
            ),
            ExclusionConstraint(name="there_is_one_chair_at_a_time", expressions=[(DAYS, "&&")]),
        ]

    def __str__(self) -> str:
        return f"chair from {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"chairmanship/{self.pk}"
