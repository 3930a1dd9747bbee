"""Appointing, leaving, taking the chair, declaring what one is to the council."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from company import public as company
from company.actions import directors
from company.actions.directors import NewDirector
from company.models import AcceptedBreach, Association, Chairmanship, Directorship
from company.rules.lawful_changes import CureTooEarly, Excuse, WouldBreakRules
from company.rules.registers import AlreadyADirector, EndsBeforeItStarts, NotInOffice, TermsUsedUp
from company.states import Benefit, Capacity, Leaving, Seat
from kernel.models import Record
from members.public import Person, hats_of
from tests.company.registers import AT, ENDS, ON, STARTED, person, seated, the_council

pytestmark = pytest.mark.django_db
EXCUSE = Excuse("An election is under way", date(2026, 12, 1))


@pytest.fixture
def secretary() -> Person:
    return person("Company secretary")


def test_appoint_gives_a_term_of_the_articles_length(secretary: Person) -> None:
    seated()
    saved = directors.appoint(NewDirector(person("New Head"), Seat.SCHOOL, ON), by=secretary, at=AT)
    assert (saved.starts_on, saved.ends_on, saved.term) == (ON, date(2030, 10, 1), 1)
    assert company.check_board(ON).size == 14
    row = Record.objects.get(verb="company.director.appointed")
    assert (row.subject, row.facts["seat"]) == (saved.key, "school")


def test_appoint_again_gives_back_the_same_term(secretary: Person) -> None:
    seated()
    new = NewDirector(person("New Head"), Seat.SCHOOL, ON)
    assert directors.appoint(new, by=secretary, at=AT) == directors.appoint(new, by=secretary, at=AT)
    assert Record.objects.count() == 1


def test_appoint_refuses_a_third_council_director_on_thirteen_and_changes_nothing(secretary: Person) -> None:
    seated()
    newcomer = person("Third Councillor")
    Association.objects.create(
        person=newcomer, authority=the_council(), capacity=Capacity.COUNCILLOR, starts_on=STARTED, recorded_at=AT
    )
    with pytest.raises(WouldBreakRules, match="3 of 14"):
        directors.appoint(NewDirector(newcomer, Seat.GOVERNOR, ON), by=secretary, at=AT)
    assert company.check_board(ON).size == 13
    assert not Record.objects.exists()


def test_a_breach_with_a_reason_and_a_cure_date_is_saved_and_remembered(secretary: Person) -> None:
    rows = seated("4S 2G 2C 1E 2X")
    directors.end(rows["S1"], ends_on=ON, excuse=EXCUSE, by=secretary, at=AT)
    breach = AcceptedBreach.objects.get()
    assert breach.rules == ["minimum-directors", "council-cap", "council-twenty-percent"]
    assert (breach.breaks_on, breach.cure_by, breach.subject) == (ON, EXCUSE.cure_by, rows["S1"].key)
    assert company.check_board(ON).council_share == "2 of 10 · 20.0 %"


def test_a_resignation_in_may_is_refused_for_what_it_breaks_in_may(secretary: Person) -> None:
    rows = seated("5S 2G 2C 1E 2X")
    Directorship.objects.filter(pk=rows["S2"].pk).update(ends_on=date(2027, 5, 1))
    with pytest.raises(WouldBreakRules, match="From 1 May 2027"):
        directors.end(rows["S1"], ends_on=ON, by=secretary, at=AT)
    rows["S1"].refresh_from_db()
    assert (rows["S1"].ends_on, rows["S1"].left_by) == (ENDS, "")


def test_a_blank_reason_is_no_reason_and_a_cure_before_the_breach_no_cure(secretary: Person) -> None:
    rows = seated("4S 2G 2C 1E 2X")
    with pytest.raises(WouldBreakRules):
        directors.end(rows["S1"], ends_on=ON, excuse=Excuse("  ", ON), by=secretary, at=AT)
    with pytest.raises(CureTooEarly):
        directors.end(rows["S1"], ends_on=ON, excuse=Excuse("Soon", date(2026, 9, 1)), by=secretary, at=AT)


def test_end_is_safe_to_repeat_and_refuses_a_day_outside_the_term(secretary: Person) -> None:
    rows = seated()
    once = directors.end(rows["S1"], ends_on=ON, left_by=Leaving.RESIGNED, by=secretary, at=AT)
    assert directors.end(once, ends_on=ON, by=secretary, at=AT) == once
    assert Record.objects.filter(verb="company.director.left").count() == 1
    with pytest.raises(NotInOffice):
        directors.end(rows["S2"], ends_on=STARTED, by=secretary, at=AT)
    with pytest.raises(NotInOffice):
        directors.end(rows["S2"], ends_on=ENDS, by=secretary, at=AT)


def test_ending_a_directorship_ends_its_hats_that_day(secretary: Person) -> None:
    rows = seated()
    chair = rows["X1"].person
    assert [hat.role for hat in company.director_hats(chair, ON)] == ["chair", "director"]
    directors.take_chair(rows["X2"], starts_on=ON, by=secretary, at=AT)
    assert [hat.role for hat in company.director_hats(chair, ON)] == ["director"]
    directors.end(rows["X1"], ends_on=ON, by=secretary, at=AT)
    assert [hat.role for hat in hats_of(chair, date(2026, 9, 30))] == ["chair", "director"]
    assert hats_of(chair, ON) == []


def test_the_new_chair_takes_over_from_the_old_one(secretary: Person) -> None:
    rows = seated()
    directors.take_chair(rows["X2"], starts_on=ON, by=secretary, at=AT)
    assert list(Chairmanship.objects.order_by("starts_on").values_list("directorship", "starts_on", "ends_on")) == [
        (rows["X1"].pk, STARTED, ON),
        (rows["X2"].pk, ON, ENDS),
    ]
    assert company.check_board(ON).result("chair").holds


def test_a_council_director_is_refused_the_chair(secretary: Person) -> None:
    rows = seated()
    with pytest.raises(WouldBreakRules, match="chair"):
        directors.take_chair(rows["C1"], starts_on=ON, by=secretary, at=AT)
    assert Chairmanship.objects.get().directorship == rows["X1"]


def test_nobody_is_a_director_twice_at_a_time(secretary: Person) -> None:
    rows = seated()
    with pytest.raises(AlreadyADirector):
        directors.appoint(NewDirector(rows["S1"].person, Seat.GOVERNOR, ON), by=secretary, at=AT)
    with pytest.raises(IntegrityError, match="one_person_holds_one"), transaction.atomic():
        Directorship.objects.create(
            person=rows["S1"].person, seat=Seat.GOVERNOR, starts_on=ON, ends_on=None, recorded_at=AT
        )


def test_the_database_allows_one_chair_at_a_time() -> None:
    rows = seated()
    with pytest.raises(IntegrityError, match="there_is_one_chair"), transaction.atomic():
        Chairmanship.objects.create(directorship=rows["X2"], starts_on=ON, recorded_at=AT)


def test_a_third_term_is_refused(secretary: Person) -> None:
    rows = seated()
    again = NewDirector(rows["S1"].person, Seat.SCHOOL, ENDS)
    assert directors.appoint(again, by=secretary, at=AT).term == 2
    with pytest.raises(TermsUsedUp):
        directors.appoint(NewDirector(rows["S1"].person, Seat.SCHOOL, date(2033, 9, 1)), by=secretary, at=AT)


def test_declaring_that_a_governor_is_a_councillor_is_looked_at_first(secretary: Person) -> None:
    rows = seated()
    with pytest.raises(WouldBreakRules, match="3 of 13"):
        directors.declare_association(
            rows["G1"].person,
            council=the_council(),
            capacity=Capacity.COUNCILLOR,
            starts_on=date(2026, 5, 11),
            by=secretary,
            at=AT,
        )
    assert Association.objects.filter(person=rows["G1"].person).count() == 0
    with pytest.raises(EndsBeforeItStarts):
        directors.declare_association(
            rows["G1"].person,
            council=the_council(),
            capacity=Capacity.OFFICER,
            starts_on=ON,
            ends_on=ON,
            by=secretary,
            at=AT,
        )


def test_an_end_given_later_is_added_to_the_connection(secretary: Person) -> None:
    rows = seated()
    directors.declare_association(
        rows["C1"].person,
        council=the_council(),
        capacity=Capacity.COUNCILLOR,
        starts_on=date(2023, 5, 8),
        ends_on=date(2026, 5, 12),
        by=secretary,
        at=AT,
    )
    assert Association.objects.get(person=rows["C1"].person).ends_on == date(2026, 5, 12)
    assert company.check_board(date(2030, 5, 11)).council == 0


def test_paid_work_makes_a_director_executive_while_it_lasts(secretary: Person) -> None:
    rows = seated()
    directors.record_work(
        rows["S1"].person,
        what="A day's consultancy",
        benefit=Benefit.PERSONAL,
        starts_on=ON,
        ends_on=date(2026, 10, 2),
        by=secretary,
        at=AT,
    )
    assert company.check_board(ON).result("non-executive").fact == "11 of 13"
    assert company.check_board(date(2026, 10, 2)).result("non-executive").fact == "12 of 13"


def test_the_board_is_read_in_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seated()
    with django_assert_num_queries(2):
        company.check_board(ON)


def test_the_register_is_read_in_three_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seated()
    with django_assert_num_queries(3):
        entries = company.directors_on(ON)
    assert [entry.seat for entry in entries][::6] == ["School", "Governor", "External"]
    assert next(entry for entry in entries if entry.is_chair).name == "External 1"
    assert {entry.association_text for entry in entries if entry.seat == "Council"} == {"Associated, s.69(5)(a)"}


def test_a_chief_executive_sits_while_employed(secretary: Person) -> None:
    seated("6S 2G 2C 2X")
    saved = directors.appoint(
        NewDirector(person("Chief"), Seat.CHIEF_EXECUTIVE, ON),
        excuse=Excuse("The seat was empty", date(2030, 1, 1)),
        by=secretary,
        at=AT,
    )
    assert saved.ends_on is None
    with pytest.raises(AlreadyADirector):
        directors.appoint(NewDirector(person("Chief"), Seat.SCHOOL, date(2040, 1, 1)), by=secretary, at=AT)
