"""The working of a sum: lines for a table and sentences for reading, both true to the penny.

Every sentence with an equals sign is an equation that a reader, or a test, can check:
"420 × £6.50 = £2,730.00."
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kernel.money import Money

NOT_NEEDED = "not needed"
NOT_REACHED = "not reached"


class Tone(StrEnum):
    """How loudly a line speaks."""

    PLAIN = ""
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class WorkingLine:
    """One line of a working: what it is, what it comes to, and a remark."""

    label: str
    value: str
    note: str = ""
    sentence: str = ""
    tone: str = ""


def number(value: Decimal | int) -> str:
    """A count as people write it: 420, 210.5, 1,158."""
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def percent(basis_points: int) -> str:
    """A share as people write it: 20 %, 12.5 %."""
    return f"{number(Decimal(basis_points) / 100)} %"


def exact(pence: Decimal) -> str:
    """Pounds that may hold parts of a penny, at least two places: £1,378.775."""
    pounds = pence / 100
    whole, _, parts = f"{pounds:,f}".partition(".")
    return f"£{whole}.{parts.rstrip('0').ljust(2, '0')}"


def nearest(pence: Decimal) -> Money:
    """The nearest whole penny, halves up."""
    numerator, denominator = pence.as_integer_ratio()
    return Money(1).ratio(numerator, denominator)


@dataclass(slots=True)
class Sheet:
    """The paper a price is worked out on, line by line."""

    lines: list[WorkingLine] = field(default_factory=list)
    pupils_shown: bool = False
    payer: str = ""
    chosen: str = ""
    option: str = ""

    def write(self, label: str, value: str, *, note: str = "", sentence: str = "", tone: str = Tone.PLAIN) -> None:
        """Put down one line."""
        self.lines.append(WorkingLine(label, value, note, sentence, tone))

    def equation(self, left: str, pence: Decimal, *, note: str = "") -> Money:
        """Put down "left = right", rounded to the nearest penny where it must be."""
        money = nearest(pence)
        if money.pence == pence:
            self.write(left, str(money), note=note, sentence=f"{left} = {money}.")
            return money
        note = "; ".join(part for part in (note, "to the nearest penny") if part)
        self.write(left, str(money), note=note, sentence=f"{left} = {exact(pence)}, rounded to {money}.")
        return money

    def between(self, sum_: Money, floor: Money | None, cap: Money | None) -> Money:
        """Put down the floor and the cap, and give what is left of the sum."""
        if floor is not None:
            if sum_ < floor:
                sentence = f"{sum_} is below the minimum of {floor}, so the price is {floor}."
                self.write(f"Minimum {floor}", str(floor), note="applies", sentence=sentence)
                sum_ = floor
            else:
                sentence = f"{sum_} is not below the minimum of {floor}."
                self.write(f"Minimum {floor}", NOT_NEEDED, sentence=sentence, tone=Tone.MUTED)
        if cap is not None:
            if sum_ > cap:
                sentence = f"{sum_} is above the most you can pay, {cap}, so the price is {cap}."
                self.write(f"Most you can pay {cap}", str(cap), note="applies", sentence=sentence)
                sum_ = cap
            else:
                sentence = f"{sum_} is not above the most you can pay, {cap}."
                self.write(f"Most you can pay {cap}", NOT_REACHED, sentence=sentence, tone=Tone.MUTED)
        return sum_
