"""What became of a surplus: reserves, and projects for the schools. There is no third kind."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from billing.models import surplus_triggers
from billing.states import AppropriationKind
from kernel.fields import MoneyField

NEVER_CHANGES = pgtrigger.Update | pgtrigger.Delete


class ReservesPolicy(models.Model):
    """One row is the level of reserves the board wants from a day on, until the next row's."""

    starts_on = models.DateField(unique=True)
    target = MoneyField()
    authority = models.CharField(max_length=60, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(target__gte=0), name="a_reserves_level_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.target} from {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"reserves-policy/{self.pk}"


class Project(models.Model):
    """One row is a purpose a surplus is put back into, with a fund of its own in the ledger."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    fund = models.OneToOneField("billing.Fund", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(fund="general"), name="a_project_has_a_fund_of_its_own"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"project/{self.slug}"


class ProjectSchool(models.Model):
    """One row is a school that takes part in a project, and whether it confirmed what changed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="schools")
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "school"], name="a_school_takes_part_in_a_project_once"),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=F("joined_on")),
                name="a_school_confirms_after_it_joins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} in {self.project_id}"


class ProjectNote(models.Model):
    """One row is what had changed through a project by a day; the latest is shown first, none is edited."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField()
    text = models.TextField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [pgtrigger.Protect(name="a_project_note_is_never_changed", operation=NEVER_CHANGES)]

    def __str__(self) -> str:
        return f"{self.on}: {self.text}"


class Appropriation(models.Model):
    """One row is the board's decision on the surplus of one company year: the authority used and the journal posted."""

    starts_on = models.DateField(unique=True)
    ends_on = models.DateField()
    surplus = MoneyField()
    authority = models.CharField(max_length=20)
    journal = models.OneToOneField("billing.Journal", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(surplus__gt=0), name="only_a_surplus_is_appropriated"),
            models.CheckConstraint(condition=~Q(authority=""), name="a_surplus_is_appropriated_by_authority"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_surplus_is_of_a_year"),
        ]
        triggers = [
            pgtrigger.Protect(name="an_appropriation_is_never_changed", operation=NEVER_CHANGES),
            surplus_triggers.appropriation_adds_up(),
        ]

    def __str__(self) -> str:
        return f"{self.surplus} of the year to {self.ends_on}"

    @property
    def key(self) -> str:
        """Text key for the Record and the ledger: `appropriation/2026`, by the year it ends in."""
        return f"appropriation/{self.ends_on.year}"


class AppropriationLine(models.Model):
    """One row is a part of a surplus: to reserves, or to a project. The database knows no other use, and no payee."""

    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=AppropriationKind)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="lines")
    amount = MoneyField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AppropriationKind.RESERVES, project__isnull=True)
                | Q(kind=AppropriationKind.PROJECT, project__isnull=False),
                name="a_surplus_goes_to_reserves_or_to_a_project",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_part_of_a_surplus_is_more_than_nothing"),
            models.UniqueConstraint(
                fields=["appropriation", "project"],
                name="a_surplus_goes_to_a_project_once",
                nulls_distinct=False,
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="a_part_of_a_surplus_is_never_changed", operation=NEVER_CHANGES),
            surplus_triggers.line_adds_up(),
        ]

    def __str__(self) -> str:
        return f"{self.amount} to {self.kind}"
