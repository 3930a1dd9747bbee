"""Accounts and funds: the heaps money is counted in, and the purposes it is kept for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from billing.states import AccountKind

DIGITS = {
    AccountKind.ASSET: "1",
    AccountKind.LIABILITY: "2",
    AccountKind.EQUITY: "3",
    AccountKind.INCOME: "4",
    AccountKind.COST: "5",
}


def _digit_says_the_kind() -> Q:
    condition = Q()
    for kind, digit in DIGITS.items():
        condition |= Q(kind=kind, code__startswith=digit)
    return condition


class Account(models.Model):
    """One row is an account of the chart, known by its code of four digits; the first digit is its kind."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=AccountKind)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_digit_says_the_kind(), name="the_first_digit_of_an_account_is_its_kind"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{4}$"), name="an_account_code_has_four_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"account/{self.code}"


class Fund(models.Model):
    """One row is a purpose for which money is kept apart; every line of the ledger belongs to one."""

    code = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"fund/{self.code}"
