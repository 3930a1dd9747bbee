"""The demo's sign-in page: one button for each invented person, and no such address outside demo mode."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, include, path, resolve, reverse

from config import urls
from members.states import Role
from members.views import demo
from tests.builders import a_person, a_school, appointed


def test_outside_demo_mode_the_addresses_do_not_exist(client: Client, db) -> None:
    for address in ("/demo/", "/demo/1/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        with pytest.raises(Resolver404):
            resolve(address)
    with pytest.raises(NoReverseMatch):
        reverse("members:demo")


@pytest.mark.parametrize(("mode", "answer"), [("1", "there"), ("0", "not there")])
def test_the_installation_decides_when_it_starts(mode: str, answer: str) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.urls import resolve, Resolver404\n"
        "try: resolve('/demo/'); print('there')\n"
        "except Resolver404: print('not there')"
    )
    environment = {
        **os.environ,
        "DEMO": mode,
        "SECRET_KEY": "x" * 60,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": "postgres://nobody@localhost/none",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == answer


@pytest.fixture
def doors(settings, db):
    """The site as it is in demo mode."""
    inside = [path("demo/", demo.choose, name="demo"), path("demo/<int:pk>/", demo.enter, name="demo-enter")]
    patterns = [path("", include((inside, "demo"))), *urls.urlpatterns]
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": patterns})
    settings.DEMO = True


@pytest.fixture
def invented():
    person = a_person("wren@demo.example", name="Wren Holt")
    person.is_demo = True
    person.save()
    appointed(person, Role.FINANCE_OFFICER)
    return person


def test_there_is_a_button_for_each_invented_person_and_for_nobody_else(doors, invented) -> None:
    a_person("real@school.example", name="Real Somebody")
    buyer = a_person("bo@demo.example", name="Bo Finch")
    buyer.is_demo = True
    buyer.save()
    appointed(buyer, Role.SCHOOL_BUYER, a_school(name="Willow Beck Primary School"))
    page = Client().get("/demo/").content.decode()
    assert "Be Wren Holt" in page
    assert "Buyer, Willow Beck Primary School" in page
    assert page.index("At a school") < page.index("In the office")
    assert "Real Somebody" not in page


def test_pressing_it_signs_in_with_a_second_step_that_counts(doors, invented) -> None:
    browser = Client()
    assert browser.post(f"/demo/{invented.pk}/").headers["Location"] == "/"
    assert browser.get("/people/keys/").status_code == 200


def test_it_is_a_button_not_a_link(doors, invented) -> None:
    assert Client().get(f"/demo/{invented.pk}/").status_code == 405


def test_nobody_real_is_signed_in_that_way(doors) -> None:
    real = a_person("real@school.example")
    browser = Client()
    assert browser.post(f"/demo/{real.pk}/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_changing_person_leaves_nothing_of_the_one_before(doors, invented) -> None:
    browser = Client()
    browser.post(f"/demo/{invented.pk}/")
    session = browser.session
    session["hat"] = "finance_officer@organisation/1"
    session["basket"] = "something"
    session.save()
    invented_too = a_person("bo@demo.example", name="Bo Finch")
    invented_too.is_demo = True
    invented_too.save()
    browser.post(f"/demo/{invented_too.pk}/")
    assert "basket" not in browser.session
    assert "hat" not in browser.session
