"""Signing in: account, confirmation, reset, second step; and what an account opens by itself, which is nothing."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from config.sign_in import SecondStepAdapter
from kernel.models import Outbox
from members.models import Person
from members.states import Role
from tests.builders import PASSWORD, a_person, appointed, signed_in, the_company

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
APP = "/accounts/2fa/totp/activate/"


def link_in(mail: Outbox) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.text)[1]


def sign_in(person: Person, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post(LOGIN, {"login": person.email, "password": password})


def words(answer: Any) -> str:
    return answer.content.decode()


def test_a_new_account_confirms_its_address_and_then_opens_nothing() -> None:
    the_company()
    client = Client()
    given = {"name": "Ivy Nolan", "email": "Ivy@School.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", given, follow=True)
    assert "Check your e-mail" in words(answer)
    person = Person.objects.get()
    assert (person.name, person.email) == ("Ivy Nolan", "ivy@school.example")

    client, answer = sign_in(person)
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session

    mail = Outbox.objects.order_by("pk").first()
    assert mail.subject == "Confirm your e-mail address"
    assert mail.text.endswith("Aldermere Schools Partnership")
    client.post(link_in(mail))
    client, answer = sign_in(person)
    assert answer.headers["Location"] == "/"
    page = words(client.get("/"))
    assert "Nobody has given you a role yet" in page
    assert "Who can give you access" in page
    assert client.get("/people/").status_code == 403


def test_a_password_is_long_and_uncommon() -> None:
    given = {"name": "Ivy", "email": "ivy@school.example", "password1": "password1234", "password2": "password1234"}
    assert Client().post("/accounts/signup/", given).status_code == 200
    assert not Person.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once() -> None:
    person = a_person(password="an old pass phrase")
    client = Client()
    assert "Check your e-mail" in words(client.post("/accounts/password/reset/", {"email": person.email}, follow=True))
    link = link_in(Outbox.objects.get())
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(person)[1].headers["Location"] == "/"
    again = Client().get(link, follow=True)
    assert "used already" in words(again)


def test_a_reset_does_not_tell_who_has_an_account() -> None:
    a_person("known@school.example", password=PASSWORD)
    pages = [
        words(Client().post("/accounts/password/reset/", {"email": address}, follow=True))
        for address in ("known@school.example", "unknown@school.example")
    ]
    plain = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_the_text_of_a_mail_with_a_link_is_emptied_once_it_has_left(settings) -> None:
    from kernel import clock, outbox

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person = a_person(password=PASSWORD)
    Client().post("/accounts/password/reset/", {"email": person.email})
    mail = Outbox.objects.get()
    assert outbox.send(mail.key, clock.now())
    mail.refresh_from_db()
    assert (mail.text, mail.problem) == ("", "")


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    person = a_person(password=PASSWORD)
    for _ in range(5):
        assert "do not belong together" in words(sign_in(person, "not the password")[1])
    assert "Too many tries" in words(sign_in(person)[1])


def test_a_closed_account_does_not_sign_in() -> None:
    person = a_person(password=PASSWORD)
    Person.objects.update(is_active=False)
    client, _ = sign_in(person)
    assert "_auth_user_id" not in client.session


@pytest.fixture
def officer() -> Person:
    person = a_person(password=PASSWORD)
    appointed(person, Role.FINANCE_OFFICER)
    return person


def still_me(client: Client) -> None:
    """The password once more, as before every change of how the account is protected."""
    assert client.get(APP).headers["Location"].startswith("/accounts/reauthenticate/")
    assert "Is it still you?" in words(client.get("/accounts/reauthenticate/"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def set_up_app(client: Client) -> Any:
    still_me(client)
    page = client.get(APP)
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return client.post(APP, {"code": code}, follow=True)


def test_a_money_role_waits_for_a_second_step_and_then_opens(officer: Person) -> None:
    client, _ = sign_in(officer)
    answer = client.get("/people/keys/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Your role (Finance officer) needs a second step" in words(answer)
    answer = set_up_app(client)
    assert "Keep your recovery codes" in words(answer)
    assert words(answer).count("<li><code>") == 10
    assert client.get("/people/keys/").status_code == 200


def test_a_second_step_is_asked_for_at_the_next_sign_in(officer: Person) -> None:
    set_up_app(sign_in(officer)[0])
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).update(last_used_at=None)
    client, answer = sign_in(officer)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/people/keys/").headers["Location"].startswith(LOGIN)
    assert "That is not the code" in words(client.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/"
    assert client.get("/people/keys/").status_code == 200
    client, _ = sign_in(officer)
    assert "That is not the code" in words(client.post("/accounts/2fa/authenticate/", {"code": codes[0]}))


def test_the_secret_of_an_authenticator_app_is_not_kept_in_the_clear(officer: Person) -> None:
    client, _ = sign_in(officer)
    set_up_app(client)
    step = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    secret = SecondStepAdapter().decrypt(step.data["secret"])
    assert len(secret) >= 16
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_the_last_second_step_stays_while_a_role_needs_it(officer: Person) -> None:
    client, _ = sign_in(officer)
    set_up_app(client)
    answer = client.post("/accounts/2fa/totp/deactivate/", {})
    assert "One of your roles needs a second step" in words(answer)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


@pytest.mark.parametrize("role", [Role.SCHOOL_APPROVER, Role.SCHOOL_BUYER, Role.ADVISER])
def test_other_roles_are_offered_a_second_step_and_not_made_to_take_it(role: Role) -> None:
    person = a_person(password=PASSWORD)
    appointed(person, role)
    client, _ = sign_in(person)
    assert client.get("/people/keys/").status_code == 200


def test_the_demo_counts_as_a_second_step_in_the_demo_only(officer: Person, settings) -> None:
    client, _ = sign_in(officer)
    session = client.session
    session["second_step"] = "demo"
    session.save()
    assert client.get("/people/keys/").status_code == 302
    settings.DEMO = True
    assert client.get("/people/keys/").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/2fa/", "/accounts/email/"],
)
def test_pages_of_the_account_come_with_strict_headers(page: str) -> None:
    answer = signed_in(a_person()).get(page, follow=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_from_elsewhere_does_not_sign_anybody_in() -> None:
    person = a_person(password=PASSWORD)
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 403


def test_the_session_cookie_is_not_for_scripts_nor_for_other_sites() -> None:
    client, _ = sign_in(a_person(password=PASSWORD))
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
