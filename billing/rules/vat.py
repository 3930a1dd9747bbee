"""VAT on the lines of a document: what each line bears, and the totals by rate, apart.

Source: Value Added Tax Act 1994; VAT Regulations 1995 reg. 14(1) and (4); VAT Notice 700 para. 17.5 (rounding).
The company rounds each line to the nearest penny, halves up, and adds the lines; credit notes follow the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kernel.money import BASIS_POINTS, Money, half_up
from kernel.refusal import Refusal

SOURCE = "VAT Regulations 1995 reg. 14; VAT Notice 700 para. 17.5"


class Treatment(StrEnum):
    """How VAT looks on a supply. Exempt, zero-rated and outside the scope bear none, each for a reason of its own."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"
    OUTSIDE = "outside"

    @property
    def bears_vat(self) -> bool:
        """True where a rate above nought belongs to it."""
        return self in (Treatment.STANDARD, Treatment.REDUCED)


TITLES = {
    Treatment.STANDARD: "Standard rate",
    Treatment.REDUCED: "Reduced rate",
    Treatment.ZERO: "Zero-rated",
    Treatment.EXEMPT: "Exempt",
    Treatment.OUTSIDE: "Outside the scope of VAT",
}
ORDER = list(Treatment)


class Rounding(StrEnum):
    """Where the part of a penny goes: one way is chosen and kept."""

    LINE_NEAREST = "line_nearest"
    TOTAL_NEAREST = "total_nearest"
    TOTAL_DOWN = "total_down"


class NotATreatment(Refusal):
    """The VAT treatment is unknown, or its rate does not go with it."""

    rule = SOURCE
    forward = "Give the line a treatment and the rate that goes with it."


@dataclass(frozen=True, slots=True)
class Taxable:
    """One line as VAT sees it: its treatment, its rate in basis points and its net in pence.

    Refuses with NotATreatment where treatment and rate contradict each other.
    """

    treatment: str
    rate_basis_points: int
    net_pence: int

    def __post_init__(self) -> None:
        if self.treatment not in ORDER:
            raise NotATreatment(f"“{self.treatment}” is not a VAT treatment we know.", field="treatment")
        if not 0 <= self.rate_basis_points <= BASIS_POINTS:
            raise NotATreatment("A VAT rate lies between 0 % and 100 %.", field="rate_basis_points")
        if Treatment(self.treatment).bears_vat != (self.rate_basis_points > 0):
            title = TITLES[Treatment(self.treatment)]
            raise NotATreatment(
                f"{title} does not go with a rate of {percent(self.rate_basis_points)}.", field="rate_basis_points"
            )


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What the lines of one treatment and rate come to."""

    treatment: str
    rate_basis_points: int
    net: Money
    vat: Money

    @property
    def gross(self) -> Money:
        return self.net + self.vat

    @property
    def title(self) -> str:
        """“Standard rate, 20 %”, “Exempt”."""
        title = TITLES[Treatment(self.treatment)]
        return f"{title}, {percent(self.rate_basis_points)}" if self.rate_basis_points else title


@dataclass(frozen=True, slots=True)
class Result:
    """VAT of a document: the VAT of each line (none by line where the total is rounded), totals by rate, the sums."""

    lines: tuple[Money, ...]
    totals: tuple[RateTotal, ...]
    net: Money
    vat: Money
    rounding: Rounding
    working: tuple[str, ...]
    source: str = SOURCE

    @property
    def gross(self) -> Money:
        return self.net + self.vat


def percent(basis_points: int) -> str:
    """20 %, 17.5 %: a rate as people write it."""
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + " %" if part else f"{whole} %"


def vat_of(net: Money, rate_basis_points: int) -> Money:
    """VAT on one line to the nearest penny, halves away from zero (12.38 at 20 % bears 2.48)."""
    return net.basis_points(rate_basis_points)


def compute(lines: Sequence[Taxable], rounding: Rounding = Rounding.LINE_NEAREST) -> Result:
    """VAT on the lines, rounded the chosen way; totals stand apart by treatment and rate, in a fixed order."""
    by_rate: dict[tuple[str, int], list[Taxable]] = {}
    for line in sorted(lines, key=lambda line: (ORDER.index(Treatment(line.treatment)), -line.rate_basis_points)):
        by_rate.setdefault((line.treatment, line.rate_basis_points), []).append(line)
    totals = tuple(
        RateTotal(treatment, rate, Money(sum(line.net_pence for line in members)), _vat(members, rate, rounding))
        for (treatment, rate), members in by_rate.items()
    )
    each = (
        tuple(vat_of(Money(line.net_pence), line.rate_basis_points) for line in lines)
        if rounding is Rounding.LINE_NEAREST
        else ()
    )
    working = tuple(f"{total.title}: net {total.net}, VAT {total.vat}" for total in totals)
    net = Money.total(total.net for total in totals)
    return Result(each, totals, net, Money.total(total.vat for total in totals), rounding, working)


def totals_by_rate(lines: Iterable[tuple[str, int, Money, Money]]) -> tuple[RateTotal, ...]:
    """Totals by rate of lines whose VAT was fixed when they were priced: (treatment, rate, net, vat) each."""
    sums: dict[tuple[str, int], tuple[Money, Money]] = {}
    for treatment, rate, net, vat in lines:
        before = sums.get((treatment, rate), (Money(0), Money(0)))
        sums[treatment, rate] = (before[0] + net, before[1] + vat)
    in_order = sorted(sums, key=lambda key: (ORDER.index(Treatment(key[0])), -key[1]))
    return tuple(RateTotal(treatment, rate, *sums[treatment, rate]) for treatment, rate in in_order)


def inside(gross: Money, rate_basis_points: int, rounding: Rounding = Rounding.LINE_NEAREST) -> tuple[Money, Money]:
    """Net and VAT of a sum that includes VAT; the two always add back to it.

    £100.00 at 20 %: 83.33 and 16.67 to the nearest penny, 83.34 and 16.66 with the VAT rounded down.
    """
    whole = BASIS_POINTS + rate_basis_points
    exact = gross.pence * rate_basis_points
    vat = Money(_down(exact, whole) if rounding is Rounding.TOTAL_DOWN else half_up(exact, whole))
    return gross - vat, vat


def _vat(lines: Sequence[Taxable], rate: int, rounding: Rounding) -> Money:
    if rounding is Rounding.LINE_NEAREST:
        return Money.total(vat_of(Money(line.net_pence), rate) for line in lines)
    exact = sum(line.net_pence for line in lines) * rate
    return Money(_down(exact, BASIS_POINTS) if rounding is Rounding.TOTAL_DOWN else half_up(exact, BASIS_POINTS))


def _down(numerator: int, denominator: int) -> int:
    """Towards zero, so that a credit note mirrors its invoice to the penny."""
    sign = -1 if numerator < 0 else 1
    return sign * (abs(numerator) // denominator)
