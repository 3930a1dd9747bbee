"""What a published price rule comes to, and that its printed working says the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import Money
from services.rules.buyers import Buyer, Funding, Phase, Standing
from services.rules.price import NoSuchOption, NotOffered, Price, PupilsMissing, PupilsUnclear, QuantityUnclear, price
from services.rules.price_spec import read
from tests.services.workings import recompute

SIZES = ("62", "90", "210", "420", "692", "693", "1200", "210.5", "0")
CORE = {"type": "per_pupil", "rate": 650, "floor": 65000, "cap": 450000}
VECTORS = {"type": "per_pupil", "rate": 1900, "floor": 250000, "cap": 1250000}
IT02 = {
    "type": "bands",
    "bands": [
        {"above": 0, "up_to": 100, "amount": 78000},
        {"above": 100, "up_to": 300, "amount": 124000},
        {"above": 300, "up_to": 600, "amount": 178000},
        {"above": 600, "amount": 295000},
    ],
}


def a_primary(pupils: str | None = "420", **facts: Any) -> Buyer:
    given: dict[str, Any] = {
        "standing": Standing.MEMBER,
        "pupils": None if pupils is None else Decimal(pupils),
        "pupils_source": "October census 2026",
        "phase": Phase.PRIMARY,
        "funding": Funding.MAINTAINED,
    }
    return Buyer(**{**given, **facts})


def cost(
    spec: dict[str, Any], pupils: str | None = "420", quantity: str = "1", option: str = "", **facts: Any
) -> Price:
    answer = price(read(spec), buyer=a_primary(pupils, **facts), quantity=Decimal(quantity), option=option)
    assert recompute(answer.lines) == answer.net
    return answer


@pytest.mark.parametrize(
    ("pupils", "net"),
    [
        ("62", "650.00"),
        ("90", "650.00"),
        ("100", "650.00"),
        ("210", "1365.00"),
        ("210.5", "1368.25"),
        ("420", "2730.00"),
        ("692", "4498.00"),
        ("693", "4500.00"),
        ("720", "4500.00"),
        ("1200", "4500.00"),
    ],
)
def test_core_membership_is_6_50_a_pupil_between_650_and_4_500(pupils: str, net: str) -> None:
    assert cost(CORE, pupils).net == Money.pounds(net)


@pytest.mark.parametrize(
    ("vector", "pupils", "net"),
    [
        ("F02", "131", "2500.00"),
        ("F02", "132", "2508.00"),
        ("F03", "420", "7980.00"),
        ("F03", "210.5", "3999.50"),
        ("X33", "131.5", "2500.00"),
        ("X33", "131.6", "2500.40"),
        ("X33", "657.8", "12498.20"),
        ("X33", "657.9", "12500.00"),
    ],
)
def test_the_fee_vectors(vector: str, pupils: str, net: str) -> None:
    assert cost(VECTORS, pupils).net == Money.pounds(net), vector


@pytest.mark.parametrize(
    ("pupils", "net"),
    [("100", 780), ("100.5", 1240), ("101", 1240), ("300", 1240), ("301", 1780), ("600", 1780), ("600.5", 2950)],
)
@pytest.mark.vector("X34")
def test_x34_an_upper_edge_belongs_to_its_band(pupils: str, net: int) -> None:
    assert cost(IT02, pupils).net == Money.pounds(net)


def test_the_working_of_core_membership_reads_as_a_sum_a_head_can_check() -> None:
    assert cost(CORE, "693").sentences == (
        "You have 693 pupils (October census 2026).",
        "693 × £6.50 = £4,504.50.",
        "£4,504.50 is not below the minimum of £650.00.",
        "£4,504.50 is above the most you can pay, £4,500.00, so the price is £4,500.00.",
        "The price is £4,500.00.",
    )


def test_without_a_pupil_number_the_refusal_says_what_to_do() -> None:
    with pytest.raises(PupilsMissing) as refused:
        cost(CORE, None)
    assert refused.value.field == "pupils"
    assert "Ask us to enter your pupil number" in refused.value.forward


@pytest.mark.parametrize("pupils", ["-1", "210.55", "NaN", "Infinity", "9999999"])
def test_pupils_that_no_census_counts_are_refused(pupils: str) -> None:
    with pytest.raises(PupilsUnclear):
        cost(CORE, pupils)


@pytest.mark.parametrize("quantity", ["0", "-1", "0.001", "NaN", "1000000"])
def test_a_quantity_that_is_no_quantity_is_refused(quantity: str) -> None:
    with pytest.raises(QuantityUnclear):
        cost({"type": "flat", "amount": 69000}, quantity=quantity)


def test_a_price_for_the_whole_school_is_ordered_once() -> None:
    with pytest.raises(QuantityUnclear):
        cost(CORE, quantity="2")


def test_a_flat_price_is_paid_for_each() -> None:
    assert cost({"type": "flat", "amount": 69000}, None).net == Money.pounds(690)
    assert cost({"type": "flat", "amount": 69000}, None, quantity="3").net == Money.pounds(2070)
    with pytest.raises(QuantityUnclear):
        cost({"type": "flat", "amount": 69000}, None, quantity="1.5")


@pytest.mark.parametrize(("days", "net"), [("1", 560), ("0.5", 315), ("2.5", 1435), ("10", 5600)])
def test_a_half_day_has_its_own_price(days: str, net: int) -> None:
    assert cost({"type": "per_day", "day": 56000, "half_day": 31500}, None, days).net == Money.pounds(net)


def test_days_are_not_sold_by_quarters() -> None:
    with pytest.raises(QuantityUnclear):
        cost({"type": "per_day", "day": 56000, "half_day": 31500}, None, "1.25")


@pytest.mark.parametrize(("places", "net"), [("1", "95.00"), ("2", "171.00"), ("3", "247.00")])
def test_the_second_delegate_pays_a_fifth_less(places: str, net: str) -> None:
    spec = {"type": "per_place", "rate": 9500, "further_less_bp": 2000}
    assert cost(spec, None, places).net == Money.pounds(net)


def test_hours_times_weeks() -> None:
    spec = {"type": "per_unit", "rate": 4400, "times": [{"number": 33, "of": "weeks"}], "step": "0.5"}
    assert cost(spec, None, "1.5").net == Money.pounds("2178.00")
    with pytest.raises(QuantityUnclear):
        cost(spec, None, "1.25")


def test_a_package_shows_what_it_is_made_of() -> None:
    spec = {"type": "package", "amount": 162000, "contains": [{"number": 3, "of": "adviser days", "rate": 54000}]}
    answer = cost(spec, None)
    assert answer.net == Money.pounds(1620)
    assert "3 × £540.00 = £1,620.00." in answer.sentences


def test_a_package_of_two_kinds_adds_up() -> None:
    contains = [{"number": 2, "of": "days", "rate": 50000}, {"number": 1, "of": "report", "rate": 20000}]
    assert cost({"type": "package", "amount": 120000, "contains": contains}, None, "2").net == Money.pounds(2400)


@pytest.mark.parametrize(("pupils", "net"), [("0", 0), ("1", 100), ("30", 100), ("30.5", 200), ("61", 300)])
def test_each_block_of_thirty_or_part_of_one(pupils: str, net: int) -> None:
    assert cost({"type": "per_block", "size": 30, "rate": 10000}, pupils).net == Money.pounds(net)


MARGINAL = {
    "type": "bands",
    "mode": "marginal",
    "bands": [{"up_to": 100, "rate": 500}, {"above": 100, "up_to": 300, "rate": 405}, {"above": 300, "rate": 333}],
}


@pytest.mark.parametrize(
    ("pupils", "net"), [("0", "0"), ("100", "500.00"), ("101", "504.05"), ("300", "1310.00"), ("310.5", "1344.97")]
)
def test_marginal_bands_charge_each_slice_at_its_own_rate_and_round_once(pupils: str, net: str) -> None:
    assert cost(MARGINAL, pupils).net == Money.pounds(net)


def test_a_volume_price_applies_to_the_whole_quantity() -> None:
    spec = {"type": "bands", "of": "quantity", "bands": [{"up_to": 9, "rate": 55000}, {"above": 9, "rate": 50000}]}
    assert cost(spec, None, "9").net == Money.pounds(4950)
    assert cost(spec, None, "10").net == Money.pounds(5000)


def test_above_the_last_band_nothing_is_published() -> None:
    with pytest.raises(NotOffered, match="above 100 pupils"):
        cost({"type": "bands", "bands": [{"up_to": 100, "amount": 100}]}, "100.5")


def test_advance_is_core_and_five_pounds_a_pupil() -> None:
    more = {"type": "per_pupil", "rate": 500, "floor": 90000, "cap": 350000}
    spec = {"type": "sum", "parts": [{"label": "Core", "rule": CORE}, {"label": "Advance", "rule": more}]}
    assert cost(spec, "420").net == Money.pounds(4830)
    assert cost(spec, "90").net == Money.pounds(1550)
    assert cost(spec, "1200").net == Money.pounds(8000)


def test_a_percentage_of_another_price_rounds_half_a_penny_up() -> None:
    spec = {"type": "percentage", "share_bp": 1250, "label": "Core", "of": {"type": "flat", "amount": 100}}
    assert cost(spec).net == Money(13)


def test_discounts_stack_in_their_order_and_never_go_below_nothing() -> None:
    steps = [{"label": "Early", "less_bp": 1000}, {"label": "Voucher", "less": 5000}, {"label": "Travel", "plus": 1000}]
    spec = {"type": "adjusted", "rule": {"type": "flat", "amount": 20000}, "steps": steps}
    assert cost(spec).net == Money.pounds(140)
    spec["steps"] = [steps[1], steps[0], {"label": "Rush", "plus_bp": 2500}]
    assert cost(spec).net == Money.pounds("168.75")
    spec["steps"] = [{"label": "Voucher", "less": 30000}]
    assert cost(spec).net == Money(0)


def test_limits_hold_around_any_rule() -> None:
    spec = {"type": "limited", "rule": {"type": "flat", "amount": 100}, "cap": 80}
    assert cost(spec).net == Money(80)


def test_free_says_why_and_commissioned_says_who_pays() -> None:
    free = cost({"type": "free", "because": "Members take part free"})
    assert (free.net, free.payer) == (Money(0), "")
    commissioned = cost({"type": "commissioned", "by": "the council"})
    assert (commissioned.net, commissioned.payer) == (Money(0), "the council")


STANDINGS = {
    "type": "standings",
    "member": {"type": "flat", "amount": 162000},
    "in_area": {"type": "flat", "amount": 195000},
    "out_of_area": {"type": "member_share", "share_bp": 13500},
}


@pytest.mark.parametrize(
    ("standing", "net"), [(Standing.MEMBER, 1620), (Standing.IN_AREA, 1950), (Standing.OUT_OF_AREA, 2187)]
)
def test_the_standing_chooses_the_price_and_the_answer_says_which(standing: Standing, net: int) -> None:
    answer = cost(STANDINGS, standing=standing)
    assert answer.net == Money.pounds(net)
    assert answer.chosen


def test_not_offered_refuses_with_its_reason() -> None:
    spec = {**STANDINGS, "in_area": {"type": "not_offered", "because": "This is for members."}}
    with pytest.raises(NotOffered, match="for members"):
        cost(spec, standing=Standing.IN_AREA)


CASES = {
    "type": "cases",
    "cases": [
        {
            "label": "Secondary schools with a sixth form",
            "when": {"phase": ["secondary"], "sixth_form": True},
            "rule": {"type": "flat", "amount": 500000},
        },
        {
            "label": "Secondary schools",
            "when": {"phase": ["secondary"]},
            "rule": {"type": "flat", "amount": 450000},
        },
        {
            "label": "Academies",
            "when": {"funding": ["academy"], "school_type": ["28"]},
            "rule": {"type": "flat", "amount": 1},
        },
    ],
    "otherwise": CORE,
}


def test_the_first_case_that_fits_decides() -> None:
    assert cost(CASES, phase=Phase.SECONDARY, sixth_form=True).net == Money.pounds(5000)
    assert cost(CASES, phase=Phase.SECONDARY).net == Money.pounds(4500)
    assert cost(CASES, funding=Funding.ACADEMY, school_type="28").net == Money(1)
    assert cost(CASES, funding=Funding.ACADEMY, school_type="33").net == Money.pounds(2730)


def test_a_phase_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(NotOffered, match="do not know the phase"):
        cost(CASES, phase=None)


def test_without_a_case_that_fits_nothing_is_published() -> None:
    with pytest.raises(NotOffered):
        cost({"type": "cases", "cases": CASES["cases"]})


def test_an_option_is_chosen_by_name_and_the_first_stands_without_one() -> None:
    options = [
        {"option": "nle", "label": "National leader", "rule": {"type": "flat", "amount": 62000}},
        {"option": "lle", "label": "Local leader", "rule": {"type": "flat", "amount": 52000}},
    ]
    spec = {"type": "options", "options": options}
    assert cost(spec).net == Money.pounds(620)
    assert cost(spec, option="lle").net == Money.pounds(520)
    with pytest.raises(NoSuchOption):
        cost(spec, option="sle")


money = st.integers(min_value=0, max_value=500_000)
leaves = st.one_of(
    st.builds(lambda pence: {"type": "flat", "amount": pence}, money),
    st.builds(
        lambda rate, base, edges: {
            "type": "per_pupil",
            "rate": rate,
            "base": base,
            "floor": min(edges),
            "cap": max(edges),
        },
        st.integers(0, 5000),
        money,
        st.tuples(money, money),
    ),
    st.builds(
        lambda edge, low, high: {
            "type": "bands",
            "bands": [{"up_to": edge, "amount": low}, {"above": edge, "rate": high}],
        },
        st.integers(1, 1500),
        money,
        st.integers(0, 5000),
    ),
    st.builds(
        lambda edge, low, high: {
            "type": "bands",
            "mode": "marginal",
            "bands": [{"up_to": edge, "rate": low}, {"above": edge, "rate": high}],
        },
        st.integers(1, 1500),
        st.integers(0, 5000),
        st.integers(0, 5000),
    ),
    st.builds(lambda size, rate: {"type": "per_block", "size": size, "rate": rate}, st.integers(1, 60), money),
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(
            lambda one, two: {"type": "sum", "parts": [{"label": "One", "rule": one}, {"label": "Two", "rule": two}]},
            inner,
            inner,
        ),
        st.builds(
            lambda of, bp: {"type": "percentage", "share_bp": bp, "label": "of it", "of": of},
            inner,
            st.integers(0, 20_000),
        ),
        st.builds(
            lambda rule, bp, less: {
                "type": "adjusted",
                "rule": rule,
                "steps": [{"label": "Early", "less_bp": bp}, {"label": "Voucher", "less": less}],
            },
            inner,
            st.integers(0, 10_000),
            money,
        ),
    ),
    max_leaves=4,
)
pupil_numbers = st.integers(0, 20_000).map(lambda tenths: str(Decimal(tenths) / 10))


@given(spec=rules, pupils=pupil_numbers)
def test_the_working_of_any_rule_leads_to_its_price(spec: dict[str, Any], pupils: str) -> None:
    assert cost(spec, pupils).net >= Money(0)


@given(rate=st.integers(0, 5000), edges=st.tuples(money, money), one=pupil_numbers, two=pupil_numbers)
def test_a_fee_by_pupils_never_falls_as_the_school_grows(rate: int, edges: tuple[int, int], one: str, two: str) -> None:
    spec = {"type": "per_pupil", "rate": rate, "floor": min(edges), "cap": max(edges)}
    smaller, larger = sorted((one, two), key=Decimal)
    assert cost(spec, smaller).net <= cost(spec, larger).net


@given(pupils=pupil_numbers)
def test_the_same_question_has_the_same_answer(pupils: str) -> None:
    buyer = a_primary(pupils)
    assert price(read(CORE), buyer=buyer) == price(read(CORE), buyer=replace(buyer))
