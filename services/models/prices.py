"""What services cost and how VAT falls on them, from when to when. Both are only ever added to."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from services.rules.vat import TAXED, VatCode
from services.rules.working import percent
from services.states import AppliesToExisting

# The embedded database has no btree_gist: an equal number is written as a range of one.
SAME_SERVICE = Func(F("service"), F("service"), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())

# An end may be set once, for the next version to follow on; nothing else of a published row ever changes.
ONLY_END = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published % is never deleted', TG_TABLE_NAME;
    END IF;
    IF OLD.ends_on IS NOT NULL OR (to_jsonb(NEW) - 'ends_on') <> (to_jsonb(OLD) - 'ends_on') THEN
        RAISE EXCEPTION 'a published % is never changed: publish a new version', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
"""


def only_added_to(name: str) -> pgtrigger.Trigger:
    """The trigger that keeps a published row as it was, but for its end."""
    return pgtrigger.Trigger(
        name=name, operation=pgtrigger.Update | pgtrigger.Delete, when=pgtrigger.Before, func=ONLY_END
    )


class Price(models.Model):
    """One row is the published price of a service for a period: a rule (services/rules/price_spec.py) and what the
    change means for schools that have the service already."""

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="prices")
    rule: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    applies_to_existing = models.CharField(max_length=12, choices=AppliesToExisting)
    notice_days = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="price_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_price_has_a_reason"),
            models.CheckConstraint(
                condition=Q(applies_to_existing__in=AppliesToExisting.values),
                name="a_price_says_what_it_means_for_existing_buyers",
            ),
            ExclusionConstraint(
                name="a_service_has_one_price_at_a_time", expressions=[(SAME_SERVICE, "&&"), (DAYS, "&&")]
            ),
        ]
        triggers = [only_added_to("a_price_is_only_added_to")]

    def __str__(self) -> str:
        return f"{self.service_id} from {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"price/{self.pk}"


class VatTreatment(models.Model):
    """One row is how VAT falls on a service for a period, and why finance decided so."""

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="vat_treatments")
    code = models.CharField(max_length=10, choices=[(code.value, code.value) for code in VatCode])
    rate_bp = models.PositiveIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="vat_treatment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(code__in=[code.value for code in VatCode if code in TAXED], rate_bp__gt=0)
                | Q(code__in=[code.value for code in VatCode if code not in TAXED], rate_bp=0),
                name="a_vat_rate_belongs_to_a_taxed_supply",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_vat_treatment_has_a_reason"),
            ExclusionConstraint(
                name="a_service_has_one_vat_treatment_at_a_time", expressions=[(SAME_SERVICE, "&&"), (DAYS, "&&")]
            ),
        ]
        triggers = [only_added_to("a_vat_treatment_is_only_added_to")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.code} from {self.starts_on}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"vat-treatment/{self.pk}"

    @property
    def percent(self) -> str:
        """“20 %”, or nothing where no tax is charged."""
        return percent(self.rate_bp) if self.rate_bp else ""
