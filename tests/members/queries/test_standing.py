"""A school's standing and pupils in one statement say what the separate questions say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kernel.money import Money
from members import public as members
from members.models import Membership, Organisation, Proprietorship, PupilCount
from tests.services.builders import ON, a_school

pytestmark = pytest.mark.django_db


def an_academy_of_a_member_trust() -> Organisation:
    school = a_school(member=False, type_code=34)
    trust = Organisation.objects.create(kind="trust", name="A trust", uid="9001")
    Proprietorship.objects.create(school=school, proprietor=trust, starts_on=date(2020, 1, 1))
    Membership.objects.create(organisation=trust, starts_on=date(2021, 1, 1), guarantee=Money(1000))
    return school


@pytest.mark.parametrize(
    ("make", "standing"),
    [
        (a_school, "member"),
        (an_academy_of_a_member_trust, "member"),
        (lambda: a_school(member=False), "in_area"),
        (lambda: a_school(member=False, la_code="301"), "out_of_area"),
        (lambda: a_school(member=False, la_code=""), "out_of_area"),
    ],
)
def test_one_statement_says_what_several_say(make: Any, standing: str, django_assert_num_queries: Any) -> None:
    school = make()
    with django_assert_num_queries(1):
        known = members.school_on(school, ON)
    assert known.standing == standing == members.standing_of(school, ON)
    assert known.pupils == members.pupils_on(school, ON)


def test_the_latest_count_up_to_the_day_stands() -> None:
    school = a_school("420")
    PupilCount.objects.create(school=school, counted_on=date(2026, 10, 1), pupils=Decimal("421.5"))
    PupilCount.objects.create(school=school, counted_on=date(2027, 1, 21), pupils=Decimal(430))
    known = members.school_on(school, ON)
    assert known.pupils is not None
    assert (known.pupils.pupils, known.pupils.counted_on) == (Decimal("421.5"), date(2026, 10, 1))
