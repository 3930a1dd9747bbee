"""What the company offers: groups, services, and to which schools on whose money."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from services.rules.buyers import Funding, Phase
from services.states import Availability, GroupKind, MoneyType, PartYear, ServiceKind

PHASES = [(phase.value, phase.value.replace("_", " ")) for phase in Phase]
FUNDINGS = [(funding.value, funding.value) for funding in Funding]


class CatalogueGroup(models.Model):
    """One row is a group of services as the catalogue shows them."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    summary = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=GroupKind, default=GroupKind.LIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=GroupKind.values), name="a_group_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """One row is a thing schools can buy, are promised, may wish for, or are pointed to.

    `inclusions` is what you get, line by line. `allowance` of `allowance_unit` is what one unit entitles to (three
    adviser days); without one the service is simply there. `notice_days` is how long before the end of the term
    notice must reach us. A signpost has a contact and no price.
    """

    group = models.ForeignKey(CatalogueGroup, on_delete=models.PROTECT, related_name="services")
    code = models.CharField(max_length=12, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    inclusions: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    keywords = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=12, choices=ServiceKind)
    availability = models.CharField(max_length=12, choices=Availability, default=Availability.BUYABLE)
    yearly = models.BooleanField(default=False)
    part_year = models.CharField(max_length=15, choices=PartYear, default=PartYear.WHOLE_MONTHS)
    unit = models.CharField(max_length=40)
    units = models.CharField(max_length=40)
    phases = ArrayField(models.CharField(max_length=12, choices=PHASES))
    delivery = models.CharField(max_length=120, blank=True, default="")
    cfr_code = models.CharField(max_length=10, blank=True, default="")
    terms = models.TextField(blank=True, default="")
    notice_days = models.PositiveSmallIntegerField(default=0)
    minimum_years = models.PositiveSmallIntegerField(default=0)
    allowance = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    allowance_unit = models.CharField(max_length=40, blank=True, default="")
    contact_name = models.CharField(max_length=120, blank=True, default="")
    contact_email = models.EmailField(blank=True, default="")
    position = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("name", "code", weight="A", config="english")
        + SearchVector("keywords", weight="B", config="english")
        + SearchVector("summary", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="service_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ServiceKind.values, availability__in=Availability.values),
                name="a_service_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(allowance__isnull=True, allowance_unit="")
                | (models.Q(allowance__gt=0) & ~models.Q(allowance_unit="")),
                name="an_allowance_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(availability=Availability.SIGNPOST) | ~models.Q(contact_name=""),
                name="a_signpost_names_a_contact",
            ),
            models.CheckConstraint(condition=~models.Q(phases=[]), name="a_service_is_for_some_phase"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="services_by_word"),
            GinIndex(fields=["phases"], name="services_by_phase"),
            models.Index(fields=["position", "id"], name="services_in_order"),
            models.Index(fields=["group"], include=["starts_on", "ends_on"], name="services_counted"),
            models.Index(fields=["group", "position", "id"], name="services_of_a_group"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"service/{self.code}"

    @property
    def a_unit(self) -> str:
        """“a year”, “an hour”: what one of it is."""
        sounds_open = self.unit[:1].lower() in "aeio" or self.unit.startswith("hour")
        return f"{'an' if sounds_open else 'a'} {self.unit}"


class Offer(models.Model):
    """One row says that a service is offered to a kind of school, and what sort of money pays for it.

    Where the money is the council's, a school is never the payer.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="offers")
    funding = models.CharField(max_length=12, choices=FUNDINGS)
    money_type = models.CharField(max_length=30, choices=MoneyType)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "funding"], name="one_offer_for_each_kind_of_school"),
            models.CheckConstraint(
                condition=models.Q(money_type__in=MoneyType.values), name="an_offer_says_whose_money"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} to {self.funding}: {self.money_type}"
