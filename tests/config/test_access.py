"""Default deny: every address, walked as everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from config.access import THIRD_PARTY, access_of
from members.public import DERIVED_ROLES, SCHOOL_ROLES, Access, Hat, Role, hat_sources
from tests.builders import a_person, a_school, appointed, signed_in, the_company, the_council

HERE, ELSEWHERE, NOWHERE = 900_001, 900_002, 999_999
SIGN_IN = "/accounts/login/"
SAMPLES = {"int": "987654", "slug": "no-such", "str": "no-such", "uuid": "0b0e7c1e-0000-4000-8000-000000000000"}
ROLES = (*Role.values, *DERIVED_ROLES)


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the router: its name, an address that fits it, and how it is classified."""

    name: str
    route: str
    access: Access | None

    def at(self, urn: int = HERE) -> str:
        """The address with every part filled in; the parts name nothing that exists, except the school."""
        filled = re.sub(r"<int:urn>|<urn>", str(urn), self.route)
        filled = re.sub(r"<(\w+):\w+>", lambda part: SAMPLES.get(part[1], "no-such"), filled)
        filled = re.sub(r"\(\?P<\w+>[^)]*\)", "x", filled)
        return "/" + re.sub(r"[\^$\\]|<\w+>", "", filled)


def addresses(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[Address]:
    """Every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}"
            yield Address(name, route, access_of(pattern.callback, name))
        else:
            yield from addresses(pattern, route, f"{pattern.namespace}:" if pattern.namespace else space)


ALL = list(addresses())
SHOWN = [pytest.param(address, id=address.name) for address in ALL if address.access]


def of_kind(*kinds: str) -> list[Address]:
    return [address for address in ALL if address.access and address.access.kind in kinds]


@pytest.fixture
def everybody(db) -> Iterator[dict[str, Client]]:
    """One browser for each role, at the first of two schools; directors by a register of our own for the test."""
    a_school(HERE)
    a_school(ELSEWHERE)
    the_council()
    company = the_company()

    def register(person, on):
        role = person.email.split("@")[0]
        return [Hat(role, DERIVED_ROLES[role], company)] if role in DERIVED_ROLES else []

    hat_sources.append(register)
    browsers = {}
    for role in ROLES:
        person = a_person(f"{role}@school.example")
        if role in Role.values:
            appointed(person, role, a_school(HERE) if role in SCHOOL_ROLES else None)
        browsers[role] = signed_in(person)
    yield browsers
    hat_sources.remove(register)


def test_every_address_is_classified() -> None:
    assert [f"{address.name}: {address.route}" for address in ALL if address.access is None] == []


def test_the_list_of_third_parties_names_nothing_that_is_gone() -> None:
    assert set(THIRD_PARTY) - {address.name for address in ALL} == set()


def test_an_address_nobody_has_classified_is_closed_to_everybody(db, settings) -> None:
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("new/", lambda request: HttpResponse("in"))]})
    assert Client().get("/new/").status_code == 403


@pytest.mark.parametrize("address", SHOWN)
def test_a_stranger_sees_public_pages_and_the_sign_in_page_only(db, address: Address) -> None:
    a_school(HERE)
    answer = Client().get(address.at())
    assert address.access
    if address.access.kind == "public":
        assert answer.status_code != 403
        assert not answer.headers.get("Location", "").startswith(SIGN_IN + "?next=") or address.name in THIRD_PARTY
    elif "/api/" in address.at():
        assert answer.status_code == 401
    else:
        assert answer.status_code == 302, answer.status_code
        assert answer.headers["Location"].startswith(SIGN_IN)


def test_each_role_enters_where_it_is_named_and_nowhere_else(everybody) -> None:
    wrong = []
    for address in of_kind("role"):
        for role, browser in everybody.items():
            status = browser.get(address.at()).status_code
            if (status == 403) == (role in address.access.roles):
                wrong.append(f"{role} at {address.name}: {status}")
    assert wrong == []


def test_a_school_sees_nothing_of_another_and_cannot_tell_it_from_one_that_does_not_exist(everybody) -> None:
    wrong = []
    for address in of_kind("school"):
        for role in sorted(SCHOOL_ROLES):
            other, none = everybody[role].get(address.at(ELSEWHERE)), everybody[role].get(address.at(NOWHERE))
            same = _without(other.content, ELSEWHERE) == _without(none.content, NOWHERE)
            if not (other.status_code == none.status_code == 404 and same):
                wrong.append(f"{role} at {address.name}: {other.status_code}, {none.status_code}")
    assert wrong == []


def test_at_a_school_each_role_enters_where_it_is_named_and_nowhere_else(everybody) -> None:
    wrong = []
    for address in of_kind("school"):
        for role, browser in everybody.items():
            status = browser.get(address.at(HERE)).status_code
            closed = status == 403 if role in SCHOOL_ROLES else status in {403, 404}
            if role in address.access.roles and status == 403:
                wrong.append(f"{role} is kept out of {address.name}")
            if role not in address.access.roles and not closed:
                wrong.append(f"{role} at {address.name}: {status}")
    assert wrong == []


def test_somebody_without_a_role_enters_nothing_that_needs_one(db) -> None:
    browser = signed_in(a_person())
    a_school(HERE)
    wrong = [
        address.name for address in of_kind("role", "school") if browser.get(address.at()).status_code not in {403, 404}
    ]
    assert wrong == []


def _without(content: bytes, urn: int) -> bytes:
    """The page without the address that was asked for, and without tokens that differ each time."""
    plain = content.replace(str(urn).encode(), b"")
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", plain)
