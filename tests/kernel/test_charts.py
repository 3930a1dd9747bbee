"""Charts are drawn from whole numbers, carry their words, and show the same values as their table."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.gallery_charts import board, costs, income, parts, surplus
from kernel import charts
from kernel.charts import Bar, Bench, Chart, Outlet, Seat, Series, Stream
from kernel.charts.drawing import scaled, wrapped
from kernel.charts.seats import places
from kernel.charts.years import step_for

SVG = "{http://www.w3.org/2000/svg}"
ALL = [costs, income, parts, board, surplus]


def words_of(drawing: str) -> str:
    return " ".join("".join(element.itertext()) for element in ElementTree.fromstring(drawing).iter(f"{SVG}text"))  # noqa: S314


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_a_drawing_is_named_and_described_and_carries_no_style(draw: object) -> None:
    chart: Chart = draw()  # type: ignore[operator]
    for drawing in (chart.wide, chart.narrow):
        root = ElementTree.fromstring(drawing)  # noqa: S314
        assert root.get("role") == "img"
        named = root.get("aria-labelledby", "").split()
        assert [root[0].get("id"), root[1].get("id")] == named
        assert root[0].text == chart.finding
        assert root[1].text
        assert "style=" not in drawing


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_all_geometry_is_in_whole_units(draw: object) -> None:
    chart: Chart = draw()  # type: ignore[operator]
    for drawing in (chart.wide, chart.narrow):
        numbers = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|d)="([^"]*)"', drawing)
        assert numbers
        assert not [number for number in numbers if "." in number]


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_the_table_has_a_cell_for_every_column(draw: object) -> None:
    chart: Chart = draw()  # type: ignore[operator]
    assert {len(row) for row in chart.rows} == {len(chart.columns)}
    assert all(label for label, _kind in chart.columns)


def test_words_are_written_so_that_they_cannot_become_markup() -> None:
    chart = charts.bars("<b>", [Bar("<script>", 1, "£1 & more")], what="", measure="")
    assert "<script>" not in chart.wide
    assert "£1 &amp; more" in chart.wide


def test_bars_say_every_label_and_value() -> None:
    words = words_of(costs().wide)
    assert "Governance and clerking" in words
    assert "£184,200" in words
    assert "−£12,400" in words


def test_a_bar_below_zero_lies_to_the_left_of_the_line() -> None:
    drawing = charts.bars("t", [Bar("a", 10, "10"), Bar("b", -10, "-10")], what="", measure="").wide
    up, down = (int(x) for x in re.findall(r'<rect x="(\d+)"', drawing))
    assert down < up


def test_no_bars_is_said_in_words() -> None:
    assert "There is nothing to show." in charts.bars("t", [], what="", measure="").wide


def test_columns_refuse_a_series_with_a_period_missing() -> None:
    with pytest.raises(ValueError, match="1 values for 2 periods"):
        charts.over_time("t", ["2025", "2026"], [Series("a", [1])], write=str, what="Year")


def test_columns_refuse_a_value_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        charts.over_time("t", ["2025"], [Series("a", [-1])], write=str, what="Year")


@given(st.integers(min_value=1, max_value=10**14))
def test_grid_lines_reach_the_highest_value_and_are_few(most: int) -> None:
    step = step_for(most)
    assert step * 4 >= most
    assert -(-most // step) <= 4


def test_a_flow_refuses_money_that_does_not_add_up() -> None:
    with pytest.raises(ValueError, match="differ"):
        charts.flow("t", [Stream("in", 2, "£2")], [Outlet("out", 1, "£1")], whole="Income", whole_words="£2")
    with pytest.raises(ValueError, match="do not add up"):
        charts.flow(
            "t",
            [Stream("in", 2, "£2")],
            [Outlet("out", 2, "£2", parts=[Stream("part", 1, "£1")])],
            whole="Income",
            whole_words="£2",
        )


def test_a_flow_says_where_it_all_went() -> None:
    said = ElementTree.fromstring(surplus().wide)[1].text or ""  # noqa: S314
    assert "Surplus £120,000 (Reserves, to the policy level £40,000" in said


@given(st.integers(min_value=1, max_value=60))
def test_seats_stand_apart_and_none_is_lost(count: int) -> None:
    assert len(set(places(count))) == count


def test_a_ring_counts_everybody_and_stars_the_chair() -> None:
    chart = charts.seats("t", [Bench("School", "S", 1, [Seat("Ada"), Seat("Ben", mark="chair")])])
    words = words_of(chart.wide)
    assert "2 directors" in words
    assert "School 2 (★ chair)" in words


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1), st.integers(min_value=0, max_value=1000))
def test_lengths_add_up_to_the_room_there_is(values: list[int], room: int) -> None:
    lengths = scaled(values, room)
    assert all(length >= 0 for length in lengths)
    assert sum(lengths) == (room if sum(values) else 0)


def test_long_words_are_broken_between_words_only() -> None:
    assert wrapped("School improvement partners", 100) == ["School", "improvement", "partners"]
