"""Schools, trusts, the council, the company itself, and what official files say about them."""

from __future__ import annotations

from django.db import models

from members.states import OPEN_STATUSES, OrganisationKind, SchoolStatus


class Organisation(models.Model):
    """One row is a body with a name: a school or college (known by its URN), a trust (by its group UID), the council,
    the company itself, or another body that may buy but not join."""

    kind = models.CharField(max_length=12, choices=OrganisationKind)
    name = models.CharField(max_length=250)
    urn = models.IntegerField(null=True, blank=True, unique=True)
    uid = models.CharField(max_length=12, null=True, blank=True, unique=True)
    la_code = models.CharField(max_length=3, blank=True, default="")
    establishment_number = models.CharField(max_length=4, blank=True, default="")
    ukprn = models.CharField(max_length=8, blank=True, default="")
    type_code = models.SmallIntegerField(null=True, blank=True)
    phase_code = models.SmallIntegerField(null=True, blank=True)
    low_age = models.SmallIntegerField(null=True, blank=True)
    high_age = models.SmallIntegerField(null=True, blank=True)
    has_sixth_form = models.BooleanField(null=True, blank=True)
    status_code = models.SmallIntegerField(null=True, blank=True, choices=SchoolStatus)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    street = models.CharField(max_length=200, blank=True, default="")
    locality = models.CharField(max_length=200, blank=True, default="")
    town = models.CharField(max_length=200, blank=True, default="")
    county = models.CharField(max_length=200, blank=True, default="")
    postcode = models.CharField(max_length=10, blank=True, default="")
    website = models.CharField(max_length=300, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    company_number = models.CharField(max_length=8, blank=True, default="")
    vat_number = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=OrganisationKind.SCHOOL) | models.Q(urn__isnull=False),
                name="a_school_has_a_urn",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind=OrganisationKind.COMPANY),
                name="there_is_one_company",
            ),
        ]
        indexes = [models.Index(fields=["la_code", "kind"], name="organisation_by_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Text key for the Record: schools by URN."""
        return f"school/{self.urn}" if self.kind == OrganisationKind.SCHOOL else f"organisation/{self.pk}"

    @property
    def is_open(self) -> bool:
        """True unless the official file calls the school closed or not yet open; other bodies are open."""
        return self.status_code is None or self.status_code in OPEN_STATUSES

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line, without empty ones."""
        parts = [self.street, self.locality, self.town, self.county, self.postcode]
        return [part for part in parts if part]


class Proprietorship(models.Model):
    """One row says that a trust is the proprietor of a school for a period."""

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proprietorships")
    proprietor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schools_held")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="proprietorship_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proprietor_id} holds {self.school_id} from {self.starts_on}"


class PupilCount(models.Model):
    """One row is how many pupils (full-time equivalents, one decimal) a school had on a census day, and who says so."""

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pupil_counts")
    counted_on = models.DateField()
    pupils = models.DecimalField(max_digits=7, decimal_places=1)
    source = models.CharField(max_length=20, default="gias")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "counted_on", "source"], name="one_count_a_day_and_source"),
            models.CheckConstraint(condition=models.Q(pupils__gte=0), name="pupils_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.pupils} on {self.counted_on}"


class Succession(models.Model):
    """One row says that a school took over from another, as the official links file has it."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_from")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_to")
    kind = models.CharField(max_length=80)
    on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind"], name="one_succession_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_school_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
