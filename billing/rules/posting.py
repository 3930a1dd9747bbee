"""What each money event means in the ledger: the legs of its journal.

A leg's amount is a debit above zero and a credit below; the legs of an event add up to nothing in each fund.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from billing.rules import chart
from kernel.money import ZERO, Money
from kernel.refusal import Refusal


class DoesNotBalance(Refusal):
    """The debits and credits of a journal differ, in all or within one fund."""

    rule = "Every journal balances to the penny, in all and in each fund."
    forward = "Correct the amounts: no difference is too small to matter."


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of a journal. `organisation` and `service` are row numbers; income says its type of money."""

    account: str
    amount: Money
    organisation: int
    fund: str = chart.GENERAL_FUND
    service: int | None = None
    money_type: str = ""

    def reversed(self) -> Leg:
        """The leg that undoes this one."""
        return replace(self, amount=-self.amount)


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal to write: its day, the key of the document it comes from, a sentence and its legs."""

    on: date
    source: str
    memo: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Sold:
    """What an invoice line or credit note line means to the ledger."""

    net: Money
    vat: Money
    money_type: str
    service: int | None
    fund: str = chart.GENERAL_FUND


def invoice(payer: int, lines: Sequence[Sold]) -> list[Leg]:
    """The payer owes the gross; the income is earned by type and service; the VAT is HMRC's."""
    legs = []
    for fund in sorted({line.fund for line in lines}):
        here = [line for line in lines if line.fund == fund]
        net, vat = Money.total(line.net for line in here), Money.total(line.vat for line in here)
        legs.append(Leg(chart.DEBTORS, net + vat, payer, fund))
        legs += [_income(payer, fund, key, amount) for key, amount in _by_type_and_service(here).items()]
        legs.append(Leg(chart.VAT, -vat, payer, fund))
    return without_nothing(legs)


def credit_note(payer: int, lines: Sequence[Sold]) -> list[Leg]:
    """An invoice's legs the other way round."""
    return [leg.reversed() for leg in invoice(payer, lines)]


def receipt(payer: int, into: str, amount: Money) -> list[Leg]:
    """Money came in and is held for the payer until it is matched with debts."""
    return [Leg(into, amount, payer), Leg(chart.ON_ACCOUNT, -amount, payer)]


def match(payer: int, amount: Money, fund: str = chart.GENERAL_FUND) -> list[Leg]:
    """Money held for the payer settles a debt."""
    return without_nothing([Leg(chart.ON_ACCOUNT, amount, payer, fund), Leg(chart.DEBTORS, -amount, payer, fund)])


def cost(
    supplier: int, account: str, net: Money, vat: Money, *, service: int | None, money_type: str, fund: str
) -> list[Leg]:
    """A supplier's invoice: the cost is borne, its VAT is reclaimed, the supplier is owed."""
    return without_nothing(
        [
            Leg(account, net, supplier, fund, service, money_type),
            Leg(chart.VAT, vat, supplier, fund),
            Leg(chart.CREDITORS, -(net + vat), supplier, fund),
        ]
    )


def grant(funder: int, amount: Money, fund: str) -> list[Leg]:
    """A grant came in: money in the bank, and income of its fund."""
    income = chart.INCOME_BY_MONEY_TYPE["grant"]
    return [Leg(chart.BANK, amount, funder, fund), Leg(income, -amount, funder, fund, money_type="grant")]


def money_out(payee: int, amount: Money, *, settles: str, fund: str = chart.GENERAL_FUND) -> list[Leg]:
    """Money left the bank: a supplier is paid (creditors), or money held for a payer goes back (on account)."""
    return without_nothing([Leg(settles, amount, payee, fund), Leg(chart.BANK, -amount, payee, fund)])


def check(legs: Sequence[Leg]) -> None:
    """Refuses with DoesNotBalance unless the legs add up to nothing in each fund and there is at least one pair."""
    if len(legs) < 2:
        raise DoesNotBalance("A journal has at least two lines.")
    for fund in sorted({leg.fund for leg in legs}):
        over = Money.total(leg.amount for leg in legs if leg.fund == fund)
        if over:
            side = "debits" if over > ZERO else "credits"
            raise DoesNotBalance(f"In the fund “{fund}” the {side} are {abs(over)} too much.")


def debits(legs: Iterable[Leg]) -> Money:
    """What the journal comes to: the sum of its debits."""
    return Money.total(leg.amount for leg in legs if leg.amount > ZERO)


def without_nothing(legs: Iterable[Leg]) -> list[Leg]:
    """The legs without those of £0.00: nothing happened there."""
    return [leg for leg in legs if leg.amount]


def _by_type_and_service(lines: Iterable[Sold]) -> dict[tuple[str, int | None], Money]:
    sums: dict[tuple[str, int | None], Money] = {}
    for line in lines:
        key = (line.money_type, line.service)
        sums[key] = sums.get(key, ZERO) + line.net
    return sums


def _income(payer: int, fund: str, key: tuple[str, int | None], amount: Money) -> Leg:
    money_type, service = key
    return Leg(chart.INCOME_BY_MONEY_TYPE[money_type], -amount, payer, fund, service, money_type)
