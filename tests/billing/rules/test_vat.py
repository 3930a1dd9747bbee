"""VAT by line and by rate (vectors V02, V03, V05, V06; worked numbers appendix B no. 14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules import vat
from billing.rules.vat import Rounding, Taxable
from kernel.money import Money


def taxable(pence: int, treatment: str = "standard", rate: int = 2000) -> Taxable:
    return Taxable(treatment, rate, pence)


@pytest.mark.vector("V02")
def test_an_exempt_course_bears_no_vat_and_is_not_zero_rated_v02() -> None:
    [total] = vat.compute([taxable(45_000, "exempt", 0)]).totals
    assert (total.title, total.vat, total.gross) == ("Exempt", Money(0), Money(45_000))


@pytest.mark.vector("V03")
def test_totals_stand_apart_by_rate_v03() -> None:
    result = vat.compute([taxable(45_000, "exempt", 0), taxable(100_000)])
    assert [(t.title, t.net, t.vat) for t in result.totals] == [
        ("Standard rate, 20 %", Money(100_000), Money(20_000)),
        ("Exempt", Money(45_000), Money(0)),
    ]
    assert (result.vat, result.gross) == (Money(20_000), Money(165_000))


def test_exempt_zero_rated_and_outside_the_scope_are_three_different_totals() -> None:
    result = vat.compute([taxable(100, "outside", 0), taxable(100, "zero", 0), taxable(100, "exempt", 0)])
    assert [t.title for t in result.totals] == ["Zero-rated", "Exempt", "Outside the scope of VAT"]


@pytest.mark.parametrize(
    ("rounding", "expected"), [(Rounding.LINE_NEAREST, 248), (Rounding.TOTAL_NEAREST, 248), (Rounding.TOTAL_DOWN, 247)]
)
@pytest.mark.vector("V05")
def test_twelve_thirty_eight_bears_248_to_the_nearest_and_247_rounded_down_v05(
    rounding: Rounding, expected: int
) -> None:
    assert vat.compute([taxable(1238)], rounding).vat == Money(expected)


def test_lines_are_rounded_each_not_their_sum() -> None:
    # X36: three lines of 33.34, 33.33, 33.33 bear 6.67 each, 20.01 together; the sum of the nets would bear 20.00.
    lines = [taxable(3334), taxable(3333), taxable(3333)]
    assert vat.compute(lines).lines == (Money(667),) * 3
    assert vat.compute(lines).vat == Money(2001)
    assert vat.compute(lines, Rounding.TOTAL_NEAREST).vat == Money(2000)


@pytest.mark.vector("V06")
def test_a_sum_that_includes_vat_is_taken_apart_v06() -> None:
    assert vat.inside(Money(10_000), 2000) == (Money(8333), Money(1667))
    assert vat.inside(Money(10_000), 2000, Rounding.TOTAL_DOWN) == (Money(8334), Money(1666))


@pytest.mark.parametrize(
    ("treatment", "rate"), [("exempt", 2000), ("zero", 1), ("standard", 0), ("outside", 500), ("vatable", 2000)]
)
def test_a_treatment_refuses_a_rate_that_does_not_belong_to_it(treatment: str, rate: int) -> None:
    with pytest.raises(vat.NotATreatment):
        Taxable(treatment, rate, 100)


@pytest.mark.parametrize("rate", [-1, 10_001])
def test_a_rate_lies_between_nothing_and_everything(rate: int) -> None:
    with pytest.raises(vat.NotATreatment):
        Taxable("standard", rate, 100)


@pytest.mark.parametrize(("points", "words"), [(2000, "20 %"), (1750, "17.5 %"), (525, "5.25 %"), (0, "0 %")])
def test_a_rate_is_written_as_people_write_it(points: int, words: str) -> None:
    assert vat.percent(points) == words


anything_taxable = st.builds(
    lambda kind, pence: Taxable(kind[0], kind[1], pence),
    st.sampled_from([("standard", 2000), ("standard", 1750), ("reduced", 500), ("zero", 0), ("exempt", 0)]),
    st.integers(-10_000_000, 10_000_000),
)


@given(st.lists(anything_taxable, max_size=30))
def test_the_totals_add_up_to_the_lines(lines: list[Taxable]) -> None:
    result = vat.compute(lines)
    assert Money.total(result.lines) == result.vat == Money.total(t.vat for t in result.totals)
    assert result.net == Money(sum(line.net_pence for line in lines))
    assert result.gross == Money.total(t.gross for t in result.totals)


@given(st.lists(anything_taxable, max_size=10), st.sampled_from(Rounding))
def test_a_credit_note_mirrors_its_invoice_to_the_penny(lines: list[Taxable], rounding: Rounding) -> None:
    back = [Taxable(line.treatment, line.rate_basis_points, -line.net_pence) for line in lines]
    assert vat.compute(back, rounding).vat == -vat.compute(lines, rounding).vat


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 10_000), st.sampled_from(Rounding))
def test_net_and_vat_of_an_inclusive_sum_always_add_back(pence: int, rate: int, rounding: Rounding) -> None:
    net, tax = vat.inside(Money(pence), rate, rounding)
    assert net + tax == Money(pence)
