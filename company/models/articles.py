"""The articles of association, version by version."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from company.rules import board as rules
from company.states import Seat


class Articles(models.Model):
    """One row is the figures of the articles from a day on, who recorded them and by which authority.

    A version is in force until the next one starts; none is ever edited. `cap_bp` is basis points of
    the directors in office that the council may hold at most.
    """

    starts_on = models.DateField(unique=True)
    minimum = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)
    cap_bp = models.PositiveIntegerField()
    term_years = models.PositiveSmallIntegerField()
    most_terms = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    casting_vote = models.BooleanField()
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    clauses = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, default="")
    authority = models.CharField(max_length=60, blank=True, default="")
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minimum__gte=1), name="a_board_has_at_least_one_director"),
            models.CheckConstraint(
                condition=models.Q(maximum__isnull=True) | models.Q(maximum__gte=models.F("minimum")),
                name="the_most_directors_are_not_fewer_than_the_least",
            ),
            models.CheckConstraint(condition=models.Q(cap_bp__lte=10_000), name="the_cap_is_at_most_the_whole_board"),
            models.CheckConstraint(condition=models.Q(quorum__gte=2), name="a_quorum_is_at_least_two"),
            models.CheckConstraint(condition=models.Q(term_years__gte=1), name="a_term_is_at_least_a_year"),
        ]

    def __str__(self) -> str:
        return f"Articles of {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"articles/{self.pk}"

    def as_rule(self) -> rules.Articles:
        """The figures as the rules take them."""
        return rules.Articles(
            minimum=self.minimum,
            maximum=self.maximum,
            cap_bp=self.cap_bp,
            term_years=self.term_years,
            most_terms=self.most_terms,
            quorum=self.quorum,
            casting_vote=self.casting_vote,
            chair_seat=Seat.EXTERNAL,
            skills=frozenset(self.skills),
            starts_on=self.starts_on,
            clauses=tuple(sorted(self.clauses.items())),
        )
