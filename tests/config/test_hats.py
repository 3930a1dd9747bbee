"""The hat worn: chosen, looked up on each request, on the Record, and gone the day it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kernel import clock
from kernel.models import Record
from members.models import Appointment
from members.ports import Hat, hat_sources
from members.states import Role
from tests.builders import a_person, a_school, appointed, day_given, signed_in, the_company, wearing

pytestmark = pytest.mark.django_db
HERE = "/schools/900001/people/"


@pytest.fixture
def ada():
    """One person with two hats: administrator of one school, buyer at another."""
    person = a_person()
    appointed(person, Role.SCHOOL_ADMINISTRATOR, a_school(900_001, name="Ash Lane School"))
    appointed(person, Role.SCHOOL_BUYER, a_school(900_002, name="Birch Hill School"))
    return person


def test_one_person_many_hats_and_a_button_for_each(ada):
    page = signed_in(ada).get("/hats/").content.decode()
    assert "Ash Lane School" in page
    assert "Act in this role" in page
    assert "You act in this one" in page


def test_a_hat_is_changed_without_a_script(ada):
    browser = signed_in(ada)
    answer = browser.post("/hats/", {"hat": "school_buyer@school/900002"}, follow=True)
    assert "You now act as buyer at Birch Hill School." in answer.content.decode()
    assert browser.get(HERE).status_code == 302
    browser.post("/hats/", {"hat": "school_administrator@school/900001"})
    assert browser.get(HERE).status_code == 200


def test_a_page_for_another_of_ones_hats_leads_to_the_switcher_and_back(ada):
    browser = signed_in(ada, "school_buyer@school/900002")
    answer = browser.get(HERE)
    assert answer.headers["Location"] == "/hats/?next=%2Fschools%2F900001%2Fpeople%2F"
    answer = browser.post("/hats/", {"hat": "school_administrator@school/900001", "next": HERE})
    assert answer.headers["Location"] == HERE


def test_the_switcher_leads_nowhere_else(ada):
    answer = signed_in(ada).post("/hats/", {"hat": "school_buyer@school/900002", "next": "https://bad.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("hat", ["finance_officer@organisation/1", "school_buyer@school/900001", "", "nonsense"])
def test_a_hat_one_does_not_have_cannot_be_put_on(ada, hat):
    browser = signed_in(ada)
    assert browser.post("/hats/", {"hat": hat}).status_code == 404
    assert browser.get(HERE).status_code == 200


def test_an_appointment_that_ends_ends_the_access_at_once():
    browser = wearing(Role.SCHOOL_ADMINISTRATOR)
    assert browser.get(HERE).status_code == 200
    Appointment.objects.update(ends_on=clock.today())
    assert browser.get(HERE).status_code == 404
    assert "Nobody has given you a role yet" in browser.get("/").content.decode()


def test_an_appointment_of_tomorrow_opens_nothing_today():
    browser = wearing(Role.SCHOOL_ADMINISTRATOR)
    Appointment.objects.update(starts_on=clock.today() + timedelta(days=1))
    assert browser.get(HERE).status_code == 404


def test_somebody_whose_chosen_hat_has_ended_chooses_again_rather_than_slipping_into_another(ada):
    appointed(ada, Role.SCHOOL_VIEWER, a_school(900_003))
    browser = signed_in(ada, "school_buyer@school/900002")
    Appointment.objects.filter(role=Role.SCHOOL_BUYER).update(ends_on=clock.today())
    answer = browser.get("/", follow=True)
    assert answer.redirect_chain[-1][0] == "/hats/"
    assert "has ended. Choose another" in answer.content.decode()


def test_a_hat_read_from_another_register_ends_with_it():
    company, sitting = the_company(), [True]

    def register(person, on):
        return [Hat("director", "Director", company)] if sitting else []

    hat_sources.append(register)
    try:
        browser = signed_in(a_person())
        assert "Director" in browser.get("/hats/").content.decode()
        sitting.clear()
        assert "You have no role today" in browser.get("/hats/").content.decode()
    finally:
        hat_sources.remove(register)


def test_the_hat_worn_is_on_the_record(ada):
    browser = signed_in(ada, "school_administrator@school/900001")
    given = {"name": "Ben Kerr", "email": "ben@school.example", "role": "school_viewer"}
    given |= day_given("starts_on", clock.today())
    browser.post(HERE + "invite/", given)
    entry = Record.objects.get(verb="members.role.given")
    assert (entry.by_key, entry.hat) == (ada.key, "school_administrator@school/900001")


def test_the_hats_of_somebody_cost_one_statement_however_many(ada, django_assert_num_queries):
    from members.queries.hats import hats_of

    sources, hat_sources[:] = hat_sources[:], []
    try:
        with django_assert_num_queries(1):
            assert len(hats_of(ada, clock.today())) == 2
    finally:
        hat_sources[:] = sources
