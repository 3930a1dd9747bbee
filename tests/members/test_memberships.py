"""The register of members takes a legal person once at a time, and keeps every entry."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kernel.models import Record
from kernel.money import Money
from kernel.records import SYSTEM
from members.actions.memberships import admit, cease
from members.models import Membership, Organisation
from members.queries.organisations import standing_of
from members.rules.memberships import AlreadyMember, EndsBeforeItStarts, NotMember, check_end
from members.states import OrganisationKind, Standing

AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.SCHOOL, name="Larkfield", urn=900001, la_code="990")


def enter(school: Organisation, on: date) -> Membership:
    return admit(school, on=on, guarantee=Money(100), authority="RES-2026-001", by=SYSTEM, at=AT)


def test_admitting_makes_a_member_from_the_day_and_records_the_authority(school: Organisation) -> None:
    enter(school, date(2026, 10, 1))
    assert standing_of(school, date(2026, 9, 30)) is Standing.OUT_OF_AREA
    assert standing_of(school, date(2026, 10, 1)) is Standing.MEMBER
    assert Record.objects.get(verb="members.member.admitted").authority == "RES-2026-001"


def test_admit_refuses_a_member_and_writes_nothing(school: Organisation) -> None:
    enter(school, date(2026, 10, 1))
    with pytest.raises(AlreadyMember):
        enter(school, date(2026, 11, 1))
    assert Record.objects.filter(verb="members.member.admitted").count() == 1


def test_the_database_refuses_two_memberships_at_once_whatever_the_action_does(school: Organisation) -> None:
    enter(school, date(2026, 10, 1))
    with pytest.raises(IntegrityError, match="a_body_is_one_member_at_a_time"), transaction.atomic():
        Membership.objects.create(organisation=school, starts_on=date(2027, 1, 1), guarantee=Money(100))


def test_ceasing_keeps_the_entry_and_lets_the_body_join_again(school: Organisation) -> None:
    enter(school, date(2026, 10, 1))
    cease(school, last_day=date(2026, 12, 24), reason="Notice of 12 weeks", by=SYSTEM, at=AT)
    assert standing_of(school, date(2026, 12, 24)) is Standing.MEMBER
    assert standing_of(school, date(2026, 12, 25)) is not Standing.MEMBER
    enter(school, date(2027, 1, 1))
    assert Membership.objects.count() == 2


def test_cease_refuses_a_body_that_is_not_a_member(school: Organisation) -> None:
    with pytest.raises(NotMember):
        cease(school, last_day=date(2026, 12, 24), reason="", by=SYSTEM, at=AT)


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(EndsBeforeItStarts):
        check_end(date(2026, 10, 1), date(2026, 9, 30))
    assert check_end(date(2026, 10, 1), date(2026, 10, 1)) == date(2026, 10, 2)
