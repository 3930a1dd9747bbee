"""The ledger as people read it: journals, one account as at a day, the trial balance, the months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from billing.models import Account, AccountingPeriod, Journal, Posting
from billing.rules.chart import debit_raises
from kernel.clock import start_of
from kernel.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One account's balance: a debit or a credit, and what that means for its kind."""

    account: Account
    balance: Money

    @property
    def debit(self) -> Money | None:
        return self.balance if self.balance > ZERO else None

    @property
    def credit(self) -> Money | None:
        return -self.balance if self.balance < ZERO else None


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account with a balance as at a day; debits equal credits or something is broken."""

    on: date
    rows: Sequence[BalanceRow]

    @property
    def debits(self) -> Money:
        return Money.total(row.debit for row in self.rows if row.debit)

    @property
    def credits(self) -> Money:
        return Money.total(row.credit for row in self.rows if row.credit)

    @property
    def balances(self) -> bool:
        return self.debits == self.credits


def trial_balance(on: date, known_on: date | None = None) -> TrialBalance:
    """Balances as at the end of a day, as known now or at the end of another day; two SQL statements."""
    postings = Posting.objects.filter(on__lte=on)
    if known_on is not None:
        postings = postings.filter(known_at__lt=start_of(known_on + timedelta(days=1)))
    sums = dict(postings.order_by("account").values_list("account").annotate(total=Sum("amount")))
    accounts = Account.objects.filter(pk__in=sums).order_by("code")
    return TrialBalance(on, [BalanceRow(account, sums[account.pk]) for account in accounts if sums[account.pk]])


def balance_of(account: Account, on: date) -> Money:
    """An account's balance as at the end of a day, in the direction in which its kind grows."""
    total = Posting.objects.filter(account=account, on__lte=on).aggregate(total=Sum("amount"))["total"] or ZERO
    return total if debit_raises(account.kind) else -total


def lines_of(account: Account, on: date) -> QuerySet[Posting]:
    """An account's postings up to a day, the latest first."""
    rows = Posting.objects.filter(account=account, on__lte=on)
    return rows.select_related("journal", "organisation").order_by("-on", "-pk")


def journals(search: str) -> QuerySet[Journal]:
    """Journals, the latest first; by a document's number or a word of the sentence."""
    rows = Journal.objects.order_by("-on", "-pk")
    return rows.filter(Q(source__icontains=search) | Q(memo__icontains=search)) if search else rows


def months() -> list[tuple[AccountingPeriod, int]]:
    """The months of the books, the latest first, each with the number of its journals; two SQL statements."""
    counts = dict(Journal.objects.order_by("period").values_list("period").annotate(count=Count("pk")))
    return [(row, counts.get(row.pk, 0)) for row in AccountingPeriod.objects.order_by("-starts_on")]
