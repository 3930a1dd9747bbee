"""A copy of everything held about a person; forgetting them; and a Record that still verifies."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from company.models import Directorship
from kernel import chain, clock
from kernel.models import Outbox, Record
from members.actions import people
from members.models import Appointment, Person
from members.ports import personal_data
from members.states import Role
from tests.builders import PASSWORD, a_person, a_school, day_given, the_company, wearing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ben() -> Person:
    """Somebody who was invited, has signed up and is written about in several places."""
    head = wearing(Role.SCHOOL_ADMINISTRATOR, a_school())
    given = {"name": "Ben Kerr", "email": "ben@school.example", "role": "school_buyer"}
    given |= day_given("starts_on", clock.today())
    head.post("/schools/900001/people/invite/", given)
    person = Person.objects.get(email="ben@school.example")
    people.welcome(person, name="Benjamin Kerr", password=PASSWORD, at=clock.now())
    return person


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def everything_in_the_database() -> str:
    """Every row of every table, as text."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            text += [row[0] for row in cursor.fetchall()]
    return "\n".join(text)


def test_a_person_is_given_everything_held_about_them(ben: Person) -> None:
    held = json.loads(run("export_person", "BEN@school.example"))["held"]
    assert set(held) >= {"account", "roles", "record", "mail", "keys for programs"}
    assert held["account"][0]["name"] == "Benjamin Kerr"
    assert held["roles"][0]["role"] == "school_buyer"
    assert held["mail"][0]["subject"] == "Your role at School 900001"
    assert [entry["did"] for entry in held["record"]] == [
        "members.person.added",
        "members.role.given",
        "members.person.welcomed",
    ]


def test_nobody_with_a_role_is_forgotten(ben: Person) -> None:
    with pytest.raises(CommandError, match="still has a role"):
        run("erase_person", ben.email, "--yes")
    assert "Benjamin" in everything_in_the_database()


def test_without_yes_nothing_happens(ben: Person) -> None:
    Appointment.objects.filter(person=ben).update(ends_on=clock.today())
    assert "would be forgotten" in run("erase_person", ben.email)
    assert Person.objects.filter(email=ben.email).exists()


def test_forgetting_leaves_no_name_or_address_anywhere_and_the_record_whole(ben: Person) -> None:
    Appointment.objects.filter(person=ben).update(ends_on=clock.today())
    before = chain.head()
    said = run("erase_person", ben.email, "--yes")
    assert "roles, kept: which role was held when" in said
    found = everything_in_the_database()
    for trace in ("Benjamin", "Ben Kerr", "ben@school.example"):
        assert trace not in found
    assert list(chain.faults(before)) == []
    assert Record.objects.filter(subject=ben.key).count() == 4
    assert Appointment.objects.filter(person=ben).exists()
    ben.refresh_from_db()
    assert not ben.is_active
    assert not ben.has_usable_password()


def test_forgetting_twice_changes_nothing_more(ben: Person) -> None:
    Appointment.objects.filter(person=ben).update(ends_on=clock.today())
    run("erase_person", ben.email, "--yes")
    ben.refresh_from_db()
    assert "nothing was left" in run("erase_person", ben.email, "--yes")


def test_an_unknown_address_is_said_to_be_unknown() -> None:
    for command in ("export_person", "erase_person"):
        with pytest.raises(CommandError, match=r"Nobody here has the address nobody@x\.example"):
            run(command, "nobody@x.example")


def test_every_part_answers_for_somebody_about_whom_it_holds_nothing() -> None:
    person = Person.objects.create_user("new@school.example", name="New")
    EmailAddress.objects.filter(user=person).delete()
    for part in personal_data:
        assert isinstance(list(part.export(person)), list)


def test_the_first_administrator_is_appointed_by_the_installation() -> None:
    with pytest.raises(CommandError, match="Set up the company first"):
        run("appoint_administrator", "ada@company.example", "Ada Lark")
    the_company()
    run("appoint_administrator", "ada@company.example", "Ada Lark")
    assert Outbox.objects.get().to == "ada@company.example"
    assert Appointment.objects.get().granted_by is None


def test_every_table_of_ours_that_names_a_person_is_covered_by_a_part() -> None:
    covered = {"members": "account", "company": "board", "services": "services", "billing": "orders and books"}
    naming = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is Person and not model.__module__.startswith(("allauth", "django"))
    }
    assert naming - set(covered) == set()
    assert {covered[app] for app in naming} <= {part.name for part in personal_data}


def test_a_director_is_restricted_not_erased_for_the_register_shows_the_name() -> None:
    ruth = a_person("ruth@governor.example", name="Ruth Penn")
    Directorship.objects.create(
        person=ruth, seat="governor", starts_on=date(2020, 9, 1), ends_on=date(2024, 9, 1), recorded_at=clock.now()
    )
    held = json.loads(run("export_person", ruth.email))["held"]
    assert held["board"][0]["says"]["starts_on"] == "2020-09-01"
    said = run("erase_person", ruth.email, "--yes")
    assert "name, kept: the register of directors shows who held office (Companies Act 2006 s.162)" in said
    ruth.refresh_from_db()
    assert (ruth.name, ruth.is_active) == ("Ruth Penn", False)
    assert "ruth@governor.example" not in everything_in_the_database()


def test_a_director_in_office_is_not_forgotten() -> None:
    ruth = a_person("ruth@governor.example", name="Ruth Penn")
    the_company()
    Directorship.objects.create(person=ruth, seat="governor", starts_on=date(2020, 9, 1), recorded_at=clock.now())
    with pytest.raises(CommandError, match="still has a role"):
        run("erase_person", ruth.email, "--yes")
