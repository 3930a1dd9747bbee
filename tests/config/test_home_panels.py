"""Home pages: every role has something on its own, in at most two SQL statements a panel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.models import Record
from kernel.money import Money
from kernel.ports import Viewer, panels
from members.models import Membership, Proprietorship
from members.public import DERIVED_ROLES, SCHOOL_ROLES, STAFF_ROLES, Organisation, Role
from tests.builders import LONG_AGO, a_person, a_school, appointed, the_company, the_council, wearing
from tests.company.registers import articles
from tests.services.builders import a_service

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def place_of(role: str) -> Organisation:
    if role in SCHOOL_ROLES:
        return a_school()
    return the_company() if role in STAFF_ROLES or role in DERIVED_ROLES else the_council()


@pytest.mark.parametrize("role", [*Role.values, *DERIVED_ROLES])
def test_every_role_has_a_home_of_panels_in_at_most_two_statements_each(role: str) -> None:
    for body in (the_company, the_council, a_school, articles):
        body()
    person = a_person()
    if role in Role.values:
        appointed(person, role)
    viewer = Viewer(person, role, place_of(role), TODAY)
    mine = [panel for panel in panels if role in panel.roles]
    assert mine
    dear = {}
    for panel in mine:
        with CaptureQueriesContext(connection) as asked:
            panel.build(viewer)
        if len(asked) > 2:
            dear[panel.name] = len(asked)
    assert dear == {}
    assert Record.objects.count() == 0


def home(role: str) -> str:
    return wearing(role).get("/").content.decode()


def test_an_administrator_hears_whose_role_ends_and_who_has_not_come() -> None:
    ada = a_person("ada@company.example", name="Ada Lark", password="long enough to be one")
    appointed(ada, Role.FINANCE_OFFICER, ends_on=TODAY + timedelta(days=9))
    appointed(a_person("ben@company.example", name="Ben Kerr"), Role.ADVISER)
    page = home(Role.ADMINISTRATOR)
    assert "Ada Lark is finance officer for the last days" in page
    assert "Somebody you invited has not signed in yet" in page
    assert "Ben Kerr" in page


def test_a_school_administrator_hears_of_the_own_school_only() -> None:
    appointed(a_person("ben@school.example", name="Ben Kerr"), Role.SCHOOL_BUYER, a_school(900_002))
    assert "Ben Kerr" not in home(Role.SCHOOL_ADMINISTRATOR)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ADMINISTRATOR, Role.COUNCIL_COMMISSIONER])
def test_schools_are_counted_by_themselves_and_through_their_trust(role: str) -> None:
    the_council()
    trust = Organisation.objects.create(kind="trust", name="Alder Trust", uid="T1")
    for number in range(3):
        a_school(900_010 + number)
    a_school(900_020, status_code=2)
    a_school(900_021, la_code="301")
    for urn in (900_011, 900_012):
        Proprietorship.objects.create(school=a_school(urn), proprietor=trust, starts_on=LONG_AGO)
    Membership.objects.create(organisation=trust, starts_on=LONG_AGO, guarantee=Money(100))
    page = home(role)
    assert "2 of 3" in page
    assert "0 of 1 by themselves, 2 of 2 through a trust" in page
    assert "1 legal person." in page


def test_the_catalogue_manager_hears_what_cannot_be_bought() -> None:
    a_service("SI01")
    a_service("SI02", rule={})
    a_service("SI03", vat=None)
    page = home(Role.CATALOGUE_MANAGER)
    assert "1 of 3" in page
    assert "Service SI02 cannot be bought" in page
    assert "Service SI03 cannot be bought" in page
    assert "Service SI01 cannot be bought" not in page
