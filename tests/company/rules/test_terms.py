"""Terms of office and days of leaving it."""

from datetime import date

import pytest

from company.rules.associations import Association, read
from company.rules.board import Director
from company.rules.terms import anniversary, councillor_leaves_office, first_day_after, last_day
from company.states import Capacity, Seat
from tests.company.boards import OURS


@pytest.mark.vector("B30")
def test_b30_four_years_from_the_first_of_september() -> None:
    assert last_day(date(2023, 9, 1), 4) == date(2027, 8, 31)
    one = Director(ref="d", seat=Seat.SCHOOL, starts_on=date(2023, 9, 1), years=4)
    assert one.in_office(date(2027, 8, 31))
    assert not one.in_office(date(2027, 9, 1))


@pytest.mark.vector("B31")
def test_b31_four_years_from_a_leap_day() -> None:
    assert last_day(date(2024, 2, 29), 4) == date(2028, 2, 28)


def test_one_year_from_a_leap_day_is_a_full_year() -> None:
    assert last_day(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert first_day_after(date(2024, 2, 29), 1) == date(2025, 3, 1)


def test_a_term_beyond_the_calendar_has_no_end_in_it() -> None:
    assert anniversary(date(9998, 1, 1), 4) == date.max


def test_an_earlier_end_cuts_a_term_and_a_later_one_does_not_stretch_it() -> None:
    early = Director(ref="d", seat=Seat.SCHOOL, starts_on=date(2023, 9, 1), years=4, ends_on=date(2025, 1, 1))
    late = Director(ref="d", seat=Seat.SCHOOL, starts_on=date(2023, 9, 1), years=4, ends_on=date(2030, 1, 1))
    assert (early.out_on, late.out_on) == (date(2025, 1, 1), date(2027, 9, 1))


def test_councillors_leave_office_on_the_fourth_day_after_the_poll() -> None:
    assert councillor_leaves_office(date(2022, 5, 5)) == date(2022, 5, 9)


@pytest.mark.parametrize(
    ("day", "limb"),
    [
        (date(2026, 5, 8), "s.69(5)(a)"),
        (date(2026, 5, 11), "s.69(5)(a)"),
        (date(2026, 5, 12), "s.69(5)(d)"),
        (date(2030, 5, 11), "s.69(5)(d)"),
        (date(2030, 5, 12), ""),
    ],
)
@pytest.mark.vector("X07")
def test_x07_a_councillor_not_re_elected(day: date, limb: str) -> None:
    ends_on = date.fromordinal(councillor_leaves_office(date(2026, 5, 7)).toordinal() + 1)
    assert read([Association(OURS, Capacity.COUNCILLOR, None, ends_on)], authority=OURS, on=day).limb == limb
