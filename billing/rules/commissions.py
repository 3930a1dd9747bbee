"""What the council commissions: agreed sums for services, falling due in instalments over the term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from billing.rules.orders import PlannedCharge
from kernel.money import Money
from kernel.periods import Period, add_months
from kernel.refusal import Refusal


class NotTheCouncil(Refusal):
    """Somebody other than a council as the payer of commissioned work."""

    rule = "Statutory work is commissioned and paid for by the council (founding facts S3-11, S3-13)."
    forward = "Sell the service to the school as a traded one, or name the council."


class TermNotWholeMonths(Refusal):
    """A commission's term that cannot be divided into its instalments."""

    rule = "A commission runs for whole months, at most twelve, in equal instalments."
    forward = "Choose a term of whole months and a number of instalments that divides it."


@dataclass(frozen=True, slots=True)
class Commissioned:
    """One service in a commission: its row number, code, label, the net sum for the term and the VAT rate (basis
    points)."""

    service: int
    code: str
    label: str
    net: Money
    vat_rate: int

    @property
    def vat(self) -> Money:
        """VAT on the whole sum, to the nearest penny."""
        return self.net.basis_points(self.vat_rate)


def months_of(term: Period) -> int:
    """How many whole months a term has. Refuses with TermNotWholeMonths."""
    for months in range(1, 13):
        if add_months(term.starts_on, months) == term.ends_on:
            return months
    raise TermNotWholeMonths("This term is not a number of whole months up to twelve.", field="ends_on")


def plan(line: Commissioned, term: Period, instalments: int) -> list[PlannedCharge]:
    """The charges of a line: equal parts rounded down, the last taking what is left, each due as its part begins.

    Refuses with TermNotWholeMonths.
    """
    months = months_of(term)
    if instalments < 1 or months % instalments:
        raise TermNotWholeMonths(f"{months} months cannot be paid in {instalments} equal parts.", field="instalments")
    step = months // instalments
    days: Sequence[date] = [add_months(term.starts_on, step * part) for part in range(instalments)]
    nets, vats = _parts(line.net, instalments), _parts(line.vat, instalments)
    return [
        PlannedCharge(number, due_on, net, vat, net + vat)
        for number, (due_on, net, vat) in enumerate(zip(days, nets, vats, strict=True), start=1)
    ]


def _parts(amount: Money, count: int) -> list[Money]:
    """Equal parts rounded down to the penny; the last absorbs the rest."""
    each = Money(amount.pence // count)
    return [*[each] * (count - 1), amount - each * (count - 1)]
