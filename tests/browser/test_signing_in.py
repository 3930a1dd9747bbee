"""Signing in, in a real browser: a passkey made and used, and the way without JavaScript."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import CDPSession, Page
from pytest_django.live_server_helper import LiveServer

from config.sign_in import SecondStepAdapter
from members.models import Person
from members.states import Role
from tests.browser.conftest import OpenPage
from tests.builders import PASSWORD, a_person, appointed


def somebody(email: str, role: str = Role.SCHOOL_BUYER) -> Person:
    person = a_person(email, name="Ada Lark", password=PASSWORD)
    appointed(person, role)
    return person


def sign_in(page: Page, person: Person, site: str = "") -> None:
    page.goto(site + "/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()


def a_key_in_the_pocket(page: Page) -> CDPSession:
    """An authenticator that always says yes, as a phone does after a touch."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_passkey_is_made_and_signs_in_by_itself(
    browser_page: OpenPage, check: Callable[[Page], None], server: LiveServer
) -> None:
    person = somebody("passkey@school.example")
    page = browser_page()
    # A passkey belongs to a name, not to a number.
    site = server.url.replace("127.0.0.1", "localhost")
    a_key_in_the_pocket(page)
    sign_in(page, person, site)
    page.goto(f"{site}/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Sign in with this alone, without a password").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Keep your recovery codes").wait_for()
    check(page)
    page.goto(f"{site}/accounts/2fa/webauthn/")
    assert page.get_by_text("Signs you in without a password").is_visible()
    check(page)
    sign_out(page)

    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/hats/")
    assert page.get_by_text("You act in this one").is_visible()
    sign_out(page)

    # After the password the same key is the second step.
    sign_in(page, person, site)
    check(page)
    page.get_by_role("button", name="Use my passkey instead").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/hats/")
    assert page.get_by_text("You act in this one").is_visible()


def test_without_javascript_a_code_from_an_app_is_the_second_step(
    browser_page: OpenPage, check: Callable[[Page], None]
) -> None:
    person = somebody("code@company.example", Role.FINANCE_OFFICER)
    page = browser_page(javascript=False, width=390)
    sign_in(page, person)
    page.goto("/people/keys/")
    assert page.get_by_role("heading", name="How your account is protected").is_visible()
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    secret = page.locator("code").inner_text()
    page.get_by_label("6-digit code").fill(_code(secret))
    page.get_by_role("button", name="Turn it on").click()
    assert page.get_by_role("heading", name="Keep your recovery codes").is_visible()
    page.goto("/people/keys/")
    assert page.get_by_role("heading", name="Keys for programs").is_visible()

    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    sign_in(page, person)
    assert page.get_by_role("button", name="Use my passkey instead").is_hidden()
    step = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    page.get_by_label("Code", exact=True).fill(_code(SecondStepAdapter().decrypt(step.data["secret"]), 1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/people/keys/")
    assert page.get_by_role("heading", name="Keys for programs").is_visible()


def _code(secret: str, ahead: int = 0) -> str:
    """What the app shows, some half minutes ahead: a code works once."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead))
