"""A school's people and the company's: who sees them, who is invited, what a no looks like."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from kernel import clock
from kernel.models import Outbox, Record
from kernel.money import Money
from members.models import Appointment, Person
from members.states import Role
from tests.builders import PASSWORD, a_person, a_school, appointed, day_given, the_company, the_council, wearing

pytestmark = pytest.mark.django_db
PEOPLE = "/schools/900001/people/"


@pytest.fixture
def head():
    return wearing(Role.SCHOOL_ADMINISTRATOR, a_school(name="Ash Lane School"))


@pytest.fixture
def office():
    the_council()
    the_company()
    return wearing(Role.ADMINISTRATOR)


def wanted(**more):
    return {
        "name": "Ben Kerr",
        "email": "Ben@School.example",
        "role": "school_buyer",
        **day_given("starts_on", clock.today()),
        **more,
    }


def words(answer) -> str:
    return answer.content.decode()


def test_people_leads_each_administrator_to_their_own(head, office):
    assert head.get("/people/").headers["Location"] == PEOPLE
    assert "Aldermere Schools Partnership" in words(office.get("/people/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(head, django_assert_num_queries, count):
    for number in range(count):
        appointed(a_person(f"p{number}@school.example"), Role.SCHOOL_BUYER)
    head.get(PEOPLE)
    with django_assert_num_queries(7):
        page = words(head.get(PEOPLE))
    assert page.count("@school.example") == count + 1


def test_somebody_new_is_invited_chooses_a_password_and_is_in(head):
    answer = head.post(PEOPLE + "invite/", wanted(), follow=True)
    assert "We are writing to Ben@School.example." in words(answer)
    assert "Has not signed in" in words(answer)
    mail = Outbox.objects.get()
    assert mail.to == "ben@school.example"
    assert "buyer at Ash Lane School" in mail.text
    link = re.search(r"http://[^/]+(/welcome/\S+)", mail.text)[1]

    ben = Client()
    assert "Choose a password" in words(ben.get(link))
    assert "too short" in words(ben.post(link, {"name": "Ben Kerr", "password": "short"}))
    ben.post(link, {"name": "Benjamin Kerr", "password": PASSWORD})
    assert ben.get(link).status_code == 410
    ben.post("/accounts/login/", {"login": "ben@school.example", "password": PASSWORD})
    assert "Ash Lane School" in words(ben.get("/hats/"))
    assert Person.objects.get(email="ben@school.example").name == "Benjamin Kerr"


def test_an_invitation_for_somebody_known_asks_them_to_sign_in(head):
    a_person("ben@school.example", password=PASSWORD)
    head.post(PEOPLE + "invite/", wanted())
    assert "/accounts/login/" in Outbox.objects.get().text
    assert "/welcome/" not in Outbox.objects.get().text
    assert Person.objects.filter(email="ben@school.example").count() == 1


def test_pressing_twice_invites_once(head):
    for _ in range(2):
        head.post(PEOPLE + "invite/", wanted())
    assert Appointment.objects.filter(role="school_buyer").count() == 1
    assert Outbox.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"role": "school_approver"}, "Say up to which sum"),
        ({"limit": "5000"}, "Only an approver has a limit"),
        ({"role": "finance_officer"}, "Select a valid choice"),
        ({"email": "school_administrator@school.example"}, "You cannot change your own role"),
        (day_given("ends_on", date(2020, 1, 1)), "Choose a day after the first day"),
        ({"limit": "five"}, "pounds and pence"),
    ],
)
def test_a_no_stands_on_the_form_and_nothing_has_changed(head, more, sentence):
    before = Appointment.objects.count(), Person.objects.count(), Record.objects.count(), Outbox.objects.count()
    answer = head.post(PEOPLE + "invite/", wanted(**more))
    assert answer.status_code == 200
    if sentence != "Select a valid choice":
        assert sentence in words(answer)
    after = Appointment.objects.count(), Person.objects.count(), Record.objects.count(), Outbox.objects.count()
    assert before == after


def test_a_limit_is_changed_and_shown(head):
    row = appointed(a_person(), Role.SCHOOL_APPROVER)
    page = f"{PEOPLE}{row.pk}/limit/"
    assert "£5,000.00" in words(head.get(page))
    answer = head.post(page, {"limit": "8,000", **day_given("starts_on", clock.today())}, follow=True)
    assert "now has a limit of £8,000.00" in words(answer)
    assert Appointment.objects.get(role=Role.SCHOOL_APPROVER, ends_on=None).limit == Money.pounds("8000")


def test_a_role_is_ended_and_listed_as_ended(head):
    row = appointed(a_person(), Role.SCHOOL_BUYER)
    answer = head.post(f"{PEOPLE}{row.pk}/end/", day_given("ends_on", clock.today()), follow=True)
    assert "Roles that have ended (1)" in words(answer)


def test_the_role_of_another_school_does_not_exist_here(head):
    row = appointed(a_person(), Role.SCHOOL_BUYER, a_school(900_002))
    for page in ("end/", "limit/"):
        assert head.get(f"{PEOPLE}{row.pk}/{page}").status_code == 404
    assert head.post(f"{PEOPLE}{row.pk}/invite-again/").status_code == 404


def test_writing_again_happens_once_a_day(head):
    head.post(PEOPLE + "invite/", wanted())
    row = Appointment.objects.get(role="school_buyer")
    for _ in range(3):
        head.post(f"{PEOPLE}{row.pk}/invite-again/")
    assert Outbox.objects.count() == 2


def test_the_office_gives_roles_in_the_company_at_the_council_and_at_any_school(office):
    a_school()
    office.post("/people/invite/", wanted(role="finance_officer"))
    office.post("/people/invite/", wanted(role="council_commissioner", email="cora@council.example"))
    office.post(PEOPLE + "invite/", wanted(role="school_administrator", email="head@school.example"))
    kinds = dict(Appointment.objects.exclude(role="administrator").values_list("role", "organisation__kind"))
    assert kinds == {"finance_officer": "company", "council_commissioner": "council", "school_administrator": "school"}
