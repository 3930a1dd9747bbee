"""Journals and postings: the double-entry ledger, kept honest by the database itself.

A journal says beforehand how many lines it has and what they come to. While a transaction is open its lines are
written; at COMMIT the database compares, once for each journal. A full journal takes no more lines, so a committed
one can never grow, and nothing in it can be changed or deleted: a mistake is answered by a reversal.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from billing.models import ledger_triggers
from kernel.fields import MoneyField


class Journal(models.Model):
    """One row is one event in the ledger: the day it belongs to, when we knew of it, and the document it comes from.

    `leg_count` is how many postings it has and `total` the sum of their debits; the database holds it to both.
    """

    on = models.DateField()
    known_at = models.DateTimeField()
    period = models.ForeignKey("billing.AccountingPeriod", on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    memo = models.TextField()
    leg_count = models.IntegerField()
    total = MoneyField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(reverses__isnull=True), name="a_document_posts_to_the_ledger_once"
            ),
            models.CheckConstraint(condition=Q(leg_count__gte=2), name="a_journal_has_at_least_two_lines"),
            models.CheckConstraint(condition=Q(total__gt=0), name="a_journal_comes_to_more_than_nothing"),
            models.CheckConstraint(condition=~Q(source=""), name="a_journal_says_where_it_comes_from"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reverses=F("id")), name="no_journal_reverses_itself"
            ),
        ]
        indexes = [models.Index(fields=["on", "id"], name="journal_by_day")]
        triggers = [
            pgtrigger.Protect(name="a_journal_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            ledger_triggers.journal_lies_in_an_open_period(),
            ledger_triggers.journal_is_complete_and_balances(),
        ]

    def __str__(self) -> str:
        return f"Journal {self.pk}: {self.memo}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"journal/{self.pk}"


class Posting(models.Model):
    """One row is one line of a journal: a debit (above zero) or a credit (below) on an account, within a fund.

    `organisation` is whose money it is about; income and cost also say the service and the type of money. The day
    and the instant of knowing are the journal's, repeated so that any balance as at any day is one read.
    """

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey("billing.Account", on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey("billing.Fund", on_delete=models.PROTECT, related_name="+", default="general")
    organisation = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, null=True, related_name="+")
    money_type = models.CharField(max_length=30, blank=True, default="")
    amount = MoneyField()
    on = models.DateField()
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="a_posting_moves_something"),
            models.CheckConstraint(
                condition=~Q(account__gte="4000", account__lt="5000") | ~Q(money_type=""),
                name="income_says_its_type_of_money",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "on"], name="posting_by_account_and_day"),
            models.Index(fields=["organisation", "account"], name="posting_by_organisation"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_posting_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            ledger_triggers.posting_belongs_to_an_open_journal(),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"
