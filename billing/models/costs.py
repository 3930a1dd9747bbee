"""Suppliers' invoices, and the money that goes out."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from billing.models import payment_triggers
from kernel.fields import MoneyField

NEVER_CHANGES = pgtrigger.Update | pgtrigger.Delete


def _one_ground() -> Q:
    """Exactly one of: a supplier's invoice, a refund, a credit."""
    return (
        Q(cost__isnull=False, refund_of__isnull=True, credit_note__isnull=True)
        | Q(cost__isnull=True, refund_of__isnull=False, credit_note__isnull=True)
        | Q(cost__isnull=True, refund_of__isnull=True, credit_note__isnull=False)
    )


class Cost(models.Model):
    """One row is a supplier's invoice to the company, known by the supplier's own number for it.

    `service` and `money_type` say what it was spent for, where it was for one service.
    """

    reference = models.CharField(max_length=20, unique=True)
    supplier = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    supplier_reference = models.CharField(max_length=60)
    invoiced_on = models.DateField()
    due_on = models.DateField()
    label = models.CharField(max_length=250)
    account = models.ForeignKey("billing.Account", on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey("billing.Fund", on_delete=models.PROTECT, related_name="+", default="general")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, null=True, related_name="+")
    money_type = models.CharField(max_length=30, blank=True, default="")
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "supplier_reference"], name="a_suppliers_invoice_stands_once"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="cost_gross_is_net_and_vat"),
            models.CheckConstraint(condition=Q(net__gt=0, vat__gte=0), name="a_cost_is_more_than_nothing"),
            models.CheckConstraint(condition=~Q(supplier_reference=""), name="a_cost_names_the_suppliers_invoice"),
            models.CheckConstraint(
                condition=Q(account__gte="5000", account__lt="6000"), name="a_cost_stands_on_a_cost_account"
            ),
        ]
        indexes = [models.Index(fields=["invoiced_on", "id"], name="costs_by_day")]
        triggers = [pgtrigger.Protect(name="a_cost_is_never_changed", operation=NEVER_CHANGES)]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"cost/{self.reference}"


class MoneyOut(models.Model):
    """One row is money that left the bank, against exactly one of: a supplier's invoice, a refund of a payment, a
    credit note. There is no fourth ground, so nothing can be distributed to members."""

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    payee = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField()
    amount = MoneyField()
    cost = models.ForeignKey(Cost, on_delete=models.PROTECT, null=True, related_name="paid_by")
    refund_of = models.ForeignKey("billing.Payment", on_delete=models.PROTECT, null=True, related_name="refunds")
    credit_note = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, null=True, related_name="paid_back_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_one_ground(), name="money_goes_out_against_an_invoice_a_refund_or_a_credit"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_out_is_more_than_nothing"),
        ]
        triggers = [
            pgtrigger.Protect(name="money_out_is_never_changed", operation=NEVER_CHANGES),
            payment_triggers.money_out_fits(),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record and the ledger."""
        return f"money-out/{self.reference}"
