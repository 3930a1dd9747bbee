"""Resolutions of the board, and what was done in their name."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from company.rules.votes import Casting
from company.states import choices
from kernel.fields import MoneyField
from kernel.money import Money

VOTE_FIELDS = ("votes_for", "votes_against", "abstained", "attending", "withdrew", "carried", "decided_at")
UNDECIDED = Q(**{f"{name}__isnull": True for name in VOTE_FIELDS})
DECIDED = Q(**{f"{name}__isnull": False for name in VOTE_FIELDS})

# The uses of one resolution may never exceed its sum, whoever writes them. The action locks the resolution
# first, so that of two at once the second sees the first.
WITHIN_THE_SUM = """
    SELECT carried, amount, decided_at INTO passed, allowed, since
        FROM company_resolution WHERE id = NEW.resolution_id;
    IF passed IS NOT TRUE OR NEW.used_at < since THEN
        RAISE EXCEPTION 'an authority is used only once its resolution is recorded as carried';
    END IF;
    IF NEW.amount IS NOT NULL THEN
        SELECT COALESCE(SUM(amount), 0) INTO drawn FROM company_authorityuse WHERE resolution_id = NEW.resolution_id;
        IF allowed IS NULL OR drawn + NEW.amount > allowed THEN
            RAISE EXCEPTION 'a resolution is never drawn beyond its sum';
        END IF;
    END IF;
    RETURN NEW;
"""


class Resolution(models.Model):
    """One row is a resolution put to the board: what for, about whom, with which sum, valid on [starts_on, ends_on).

    The vote is recorded once and never changed: whoever acts later names the number.
    """

    number = models.CharField(max_length=20, unique=True)
    meeting = models.ForeignKey("company.Meeting", on_delete=models.PROTECT, related_name="resolutions")
    text = models.TextField()
    purpose = models.CharField(max_length=60)
    amount = MoneyField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    attending = models.PositiveSmallIntegerField(null=True)
    withdrew = models.PositiveSmallIntegerField(null=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    casting = models.CharField(max_length=8, choices=choices(Casting), default=Casting.NONE.value)
    carried = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=UNDECIDED | DECIDED, name="a_vote_is_recorded_whole_or_not_at_all"),
            models.CheckConstraint(
                condition=Q(carried__isnull=True)
                | Q(carried=True, votes_for__gt=F("votes_against"))
                | Q(carried=True, votes_for=F("votes_against"), casting=Casting.FOR.value)
                | Q(carried=False, votes_for__lt=F("votes_against"))
                | (Q(carried=False, votes_for=F("votes_against")) & ~Q(casting=Casting.FOR.value)),
                name="carried_means_more_for_than_against",
            ),
            models.CheckConstraint(
                condition=Q(carried__isnull=True)
                | Q(attending__gte=F("withdrew") + F("votes_for") + F("votes_against") + F("abstained")),
                name="there_are_no_more_votes_than_voters",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="resolution_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="a_sum_is_above_nought"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_recorded_vote_is_never_changed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"resolution/{self.number}"

    @property
    def vote(self) -> str:
        """The vote in words, or that there was none yet."""
        if self.carried is None:
            return "Not yet voted on"
        return f"{self.votes_for} for, {self.votes_against} against, {self.abstained} abstained"

    @property
    def outcome(self) -> str:
        """One word for the badge."""
        return "Proposed" if self.carried is None else "Carried" if self.carried else "Not carried"


class ResolutionSubject(models.Model):
    """One row is a thing a resolution is about, by its text key; without any, it is about its purpose alone."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="subjects")
    subject = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resolution", "subject"], name="a_resolution_names_a_subject_once"),
        ]

    def __str__(self) -> str:
        return self.subject


class Withdrawal(models.Model):
    """One row is a director who withdrew from one item because of an interest: in neither its quorum nor its vote."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="withdrawals")
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resolution", "person"], name="nobody_withdraws_from_an_item_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} withdrew from {self.resolution_id}"


class AuthorityUse(models.Model):
    """One row is an act done in a resolution's name: for what, about what, how much of its sum, by which source."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="uses")
    source = models.TextField()
    purpose = models.CharField(max_length=60)
    subject = models.TextField()
    amount = MoneyField(null=True, blank=True)
    used_at = models.DateTimeField()
    used_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resolution", "source"], name="a_source_uses_an_authority_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="an_amount_drawn_is_above_nought"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="an_authority_is_never_overdrawn",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("passed", "boolean"), ("allowed", "bigint"), ("since", "timestamptz"), ("drawn", "bigint")],
                func=WITHIN_THE_SUM,
            ),
            pgtrigger.Protect(name="an_authority_use_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.resolution_id} used by {self.source}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"authority-use/{self.pk}"

    @property
    def drawn(self) -> Money:
        """What it draws from the sum; £0.00 for a use that draws nothing."""
        return self.amount or Money(0)
