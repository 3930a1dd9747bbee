"""Giving a role, changing a limit, ending a role; and nothing at all after a refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kernel.models import Record
from kernel.money import Money
from kernel.records import SYSTEM
from members.actions.appointments import appoint, change_limit, end_appointment
from members.models import Appointment
from members.queries.hats import hats_of
from members.queries.people import people_with, spending_limit
from members.rules import appointments as rules
from members.states import Role
from tests.builders import a_person, a_school, appointed, the_company

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
TODAY = date(2026, 11, 21)
TOMORROW = date(2026, 11, 22)
NEXT_YEAR = date(2027, 11, 21)


@pytest.fixture
def boss():
    person = a_person("boss@school.example", name="Bea Head")
    appointed(person, Role.SCHOOL_ADMINISTRATOR)
    person.hat_worn = "school_administrator@school/900001"
    return person


@pytest.fixture
def ada():
    return a_person()


def give(person, role=Role.SCHOOL_BUYER, by=SYSTEM, **more):
    return appoint(person=person, organisation=a_school(), role=role, starts_on=TODAY, by=by, at=NOW, **more)


def verbs() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("verb", flat=True))


def test_a_role_given_is_worn_from_its_first_day_and_recorded_with_the_hat_of_the_giver(boss, ada):
    row = give(ada, Role.SCHOOL_APPROVER, by=boss, limit=Money.pounds("5000"), ends_on=NEXT_YEAR)
    assert row.granted_by == boss
    assert hats_of(ada, date(2026, 11, 20)) == []
    assert [hat.role for hat in hats_of(ada, TODAY)] == ["school_approver"]
    assert hats_of(ada, NEXT_YEAR) == []
    entry = Record.objects.get()
    assert (entry.by_key, entry.hat, entry.subject) == (boss.key, boss.hat_worn, ada.key)
    assert entry.facts["limit"] == 500000
    assert entry.facts["organisation"] == "school/900001"


def test_the_same_role_again_is_the_same_appointment(ada):
    assert give(ada) == give(ada)
    assert verbs() == ["members.role.given"]


def test_the_same_role_on_some_of_the_same_days_is_refused(ada):
    give(ada, ends_on=NEXT_YEAR)
    with pytest.raises(rules.AlreadyAppointed):
        give(ada)
    assert Appointment.objects.count() == 1
    assert verbs() == ["members.role.given"]


def test_one_person_may_have_several_roles_and_schools(ada):
    give(ada)
    give(ada, Role.SCHOOL_VIEWER)
    appoint(person=ada, organisation=a_school(900_002), role=Role.SCHOOL_BUYER, starts_on=TODAY, by=SYSTEM, at=NOW)
    assert len(hats_of(ada, TODAY)) == 3


def test_nobody_gives_themselves_a_role_and_the_database_agrees(boss):
    with pytest.raises(rules.NotForYourself):
        give(boss, by=boss)
    assert verbs() == []
    with pytest.raises(IntegrityError, match="nobody_gives_themselves_a_role"), transaction.atomic():
        Appointment.objects.create(
            person=boss, granted_by=boss, organisation=a_school(), role=Role.SCHOOL_BUYER, starts_on=TODAY
        )


def test_the_database_refuses_the_same_role_twice_at_a_time(ada):
    give(ada)
    with pytest.raises(IntegrityError, match="a_person_holds_a_role_once_at_a_time"), transaction.atomic():
        Appointment.objects.create(person=ada, organisation=a_school(), role=Role.SCHOOL_BUYER, starts_on=TOMORROW)


def test_ending_a_role_today_ends_the_access_at_once(boss, ada):
    row = give(ada)
    end_appointment(row, on=TODAY, by=boss, at=NOW)
    assert hats_of(ada, TODAY) == []
    assert verbs() == ["members.role.given", "members.role.ended"]


def test_ending_a_role_twice_changes_nothing(boss, ada):
    row = give(ada)
    for _ in range(2):
        end_appointment(row, on=TOMORROW, by=boss, at=NOW)
    assert verbs() == ["members.role.given", "members.role.ended"]


def test_a_role_withdrawn_on_its_first_day_can_be_given_again_that_day(boss, ada):
    end_appointment(give(ada), on=TODAY, by=boss, at=NOW)
    give(ada, ends_on=NEXT_YEAR)
    assert len(hats_of(ada, TODAY)) == 1


def test_a_role_does_not_end_in_the_past(boss, ada):
    row = appointed(ada, Role.SCHOOL_BUYER)
    with pytest.raises(rules.AlreadyEnded, match="today or a later day"):
        end_appointment(row, on=date(2026, 11, 20), by=boss, at=NOW)
    row.refresh_from_db()
    assert row.ends_on is None
    assert verbs() == []


def test_nobody_ends_their_own_role(boss):
    with pytest.raises(rules.NotForYourself):
        end_appointment(boss.appointments.get(), on=TODAY, by=boss, at=NOW)


def test_the_last_administrator_of_the_company_stays(ada):
    row = appointed(ada, Role.ADMINISTRATOR)
    with pytest.raises(rules.LastAdministrator):
        end_appointment(row, on=TODAY, by=SYSTEM, at=NOW)
    other = a_person("second@company.example")
    appointed(other, Role.ADMINISTRATOR, the_company())
    end_appointment(row, on=TODAY, by=other, at=NOW)
    assert people_with(Role.ADMINISTRATOR, the_company(), TODAY) == [other]


def test_a_new_limit_counts_from_its_day_and_the_days_before_keep_theirs(boss, ada):
    row = give(ada, Role.SCHOOL_APPROVER, limit=Money.pounds("5000"))
    change_limit(row, limit=Money.pounds("8000"), on=TOMORROW, by=boss, at=NOW)
    assert spending_limit(ada, a_school(), TODAY) == Money.pounds("5000")
    assert spending_limit(ada, a_school(), TOMORROW) == Money.pounds("8000")
    assert verbs() == ["members.role.given", "members.limit.changed"]
    assert Record.objects.get(verb="members.limit.changed").facts["before"] == 500000


def test_a_new_limit_may_count_from_the_first_day(boss, ada):
    row = give(ada, Role.SCHOOL_APPROVER, limit=Money.pounds("5000"))
    change_limit(row, limit=Money.pounds("8000"), on=TODAY, by=boss, at=NOW)
    assert spending_limit(ada, a_school(), TODAY) == Money.pounds("8000")


def test_nobody_changes_their_own_limit(ada):
    row = appointed(ada, Role.SCHOOL_APPROVER)
    with pytest.raises(rules.NotForYourself):
        change_limit(row, limit=Money.pounds("1000000"), on=TODAY, by=ada, at=NOW)
    assert spending_limit(ada, a_school(), TODAY) == Money.pounds("5000")
    assert verbs() == []


@pytest.mark.parametrize("limit", [Money(0), Money(-1)])
def test_a_limit_of_nothing_is_refused(boss, ada, limit):
    row = appointed(ada, Role.SCHOOL_APPROVER)
    with pytest.raises(rules.LimitWanted):
        change_limit(row, limit=limit, on=TODAY, by=boss, at=NOW)


def test_somebody_who_does_not_approve_has_no_limit_to_change(boss, ada):
    with pytest.raises(rules.LimitWanted):
        change_limit(appointed(ada, Role.SCHOOL_BUYER), limit=Money(1), on=TODAY, by=boss, at=NOW)
    assert spending_limit(ada, a_school(), TODAY) is None
