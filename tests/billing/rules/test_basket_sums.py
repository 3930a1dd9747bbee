"""Sums under a basket, the change since last year, and what one line costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules.baskets import CodeTotal, by_code, price_change, totals
from billing.rules.changes import Asked, since_last_year
from billing.rules.orders import line_price, plan_charges
from billing.rules.school_years import Anchor
from billing.rules.terms import PartYear, next_term, term_from
from kernel.money import ZERO, Money


@dataclass(frozen=True)
class Line:
    net: Money
    vat: Money
    cfr_code: str = "E27"
    vat_rate: int = 2000

    @property
    def gross(self) -> Money:
        return self.net + self.vat


STANDARD = Line(Money.pounds("1000.00"), Money.pounds("200.00"), "E28a")
EXEMPT = Line(Money.pounds("450.00"), ZERO, "E09", 0)


@pytest.mark.vector("V03")
def test_v03_totals_add_up_line_by_line() -> None:
    sums = totals([STANDARD, EXEMPT])
    assert (sums.net, sums.vat, sums.gross) == (Money(145000), Money(20000), Money(165000))


def test_an_empty_basket_comes_to_nothing() -> None:
    assert totals([]).gross == ZERO
    assert by_code([]) == []


def test_codes_are_summed_before_vat_and_free_lines_are_left_out() -> None:
    free = Line(ZERO, ZERO, "E27")
    assert by_code([STANDARD, EXEMPT, STANDARD, free]) == [
        CodeTotal("E09", Money(45000)),
        CodeTotal("E28a", Money(200000)),
    ]


@given(st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from([0, 2000]), st.sampled_from(["E09", "E27", ""]))))
def test_totals_and_codes_conserve_every_penny(rows: list[tuple[int, int, str]]) -> None:
    lines = [Line(Money(pence), Money(pence).basis_points(rate), code) for pence, rate, code in rows]
    sums = totals(lines)
    assert sums.gross == Money.total(line.gross for line in lines) == sums.net + sums.vat
    assert Money.total(code.net for code in by_code(lines)) == sums.net


def test_a_changed_price_is_said_with_both_figures() -> None:
    assert price_change(when_added=Money(56000), today=Money(56000)) == ""
    assert "it was £560.00, today it is £15.00 more" in price_change(when_added=Money(56000), today=Money(57500))
    assert "it was £560.00, today it is £10.00 less" in price_change(when_added=Money(56000), today=Money(55000))


def test_the_head_sees_what_changed_since_last_year() -> None:
    change = since_last_year(
        [Asked(1, "Advance", Money(483000)), Asked(2, "Portal", Money(22500))], {1: Money(452000), 9: Money(99900)}
    )
    assert change.before == Money(452000)
    assert change.how_many_new == 1
    assert change.lines[0].sentence == "£310.00 more than last year"
    assert change.lines[1].sentence == "new this year"
    assert change.sentence == "The same services cost £4,520.00 last year: £535.00 more now."


def test_no_change_and_nothing_before_are_said_in_words() -> None:
    assert since_last_year([Asked(1, "A", Money(5))], {1: Money(5)}).sentence.endswith("no change.")
    assert since_last_year([Asked(1, "A", Money(5))], {}).sentence == "You had none of this last year."


def test_part_of_a_year_rounds_net_first_and_vat_on_it() -> None:
    term = term_from(date(2026, 11, 21), Anchor.APRIL, PartYear.WHOLE_MONTHS)
    price = line_price(Line(Money.pounds("2730.00"), Money.pounds("546.00")), term)
    assert (price.net, price.vat, price.gross) == (Money(91000), Money(18200), Money(109200))
    assert price.part_note == "4 of 12 months of £2,730.00"


def test_a_whole_year_or_a_single_purchase_costs_the_quote() -> None:
    assert line_price(STANDARD, None).gross == Money(120000)
    assert line_price(STANDARD, next_term(date(2026, 11, 21), Anchor.APRIL)).gross == Money(120000)


def test_a_charge_falls_due_at_once_or_when_next_year_starts() -> None:
    today = date(2026, 11, 21)
    (now,) = plan_charges(line_price(STANDARD, None), ordered_on=today, term=None)
    assert (now.number, now.due_on, now.gross) == (1, today, Money(120000))
    (later,) = plan_charges(line_price(STANDARD, None), ordered_on=today, term=next_term(today, Anchor.APRIL))
    assert later.due_on == date(2027, 4, 1)


def test_a_line_that_costs_nothing_is_never_charged() -> None:
    assert plan_charges(line_price(Line(ZERO, ZERO), None), ordered_on=date(2026, 11, 21), term=None) == []
