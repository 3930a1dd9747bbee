"""VAT on a service: vectors V02, V03 and the difference between kinds of nothing."""

import pytest

from kernel.money import Money
from services.rules.vat import EXEMPT, OUTSIDE, STANDARD, Vat, VatCode


@pytest.mark.vector("V02")
def test_v02_an_exempt_course_bears_no_vat_and_is_not_zero_rated() -> None:
    assert EXEMPT.on(Money.pounds(450)) == Money(0)
    assert EXEMPT.code is not VatCode.ZERO
    assert EXEMPT.label != Vat(VatCode.ZERO).label != OUTSIDE.label


@pytest.mark.vector("V03")
def test_v03_standard_and_exempt_on_one_order_stay_apart() -> None:
    taxed, exempt = Money.pounds(1000), Money.pounds(450)
    assert STANDARD.on(taxed) == Money.pounds(200)
    assert taxed + exempt + STANDARD.on(taxed) + EXEMPT.on(exempt) == Money.pounds(1650)


def test_a_part_of_a_penny_goes_to_the_nearest() -> None:
    assert STANDARD.on(Money.pounds("12.38")) == Money.pounds("2.48")


@pytest.mark.parametrize(("code", "rate"), [(VatCode.EXEMPT, 2000), (VatCode.OUTSIDE, 1), (VatCode.STANDARD, 0)])
def test_a_rate_belongs_to_a_taxed_supply_only(code: VatCode, rate: int) -> None:
    with pytest.raises(ValueError, match="taxed"):
        Vat(code, rate)
