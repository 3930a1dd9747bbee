"""What would happen if people joined or left, step by step, and over time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company.rules.associations import Association
from company.rules.board import ALWAYS, Articles, Board, Director, Stretch, Work
from company.rules.composition import evaluate
from company.rules.outlook import breaks_ahead, first_new_breaks, over, with_warnings
from company.rules.results import State
from company.rules.what_if import AlreadyOnTheBoard, Join, Leave, NotOnTheBoard, Step, TakeChair, departures, what_if
from company.states import Benefit, Capacity, Seat
from tests.company.boards import B01, ON, OURS, board, changed, director

NEW_SCHOOL = director("S9", Seat.SCHOOL)
NEW_COUNCIL = director("C9", Seat.COUNCIL)


def outcomes(known: Board, *steps: Join | Leave | TakeChair) -> list[tuple[str, list[str]]]:
    results = what_if(known, steps, ON)
    return [(one.composition.council_share, [rule.name for rule in one.composition.broken]) for one in results]


@pytest.mark.vector("B09")
def test_b09_a_school_director_resigning_breaks_the_minimum_and_the_cap() -> None:
    assert outcomes(B01, Leave("S1")) == [
        ("2 of 10 · 20.0 %", ["minimum-directors", "council-cap", "council-twenty-percent"]),
    ]


@pytest.mark.vector("B10")
def test_b10_a_council_director_resigning_breaks_the_minimum_only() -> None:
    assert outcomes(B01, Leave("C1")) == [("1 of 10 · 10.0 %", ["minimum-directors"])]


@pytest.mark.vector("B12")
def test_b12_each_step_counts_in_either_order() -> None:
    assert outcomes(B01, Join(NEW_COUNCIL), Join(NEW_SCHOOL)) == [
        ("3 of 12 · 25.0 %", ["council-cap", "council-twenty-percent"]),
        ("3 of 13 · 23.1 %", ["council-cap", "council-twenty-percent"]),
    ]
    assert outcomes(B01, Join(NEW_SCHOOL), Join(NEW_COUNCIL)) == [
        ("2 of 12 · 16.7 %", []),
        ("3 of 13 · 23.1 %", ["council-cap", "council-twenty-percent"]),
    ]


@pytest.mark.vector("B13")
def test_b13_a_larger_board_takes_both() -> None:
    fifteen = board("8S 2G 2C 1E 2X")
    assert outcomes(fifteen, Join(NEW_SCHOOL), Join(NEW_COUNCIL)) == [
        ("2 of 16 · 12.5 %", []),
        ("3 of 17 · 17.6 %", []),
    ]


def test_passing_the_chair_is_a_step() -> None:
    assert outcomes(B01, TakeChair("X2")) == [("2 of 11 · 18.2 %", [])]
    assert outcomes(B01, TakeChair("S2")) == [("2 of 11 · 18.2 %", ["chair"])]


def test_a_stranger_cannot_leave_and_a_director_cannot_join_again() -> None:
    with pytest.raises(NotOnTheBoard):
        what_if(B01, [Leave("nobody")], ON)
    with pytest.raises(AlreadyOnTheBoard):
        what_if(B01, [Join(B01.directors[0])], ON)


def test_three_departures_from_thirteen() -> None:
    thirteen = board("6S 2G 2C 1E 2X")
    results = departures(thirteen, Seat.SCHOOL, ON)
    assert [(one.composition.size, one.composition.council_share) for one in results] == [
        (12, "2 of 12 · 16.7 %"),
        (11, "2 of 11 · 18.2 %"),
        (10, "2 of 10 · 20.0 %"),
    ]
    assert [one.composition.headroom for one in results] == [1, 0, 0]


def test_a_term_ending_is_seen_coming() -> None:
    known = changed(B01, "S2", ends_on=date(2027, 5, 1))
    ahead = breaks_ahead(over(known, ON, date(2027, 10, 1)))
    assert [(one.on, one.result.name) for one in ahead] == [
        (date(2027, 5, 1), "minimum-directors"),
        (date(2027, 5, 1), "council-cap"),
        (date(2027, 5, 1), "council-twenty-percent"),
    ]
    warned = with_warnings(evaluate(known, ON), ahead)
    assert (warned[0].state, warned[0].badge) == (State.WARNING, "From 1 May")


def test_a_break_that_was_coming_anyway_is_not_the_changes_fault() -> None:
    before = changed(B01, "S2", ends_on=date(2027, 5, 1))
    after = changed(before, "S3", ends_on=date(2027, 6, 1))
    until = date(2027, 10, 1)
    assert not first_new_breaks(over(before, ON, until), over(after, ON, until))
    worse = changed(before, "X1", chairing=(Stretch(None, date(2027, 2, 1)),))
    assert [(one.on, one.result.name) for one in first_new_breaks(over(before, ON, until), over(worse, ON, until))] == [
        (date(2027, 2, 1), "chair"),
    ]


days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
ends = st.none() | days
associations = st.builds(
    Association,
    authority=st.sampled_from([OURS, "council/991"]),
    capacity=st.sampled_from(list(Capacity)),
    starts_on=ends,
    ends_on=ends,
)
directors = st.builds(
    Director,
    ref=st.uuids().map(str),
    seat=st.sampled_from(list(Seat)),
    starts_on=days,
    years=st.none() | st.integers(1, 5),
    ends_on=ends,
    chairing=st.lists(st.builds(Stretch, ends, ends), max_size=1).map(tuple),
    work=st.lists(st.builds(Work, st.sampled_from(list(Benefit)), st.builds(Stretch, ends, ends)), max_size=1).map(
        tuple
    ),
    associations=st.lists(associations, max_size=2).map(tuple),
    employer=st.sampled_from(["", OURS]),
    term=st.integers(1, 3),
)
boards = st.lists(directors, max_size=16, unique_by=lambda one: one.ref).map(lambda some: Board(tuple(some), OURS))


@given(boards, days, st.data())
def test_what_if_equals_the_composition_of_the_changed_board(known: Board, on: date, data: st.DataObject) -> None:
    present = known.on(on)
    leaver = data.draw(st.sampled_from(present)) if present else None
    joiner = replace(data.draw(directors), ref="new", starts_on=on, ends_on=None)
    steps: list[Step] = [Join(joiner), *([Leave(leaver.ref)] if leaver else [])]
    result = what_if(known, steps, on)[-1].composition
    rest = tuple(one for one in present if one is not leaver)
    assert result == evaluate(Board((*rest, joiner), OURS), on)


@given(boards, days)
def test_the_departure_of_someone_not_associated_never_lowers_the_councils_share(known: Board, on: date) -> None:
    before = evaluate(known, on)
    for one in known.on(on):
        if one.reading(OURS, on).narrow:
            continue
        after = what_if(known, [Leave(one.ref)], on)[0].composition
        assert after.council * before.size >= before.council * after.size


@given(boards, days)
def test_where_something_changes_is_as_good_as_every_day(known: Board, start: date) -> None:
    end = start + timedelta(days=400)
    spans = over(known, start, end)
    standing = spans[0]
    remaining = list(spans[1:])
    for number in range(400):
        day = start + timedelta(days=number)
        if remaining and remaining[0].on == day:
            standing = remaining.pop(0)
        if number % 7 == 0 or standing.on == day:
            assert evaluate(known, day).results == standing.results


def a_board_of_twenty_five() -> Board:
    """Twenty-five seats, each filled three times for four years, with one chair."""
    terms = [
        replace(
            director(f"{seat}-{turn}", list(Seat)[seat % 5]),
            starts_on=date(2024 + 4 * turn, 1 + seat % 12, 1 + seat),
            years=4,
            chairing=(ALWAYS,) * (seat == 4),
        )
        for seat in range(25)
        for turn in range(3)
    ]
    return Board(tuple(terms), OURS, (Articles(),))


def test_ten_years_of_a_board_are_evaluated_only_where_something_changes() -> None:
    """What makes bar R1 hold; its time is `make bench`'s to take."""
    known = a_board_of_twenty_five()
    ten_years = over(known, date(2026, 1, 1), date(2036, 1, 1))
    assert len(ten_years) <= len(known.change_days) + 1
