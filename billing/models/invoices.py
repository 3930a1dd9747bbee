"""Invoices and credit notes: issued once, numbered without a gap, never edited."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q

from billing.models import invoice_triggers
from billing.rules.vat import RateTotal
from billing.states import InvoiceKind
from kernel.fields import MoneyField

NEVER_CHANGES = pgtrigger.Update | pgtrigger.Delete


class Invoice(models.Model):
    """One row is an issued document: an invoice, or a credit note that takes back a part of one (`credits`).

    `place` is its place in the unbroken series of its kind. Seller and buyer are copied as they were on the day;
    `digest` is the SHA-256 of its canonical content. Amounts are above zero for both kinds: the kind says which way.
    `line_count` is how many lines it has; the database holds it to that and to the sums.
    """

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=11, choices=InvoiceKind)
    place = models.BigIntegerField()
    order = models.ForeignKey("billing.Order", on_delete=models.PROTECT, related_name="invoices")
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField()
    due_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    po_number = models.CharField(max_length=40, blank=True, default="")
    seller: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    buyer: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    line_count = models.PositiveIntegerField()
    credits = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes")
    reason = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place"], name="a_document_has_its_own_place_in_its_series"),
            models.CheckConstraint(condition=Q(place__gte=1), name="a_series_starts_at_one"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="invoice_gross_is_net_and_vat"),
            models.CheckConstraint(condition=Q(net__gte=0, vat__gte=0, gross__gt=0), name="an_invoice_is_for_money"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("issued_on")), name="an_invoice_is_due_after_it_is_issued"
            ),
            models.CheckConstraint(condition=Q(line_count__gte=1), name="an_invoice_has_a_line"),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.INVOICE, credits__isnull=True)
                | Q(kind=InvoiceKind.CREDIT_NOTE, credits__isnull=False) & ~Q(reason=""),
                name="a_credit_note_says_what_it_credits_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "issued_on"], name="invoices_of_a_payer"),
            models.Index(fields=["school", "issued_on"], name="invoices_of_a_school"),
            models.Index(fields=["issued_on", "id"], name="invoices_by_day"),
        ]
        triggers = [
            pgtrigger.Protect(name="an_issued_invoice_is_never_changed", operation=NEVER_CHANGES),
            invoice_triggers.invoice_is_the_sum_of_its_lines(),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key(self) -> str:
        """Text key for the Record: `invoice/INV-000012`."""
        return f"invoice/{self.number}"


class InvoiceLine(models.Model):
    """One row is a line of an issued document, copied from a charge, or from the invoice line that it credits.

    `vat_rate` is in basis points. A charge stands on one invoice only.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    charge = models.OneToOneField(
        "billing.Charge", on_delete=models.PROTECT, null=True, blank=True, related_name="invoice_line"
    )
    credits_line = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="credited_by"
    )
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=250)
    unit = models.CharField(max_length=60, blank=True, default="")
    quantity = models.DecimalField(max_digits=8, decimal_places=1)
    net = MoneyField()
    vat_code = models.CharField(max_length=20)
    vat_rate = models.PositiveIntegerField()
    vat = MoneyField()
    gross = MoneyField()
    money_type = models.CharField(max_length=30)
    cfr_code = models.CharField(max_length=10, blank=True, default="")
    fund = models.ForeignKey("billing.Fund", on_delete=models.PROTECT, related_name="+", default="general")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_lines_are_numbered_once"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="invoice_line_gross_is_net_and_vat"),
            models.CheckConstraint(condition=Q(net__gte=0, vat__gte=0), name="an_invoice_line_is_not_negative"),
            models.CheckConstraint(
                condition=Q(charge__isnull=False, credits_line__isnull=True)
                | Q(charge__isnull=True, credits_line__isnull=False),
                name="an_invoice_line_bills_a_charge_or_credits_a_line",
            ),
            models.CheckConstraint(
                condition=Q(vat_code__in=["standard", "reduced"], vat_rate__gt=0)
                | Q(vat_code__in=["zero", "exempt", "outside"], vat_rate=0, vat=0),
                name="a_vat_rate_goes_with_its_treatment",
            ),
        ]
        indexes = [models.Index(fields=["service", "invoice"], name="invoice_lines_of_a_service")]
        triggers = [
            pgtrigger.Protect(name="an_invoice_line_is_never_changed", operation=NEVER_CHANGES),
            invoice_triggers.line_belongs_to_an_open_invoice(),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position} {self.label}"

    @property
    def vat_title(self) -> str:
        """How VAT looks on it, in words: “Standard rate, 20 %”, “Exempt”."""
        return RateTotal(self.vat_code, self.vat_rate, self.net, self.vat).title
