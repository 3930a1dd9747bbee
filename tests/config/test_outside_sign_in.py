"""Signing in through an outside service that speaks OpenID Connect: a real provider in its own process."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import environ
import pytest
import requests
from django.test import Client

from config.outside import origins, providers
from config.sign_in import outside_organisation
from kernel.models import Outbox
from members.models import Person
from members.states import Role
from tests.builders import PASSWORD, a_person, a_school, appointed, the_company

UNKNOWN = {"id": "A1", "name": "Somewhere Else Academy", "urn": "199999"}
KNOWN = {"id": "A2", "name": "School 900001", "urn": "900001"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        for _ in range(200):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=2)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
        process.terminate()


@pytest.fixture
def outside(provider: str, settings, monkeypatch, db) -> str:
    """The provider, configured as an installation does it: by the environment."""
    monkeypatch.setenv("OIDC_SERVER_URL", provider)
    monkeypatch.setenv("OIDC_CLIENT_ID", "coppice")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "a secret of the installation")
    monkeypatch.setenv("OIDC_SCOPES", "openid,email,profile")
    settings.SOCIALACCOUNT_PROVIDERS = providers(environ.Env())
    the_company()
    return provider


def come_from(provider: str, subject: str, **claims) -> tuple[Client, object]:
    """Go the whole way as a browser does: our button, the provider's page, and back."""
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=10).raise_for_status()
    client = Client()
    away = client.post("/accounts/oidc/outside/login/").headers["Location"]
    assert away.startswith(provider)
    assert parse_qs(urlsplit(away).query)["code_challenge_method"] == ["S256"]
    session = requests.Session()
    page = session.post(away, data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(page.headers["Location"])
    return client, client.get(f"{back.path}?{back.query}", follow=True)


def text(answer) -> str:
    return answer.content.decode()


def test_a_stranger_from_an_unknown_organisation_gets_no_access(outside: str) -> None:
    client, answer = come_from(
        outside, "s-1", email="eve@else.example", given_name="Eve", family_name="Else", organisation=UNKNOWN
    )
    # The service does not vouch for the address, so it is confirmed by mail before anything else.
    assert "Check your e-mail" in text(answer)
    assert Person.objects.get().name == "Eve Else"
    link = re.search(r"http://[^/]+(/accounts/confirm-email/\S+)", Outbox.objects.order_by("pk").first().text)[1]
    client.post(link)
    client, answer = come_from(outside, "s-1", email="eve@else.example", organisation=UNKNOWN)
    page = text(client.get("/"))
    assert "Nobody has given you a role yet" in page
    assert "you work at Somewhere Else Academy" in page
    assert client.get("/schools/900001/people/").status_code == 404
    assert client.get("/people/").status_code == 403


def test_a_known_organisation_gives_no_access_either_only_an_appointment_does(outside: str) -> None:
    a_school()
    come_from(outside, "s-2", email="kit@school.example", email_verified=True, organisation=json.dumps(KNOWN))
    person = Person.objects.get()
    client, _ = come_from(outside, "s-2", email="kit@school.example", email_verified=True, organisation=KNOWN)
    assert client.get("/schools/900001/people/").status_code == 404
    appointed(person, Role.SCHOOL_ADMINISTRATOR)
    assert client.get("/schools/900001/people/").status_code == 200


def test_an_address_that_has_an_account_is_not_taken_over_from_outside(outside: str) -> None:
    mine = a_person("ada@school.example", password=PASSWORD)
    client, _ = come_from(outside, "s-3", email="ada@school.example", email_verified=True)
    assert client.session.get("_auth_user_id") != str(mine.pk)
    assert Person.objects.count() == 1


def test_the_sign_in_page_offers_the_service_only_where_there_is_one(outside: str, settings) -> None:
    assert "Sign in with DfE Sign-in" in text(Client().get("/accounts/login/"))
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "DfE Sign-in" not in text(Client().get("/accounts/login/"))
    assert Client().get("/accounts/oidc/outside/login/").status_code == 404


def test_without_the_environment_there_is_no_outside_service(monkeypatch) -> None:
    monkeypatch.delenv("OIDC_SERVER_URL", raising=False)
    assert providers(environ.Env()) == {}
    assert origins(environ.Env()) == []
    monkeypatch.setenv("OIDC_SERVER_URL", "https://oidc.example/realm")
    assert origins(environ.Env()) == ["https://oidc.example"]


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        (KNOWN, "School 900001"),
        (json.dumps(KNOWN), "School 900001"),
        ("not json", None),
        ("[1, 2]", None),
        (None, None),
        ({}, None),
        (17, None),
    ],
)
def test_the_organisation_is_read_as_an_object_or_as_text(claim, name) -> None:
    assert outside_organisation({"userinfo": {"organisation": claim}}).get("name") == name
    assert outside_organisation({"organisation": claim}).get("name") == name
