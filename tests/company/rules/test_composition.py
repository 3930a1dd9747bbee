"""The composition of the board, vector by vector."""

from dataclasses import replace
from datetime import date

import pytest

from company.rules.associations import Association, Outcome
from company.rules.board import Articles, Board, Stretch, Work
from company.rules.composition import evaluate, most_council_directors, smallest_board
from company.rules.results import State, share
from company.states import Benefit, Capacity, Seat
from tests.company.boards import B01, NEIGHBOUR, ON, OURS, SKILLS, board, changed


def broken(known: Board, on: date = ON) -> list[str]:
    return [result.name for result in evaluate(known, on).broken]


@pytest.mark.vector("B01")
def test_b01_eleven_with_two_council_is_lawful() -> None:
    composition = evaluate(B01, ON)
    assert composition.holds
    assert composition.result("council-cap").fact == "2 of 11"
    assert share(composition.council, composition.size) == "18.2 %"
    assert composition.result("non-executive").fact == "10 of 11"
    assert composition.headroom == 0


@pytest.mark.vector("B03")
def test_b03_ten_directors_break_the_minimum_only() -> None:
    assert broken(board("4S 2G 1C 1E 2X")) == ["minimum-directors"]


@pytest.mark.parametrize(
    ("vector", "shorthand", "fact", "expected"),
    [
        ("B04", "7S 3G 3C 1E 2X", "3 of 16 · 18.8 %", []),
        ("B06", "10S 4G 4C 1E 2X", "4 of 21 · 19.05 %", ["council-cap"]),
        ("B07", "11S 4G 4C 1E 2X", "4 of 22 · 18.2 %", []),
    ],
)
def test_the_cap_is_an_inequality_on_integers(vector: str, shorthand: str, fact: str, expected: list[str]) -> None:
    composition = evaluate(board(shorthand), ON)
    assert composition.council_share == fact, vector
    assert [result.name for result in composition.broken] == expected, vector


@pytest.mark.vector("B06")
def test_b06_passes_where_the_articles_say_less_than_twenty() -> None:
    articles = Articles(cap_bp=1999, skills=SKILLS)
    assert not broken(board("10S 4G 4C 1E 2X", articles=articles))


def test_equality_keeps_the_cap_and_breaks_the_statutory_line() -> None:
    exactly_nineteen = replace(B01.articles_on(ON), cap_bp=2000)
    at_twenty = board("3S 2G 2C 1E 2X", articles=replace(exactly_nineteen, minimum=10))
    assert broken(at_twenty) == ["council-twenty-percent"]


@pytest.mark.vector("B15")
def test_b15_a_councillor_of_the_last_four_years_is_still_associated() -> None:
    past = (Association(OURS, Capacity.COUNCILLOR, date(2020, 5, 11), date(2024, 5, 10)),)
    known = changed(B01, "X2", associations=past)
    assert evaluate(known, date(2028, 5, 9)).council == 3


@pytest.mark.vector("B16")
def test_b16_on_the_day_after_the_anniversary_they_are_free() -> None:
    past = (Association(OURS, Capacity.COUNCILLOR, date(2020, 5, 11), date(2024, 5, 10)),)
    known = changed(board("5S 2G 2C 1E 2X"), "X2", associations=past)
    composition = evaluate(known, date(2028, 5, 10))
    assert composition.result("council-cap").fact == "2 of 12"
    assert composition.holds


@pytest.mark.vector("B18")
def test_b18_a_serving_officer_counts_whatever_their_seat() -> None:
    known = changed(B01, "S1", associations=(Association(OURS, Capacity.OFFICER),))
    reading = known.directors[0].reading(OURS, ON)
    assert reading.outcome is Outcome.ASSOCIATED
    assert reading.limb == "s.69(5)(b)"
    assert evaluate(known, ON).council == 3


def test_a_former_officer_does_not_count() -> None:
    known = changed(B01, "S1", associations=(Association(OURS, Capacity.OFFICER, None, date(2026, 9, 1)),))
    assert evaluate(known, ON).council == 2


@pytest.mark.vector("B19")
def test_b19_a_serving_councillor_on_a_governor_seat_counts() -> None:
    known = changed(B01, "G1", associations=(Association(OURS, Capacity.COUNCILLOR, date(2026, 5, 11)),))
    composition = evaluate(known, ON)
    assert composition.result("council-cap").fact == "3 of 11"
    assert {"council-cap", "council-twenty-percent"} == {result.name for result in composition.broken}


def test_a_councillor_of_another_council_does_not_count() -> None:
    known = changed(B01, "G1", associations=(Association(NEIGHBOUR, Capacity.COUNCILLOR),))
    assert evaluate(known, ON).council == 2


@pytest.mark.vector("B21")
def test_b21_the_spouse_of_a_councillor_does_not_count() -> None:
    known = changed(B01, "G1", associations=(Association(OURS, Capacity.FAMILY),))
    assert known.directors[4].reading(OURS, ON).outcome is Outcome.NOT_ASSOCIATED
    assert evaluate(known, ON).council == 2


@pytest.mark.vector("B22")
def test_b22_the_head_of_a_community_school_is_put_to_review() -> None:
    known = changed(B01, "S1", employer=OURS)
    composition = evaluate(known, ON)
    assert known.directors[0].reading(OURS, ON).outcome is Outcome.REVIEW
    assert (composition.council, composition.council_wide) == (2, 3)
    result = composition.result("officer-reading")
    assert result.state is State.WARNING
    assert result.fact == "2 of 11 read narrowly, 3 of 11 read widely"
    assert composition.holds


@pytest.mark.vector("B24")
def test_b24_thirteen_with_five_non_executive_fails() -> None:
    known = board("6S 2G 2C 1E 2X", executives=8)
    assert broken(known) == ["non-executive"]
    assert evaluate(known, ON).result("non-executive").fact == "5 of 13"


@pytest.mark.vector("B25")
def test_b25_twelve_with_five_non_executive_passes() -> None:
    assert not broken(board("5S 2G 2C 1E 2X", executives=7))


@pytest.mark.vector("B27")
def test_b27_one_paid_day_makes_a_director_executive_for_as_long_as_it_lasts() -> None:
    paid = (Work(Benefit.PERSONAL, Stretch(date(2026, 10, 1), date(2026, 10, 2))),)
    known = changed(B01, "S1", work=paid)
    assert evaluate(known, date(2026, 10, 1)).result("non-executive").fact == "9 of 11"
    assert evaluate(known, date(2026, 10, 2)).result("non-executive").fact == "10 of 11"


@pytest.mark.vector("B27")
def test_b27_a_fee_paid_to_the_school_leaves_them_non_executive_and_is_flagged() -> None:
    known = changed(B01, "S1", work=(Work(Benefit.ELSEWHERE, Stretch(date(2026, 10, 1), date(2026, 10, 2))),))
    composition = evaluate(known, ON)
    assert composition.result("non-executive").fact == "10 of 11"
    assert composition.result("work-without-benefit").state is State.WARNING


@pytest.mark.vector("B28")
def test_b28_a_council_director_may_not_chair() -> None:
    known = changed(changed(B01, "X1", chairing=()), "C1", chairing=(Stretch(),))
    assert broken(known) == ["chair"]
    assert evaluate(known, ON).result("chair").fact == "council director"


def test_a_board_without_a_chair_is_not_lawful() -> None:
    assert broken(changed(B01, "X1", chairing=())) == ["chair"]


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_exactly_one_chief_executive(count: int) -> None:
    shorthand = f"5S 2G 2C {count}E 2X" if count else "5S 2G 2C 2X"
    assert broken(board(shorthand)) == ["chief-executive"]


def test_every_constituency_has_a_director() -> None:
    known = board("6S 2C 1E 2X")
    assert broken(known) == ["constituencies"]
    assert evaluate(known, ON).result("constituencies").fact == "none from: governor"


@pytest.mark.vector("B33")
def test_b33_a_skills_gap_is_a_warning_and_not_a_breach() -> None:
    known = changed(B01, "S1", skills=SKILLS - {"legal"})
    result = evaluate(known, ON).result("skills")
    assert result.state is State.WARNING
    assert result.fact == "no director with legal"
    assert not broken(known)


@pytest.mark.vector("X01")
def test_x01_a_successor_on_the_day_of_leaving_keeps_the_number() -> None:
    leaver = changed(B01, "X2", ends_on=date(2027, 9, 1))
    successor = replace(B01.directors[-1], ref="X3", starts_on=date(2027, 9, 1))
    same_day = replace(leaver, directors=(*leaver.directors, successor))
    assert evaluate(same_day, date(2027, 9, 1)).holds
    assert [len(same_day.on(day)) for day in (date(2027, 8, 31), date(2027, 9, 1))] == [11, 11]


@pytest.mark.vector("X01")
def test_x01_a_successor_one_day_late_leaves_one_day_unlawful() -> None:
    leaver = changed(B01, "X2", ends_on=date(2027, 9, 1))
    late = replace(B01.directors[-1], ref="X3", starts_on=date(2027, 9, 2))
    known = replace(leaver, directors=(*leaver.directors, late))
    assert broken(known, date(2027, 9, 1)) == ["minimum-directors", "council-cap", "council-twenty-percent"]
    assert evaluate(known, date(2027, 9, 1)).council_share == "2 of 10 · 20.0 %"


@pytest.mark.vector("X04")
def test_x04_exactly_forty_percent_passes_and_one_fewer_fails() -> None:
    fifteen = board("8S 2G 2C 1E 2X", executives=9)
    assert not broken(fifteen)
    one_fewer = changed(fifteen, "X2", ends_on=ON)
    assert broken(one_fewer) == ["non-executive"]
    assert evaluate(one_fewer, ON).result("non-executive").fact == "5 of 14"


@pytest.mark.parametrize(
    ("day", "associated"),
    [(date(2028, 2, 28), True), (date(2028, 2, 29), True), (date(2028, 3, 1), False)],
)
@pytest.mark.vector("X06")
def test_x06_the_look_back_from_a_leap_day(day: date, associated: bool) -> None:
    past = (Association(OURS, Capacity.COUNCILLOR, None, date(2024, 3, 1)),)
    assert changed(B01, "X2", associations=past).directors[-1].reading(OURS, day).narrow is associated


def test_the_look_back_from_a_leap_day_into_a_century_without_one() -> None:
    past = (Association(OURS, Capacity.COUNCILLOR, None, date(2096, 3, 1)),)
    one = changed(B01, "X2", associations=past).directors[-1]
    assert one.reading(OURS, date(2100, 2, 28)).narrow
    assert not one.reading(OURS, date(2100, 3, 1)).narrow


def test_a_third_term_breaks_the_articles() -> None:
    assert broken(changed(B01, "S1", term=3)) == ["terms"]


def test_an_empty_board_breaks_the_minimum_and_never_divides_by_nought() -> None:
    composition = evaluate(Board((), OURS), ON)
    assert "minimum-directors" in {result.name for result in composition.broken}
    assert composition.council_share == "0 of 0 · 0.0 %"


def test_the_articles_of_the_day_apply() -> None:
    older, newer = Articles(minimum=9), Articles(minimum=11, starts_on=date(2026, 9, 1))
    known = replace(board("4S 2G 1C 1E 2X"), versions=(older, newer))
    assert not broken(known, date(2026, 8, 31))
    assert broken(known, date(2026, 9, 1)) == ["minimum-directors"]


def test_the_smallest_board_for_each_number_of_council_seats() -> None:
    assert [smallest_board(council, 1900) for council in range(6)] == [0, 6, 11, 16, 22, 27]
    assert [smallest_board(council, 1999) for council in range(1, 6)] == [6, 11, 16, 21, 26]


def test_the_most_council_directors_for_each_board() -> None:
    expected = [2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4]
    assert [most_council_directors(size, 1900) for size in range(11, 26)] == expected


def test_every_rule_says_its_source_and_its_working() -> None:
    for result in evaluate(B01, ON).results:
        assert result.source and result.working and result.fact and result.limit, result.name


def test_seats_are_named_in_sentence_case() -> None:
    assert [seat.label for seat in Seat] == ["School", "Governor", "Council", "Chief executive", "External"]
