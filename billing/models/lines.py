"""What a line keeps of the quote it was made from, so that nothing ever prices it again."""

from __future__ import annotations

from typing import Any

from django.db import models

from billing.rules.terms import Term
from billing.rules.vat import percent
from kernel.fields import MoneyField


class CopiedQuote(models.Model):
    """A quote as it was on one day: what, how many, at what price and by which working.

    `net`, `vat` and `gross` are for this line's term; `vat_rate` is in basis points; `pupils` is the census figure
    that the price was worked out from. A term is a part of one school year; without one it is a single purchase.
    """

    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=250)
    unit = models.CharField(max_length=60, blank=True, default="")
    option = models.CharField(max_length=60, blank=True, default="")
    quantity = models.DecimalField(max_digits=8, decimal_places=1)
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    vat_code = models.CharField(max_length=20)
    vat_rate = models.PositiveIntegerField()
    money_type = models.CharField(max_length=30)
    cfr_code = models.CharField(max_length=10, blank=True, default="")
    standing = models.CharField(max_length=20)
    pupils = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    pupils_counted_on = models.DateField(null=True)
    price_id = models.BigIntegerField(null=True)
    working: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    priced_on = models.DateField()
    term_starts_on = models.DateField(null=True)
    term_ends_on = models.DateField(null=True)
    term_months = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def term(self) -> Term | None:
        """The stretch of a school year that is paid for, or None for a single purchase."""
        if self.term_starts_on is None or self.term_ends_on is None or self.term_months is None:
            return None
        return Term(self.term_starts_on, self.term_ends_on, self.term_months)

    @property
    def has_quantity(self) -> bool:
        """Whether it says how many there are: a year's service is simply there."""
        return self.term_starts_on is None

    @property
    def vat_label(self) -> str:
        """“VAT 20 %”, “VAT: exempt”."""
        return f"VAT {percent(self.vat_rate)}" if self.vat_rate else f"VAT: {self.vat_code}"


def copied_quote_checks(noun: str) -> list[Any]:
    """The constraints that every table of copied quotes has, named for its noun."""
    together = models.Q(term_starts_on__isnull=True, term_ends_on__isnull=True, term_months__isnull=True) | models.Q(
        term_ends_on__gt=models.F("term_starts_on"), term_months__range=(1, 12)
    )
    return [
        models.CheckConstraint(
            condition=models.Q(gross=models.F("net") + models.F("vat")), name=f"{noun}_gross_is_net_and_vat"
        ),
        models.CheckConstraint(condition=models.Q(net__gte=0, vat__gte=0), name=f"{noun}_costs_nothing_or_more"),
        models.CheckConstraint(condition=models.Q(quantity__gt=0), name=f"{noun}_is_for_more_than_nothing"),
        models.CheckConstraint(condition=together, name=f"{noun}_term_has_both_ends_and_months"),
    ]


def commissioned_costs_nothing(noun: str) -> models.CheckConstraint:
    """On what only schools fill (baskets, requests), work the council commissions costs nothing."""
    return models.CheckConstraint(
        condition=~models.Q(money_type="statutory_commissioned") | models.Q(net=0),
        name=f"{noun}_commissioned_costs_the_school_nothing",
    )
