"""Orders: what a school has bought, at the price it agreed to, for ever."""

from __future__ import annotations

import pgtrigger
from django.db import models

from billing.models import invoice_triggers
from billing.models.lines import CopiedQuote, copied_quote_checks
from kernel.fields import MoneyField

NEVER_CHANGES = pgtrigger.Update | pgtrigger.Delete


class Order(models.Model):
    """One row is an order of one school: placed once, never edited. `payer` is the legal person invoiced for it.

    `request_key` is the key of the request that made it: the same key never makes a second order. What costs money
    was approved by somebody other than the person who asked for it.
    """

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    ordered_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    approved_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    po_number = models.CharField(max_length=40, blank=True, default="")
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("vat")), name="order_gross_is_net_and_vat"
            ),
            models.CheckConstraint(
                condition=models.Q(gross=0) | models.Q(approved_by__isnull=False),
                name="an_order_that_costs_money_was_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("ordered_by")),
                name="nobody_approves_their_own_order",
            ),
        ]
        indexes = [models.Index(fields=["school", "-ordered_at"], name="orders_of_a_school")]
        triggers = [pgtrigger.Protect(name="order_never_changes", operation=NEVER_CHANGES)]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"order/{self.reference}"


class OrderLine(CopiedQuote):
    """One row is one service on an order with its price, working and pupil number copied; never edited.

    `reference` (“ORD-7K3M-Q9TX/2”) is the source that promises, invoices and the surplus point back to.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    reference = models.CharField(max_length=24, unique=True)

    class Meta:
        constraints = [
            *copied_quote_checks("order_line"),
            models.UniqueConstraint(fields=["order", "number"], name="order_lines_are_numbered_once"),
        ]
        indexes = [models.Index(fields=["service", "order"], name="orders_of_a_service")]
        triggers = [
            pgtrigger.Protect(name="order_line_never_changes", operation=NEVER_CHANGES),
            invoice_triggers.council_pays_for_what_it_commissions(),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"order-line/{self.reference}"


class Charge(models.Model):
    """One row is a part of an order line that falls due on a day; it is invoiced once, never edited."""

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="charges")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="charges_of_a_line_are_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("vat")), name="charge_gross_is_net_and_vat"
            ),
            models.CheckConstraint(condition=models.Q(gross__gt=0), name="a_charge_is_for_money"),
        ]
        indexes = [models.Index(fields=["due_on"], name="charges_by_day_due")]
        triggers = [pgtrigger.Protect(name="charge_never_changes", operation=NEVER_CHANGES)]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.number} due {self.due_on}"


class PurchaseOrderNumber(models.Model):
    """One row is a purchase order number that a school gave for an order after placing it; the latest one counts.

    A row of its own, because neither the order nor an issued invoice may be edited.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="later_po_numbers")
    number = models.CharField(max_length=40)
    given_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(number=""), name="a_po_number_is_not_empty"),
            models.UniqueConstraint(fields=["order", "number"], name="a_po_number_is_given_once"),
        ]
        triggers = [pgtrigger.Protect(name="po_number_never_changes", operation=NEVER_CHANGES)]

    def __str__(self) -> str:
        return self.number
