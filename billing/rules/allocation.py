"""Which invoices a payment settles: oldest debt first, or as the payer says; what is over stays on account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.money import ZERO, Money
from kernel.refusal import Refusal


class AllocationNotPossible(Refusal):
    """A part of a payment was put where it does not fit."""

    rule = "A payment settles what is owed on an invoice and no more; what is over stays on account."
    forward = "Change the parts so that each fits its invoice and together they fit the payment."


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice with something still to pay: its number, what is owed and when it fell due."""

    number: str
    owed: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class Split:
    """A payment taken apart: the parts by invoice number, and what stays on account."""

    parts: Mapping[str, Money]
    on_account: Money


def oldest_first(amount: Money, debts: Sequence[Owed]) -> Split:
    """Settle the debt that fell due first, then the next; the lower number first among equals."""
    left = amount
    parts: dict[str, Money] = {}
    for debt in sorted(debts, key=lambda debt: (debt.due_on, debt.number)):
        part = min(left, debt.owed)
        if part > ZERO:
            parts[debt.number] = part
            left -= part
    return Split(parts, left)


def as_told(amount: Money, parts: Mapping[str, Money], debts: Sequence[Owed]) -> Split:
    """Settle the parts that were named; refuses with AllocationNotPossible where one does not fit."""
    owed = {debt.number: debt.owed for debt in debts}
    for number, part in parts.items():
        if number not in owed:
            raise AllocationNotPossible(f"{number} has nothing left to pay, or is somebody else's.", field=number)
        if part < ZERO:
            raise AllocationNotPossible(f"Write £0.00 or more for {number}.", field=number)
        if part > owed[number]:
            raise AllocationNotPossible(
                f"{number} has {owed[number]} left to pay; {part} is {part - owed[number]} too much.", field=number
            )
    given = {number: part for number, part in parts.items() if part}
    together = Money.total(given.values())
    if together > amount:
        raise AllocationNotPossible(f"The parts add up to {together}; the payment is only {amount}.", field="amount")
    return Split(given, amount - together)
