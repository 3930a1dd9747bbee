"""Schools by the REST interface: with a key, with its scope, and never another school's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from members.models import ApiToken, Organisation
from tests.builders import a_person, the_company
from tests.keys import Program, a_program
from tests.services.builders import a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    the_company()
    return a_school("420.5")


def test_without_a_key_nothing_is_answered() -> None:
    for address in ("schools/", "catalogue/"):
        answer = Program().get(address)
        assert answer.status_code == 401
        assert answer.json()["status"] == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert Program("coppice_unknown").get("schools/").status_code == 401


def test_a_key_without_the_scope_is_refused(school: Organisation) -> None:
    program = a_program(a_person(), "school_buyer", school, ["catalogue:read"])
    answer = program.get("schools/")
    assert answer.status_code == 403
    assert "scope" in answer.json()["detail"]


def test_a_key_that_is_over_or_revoked_is_refused(school: Organisation) -> None:
    program = a_program(a_person(), "school_buyer", school)
    token = ApiToken.objects.get()
    ApiToken.objects.update(expires_at=token.made_at + timedelta(seconds=1))
    assert program.get("schools/").status_code == 401
    ApiToken.objects.update(expires_at=token.expires_at, revoked_at=token.made_at)
    assert program.get("schools/").status_code == 401


def test_a_school_sees_itself_with_its_standing_and_pupils(school: Organisation) -> None:
    a_school()
    program = a_program(a_person(), "school_buyer", school)
    page = program.get("schools/").json()
    assert page["count"] == 1
    (row,) = page["results"]
    assert (row["urn"], row["standing"], row["pupils"]) == (school.urn, "member", "420.5")
    assert row == program.get(f"schools/{school.urn}/").json()


def test_another_school_looks_like_one_that_does_not_exist(school: Organisation) -> None:
    other = a_school()
    program = a_program(a_person(), "school_buyer", school)
    there, nowhere = program.get(f"schools/{other.urn}/"), program.get("schools/123456/")
    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()


def test_staff_see_every_school(school: Organisation) -> None:
    other = a_school()
    program = a_program(a_person(), "administrator")
    assert program.get("schools/?status=all").json()["count"] == 2
    assert program.get(f"schools/{other.urn}/").status_code == 200
    assert program.get("schools/?page=zero").status_code == 400
