"""Loads of the school register's files, and what each of them changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from members.states import SchoolChange, SchoolImportState


class SchoolImport(models.Model):
    """One row is one file of the school register that somebody wants to load, or has loaded.

    The file itself is kept privately from the upload until it is loaded or given up, and then removed: the
    official file carries names and telephone numbers that we have no use for.
    """

    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    stored_as = models.CharField(max_length=100, blank=True, default="")
    links_name = models.CharField(max_length=200, blank=True, default="")
    links_stored_as = models.CharField(max_length=100, blank=True, default="")
    authorities = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    allows_mass_closure = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=SchoolImportState)
    rows_read = models.IntegerField(default=0)
    share_read = models.SmallIntegerField(default=0)
    figures = models.JSONField(default=dict, blank=True)
    undated = models.IntegerField(default=0)
    refused_because = models.TextField(blank=True, default="")
    would_close_too_many = models.BooleanField(default=False)
    asked_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_hat = models.CharField(max_length=100, blank=True, default="")
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SchoolImportState.values), name="school_import_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(share_read__gte=0, share_read__lte=100), name="school_import_is_read_from_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"school-import/{self.pk}"

    @property
    def is_working(self) -> bool:
        """True while a job reads or loads the file."""
        return self.state in (SchoolImportState.READING, SchoolImportState.LOADING)


class SchoolImportChange(models.Model):
    """One row says what one load changes, or would change, about one school; also which schools it did not see."""

    school_import = models.ForeignKey(SchoolImport, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=SchoolChange)
    urn = models.IntegerField()
    name = models.CharField(max_length=250)
    was = models.CharField(max_length=250, blank=True, default="")
    becomes = models.CharField(max_length=250, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school_import", "kind", "urn"], name="a_load_changes_one_thing_about_a_school_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"
