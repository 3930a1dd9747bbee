"""How value added tax falls on a service.

Exempt, zero-rated and outside the scope all give £0.00 of tax and are three different
things: exempt income can cost the company tax on its own purchases, and each is reported
apart. Sources: VAT Act 1994 Schedule 9 Group 6 (education by an eligible body), section
29A and 30; the treatment of each service is set by finance, dated and with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kernel.money import Money


class VatCode(StrEnum):
    """The treatment of a supply."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"
    OUTSIDE = "outside"


TAXED = frozenset({VatCode.STANDARD, VatCode.REDUCED})
STANDARD_RATE_BP = 2_000

LABELS = {
    VatCode.STANDARD: "standard rate",
    VatCode.REDUCED: "reduced rate",
    VatCode.ZERO: "zero-rated",
    VatCode.EXEMPT: "exempt: education",
    VatCode.OUTSIDE: "outside the scope of VAT",
}


@dataclass(frozen=True, slots=True)
class Vat:
    """A treatment and its rate in basis points; the rate is nothing unless the supply is taxed."""

    code: VatCode
    rate_bp: int = 0

    def __post_init__(self) -> None:
        if (self.code in TAXED) != (self.rate_bp > 0):
            raise ValueError("a rate belongs to a taxed supply, and to no other")

    @classmethod
    def of(cls, code: str, rate_bp: int) -> Vat:
        """The treatment as it is kept in a row. Raises ValueError for a code nobody knows."""
        return cls(VatCode(code), rate_bp)

    @property
    def label(self) -> str:
        """The treatment in words, fit for an invoice line."""
        return LABELS[self.code]

    def on(self, net: Money) -> Money:
        """The tax on a net amount, to the nearest penny, halves up."""
        return net.basis_points(self.rate_bp)


STANDARD = Vat(VatCode.STANDARD, STANDARD_RATE_BP)
EXEMPT = Vat(VatCode.EXEMPT)
OUTSIDE = Vat(VatCode.OUTSIDE)
