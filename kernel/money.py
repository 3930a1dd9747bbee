"""Money: whole pence, exact, and never a float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

BASIS_POINTS = 10_000

# What the database's column can hold, and more than any school company will see.
LARGEST_PENCE = 10**15


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount of pounds sterling as whole pence; may be negative.

    Refuses floats with TypeError, so that no rounding can hide in one.
    """

    pence: int

    def __post_init__(self) -> None:
        if isinstance(self.pence, bool) or not isinstance(self.pence, int):
            raise TypeError(f"Money takes whole pence as an int, not {self.pence!r}")

    @classmethod
    def pounds(cls, amount: str | int | Decimal) -> Money:
        """The amount written in pounds: `Money.pounds("12.50")`.

        Raises TypeError for a float and ValueError for a part of a penny, for text that is not a number, and for a
        sum beyond ten million million pounds.
        """
        if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
            raise TypeError(f"write pounds as text or Decimal, not {amount!r}")
        try:
            pence = Decimal(str(amount).replace(",", "").replace("£", "").strip()) * 100
            whole = int(pence)
        except (InvalidOperation, ValueError, OverflowError) as problem:
            raise ValueError(f"“{amount}” is not a sum of money") from problem
        if abs(whole) > LARGEST_PENCE:
            raise ValueError(f"“{amount}” is not a sum we can hold: it is too large")
        if pence != whole:
            raise ValueError(f"“{amount}” has a part of a penny")
        return cls(whole)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        """The sum of the amounts; £0.00 for none."""
        return cls(sum(amount.pence for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.pence + other.pence) if isinstance(other, Money) else NotImplemented

    def __radd__(self, other: object) -> Money:
        # sum() starts from 0; nothing else but Money may be added.
        return self if other == 0 and isinstance(other, int) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.pence - other.pence) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.pence)

    def __abs__(self) -> Money:
        return Money(abs(self.pence))

    def __mul__(self, count: int) -> Money:
        if isinstance(count, bool) or not isinstance(count, int):
            return NotImplemented
        return Money(self.pence * count)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.pence != 0

    def ratio(self, numerator: int, denominator: int) -> Money:
        """This amount × numerator ÷ denominator, to the nearest penny, halves away from zero."""
        return Money(half_up(self.pence * numerator, denominator))

    def times(self, quantity: Decimal | int) -> Money:
        """This amount × a quantity such as 210.5 pupils, to the nearest penny, halves away from zero."""
        numerator, denominator = Decimal(quantity).as_integer_ratio()
        return self.ratio(numerator, denominator)

    def basis_points(self, rate: int) -> Money:
        """The part of this amount that `rate` basis points stand for: 2000 is 20 %."""
        return self.ratio(rate, BASIS_POINTS)

    def share(self, weights: Sequence[int]) -> list[Money]:
        """Split by whole-number weights so that the parts add back to the penny.

        Largest remainder; ties go to the earlier; a zero weight gets nothing.
        Raises ValueError when a weight is negative or all are zero.
        """
        whole = sum(weights)
        if any(weight < 0 for weight in weights) or whole <= 0:
            raise ValueError("weights are not negative and at least one is above zero")
        sign = -1 if self.pence < 0 else 1
        floors = [divmod(abs(self.pence) * weight, whole) for weight in weights]
        parts = [floor for floor, _ in floors]
        left = abs(self.pence) - sum(parts)
        by_remainder = sorted(range(len(weights)), key=lambda i: (-floors[i][1], i))
        for i in by_remainder[:left]:
            parts[i] += 1
        return [Money(sign * part) for part in parts]

    @property
    def plain(self) -> str:
        """Pounds and pence without sign of currency or thousands, for files: `2730.00`."""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{'-' if self.pence < 0 else ''}{pounds}.{pence:02d}"

    def __str__(self) -> str:
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{'−' if self.pence < 0 else ''}£{pounds:,}.{pence:02d}"

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """How a migration writes this value down."""
        return "kernel.money.Money", (self.pence,), {}


ZERO = Money(0)


def half_up(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator to the nearest whole number, halves away from zero; integers only."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
