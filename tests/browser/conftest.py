"""A real browser: Debian's Chromium, driven by Playwright, at the two widths every page must look right at."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = Path(__file__).resolve().parents[2] / "static" / "build" / "axe.min.js"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

# Playwright's loop runs in this thread; Django would take every query for one made inside a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor, once at a desk and once on a phone."""
    with chromium.new_context(viewport=request.param) as visitor:
        visitor.set_default_timeout(10_000)
        yield visitor


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that visitor; anything the page's own scripts complain about fails the test."""
    page = context.new_page()
    page.on("pageerror", _fail)
    return page


def _fail(problem: object) -> None:
    pytest.fail(f"the page's script failed: {problem}")


def sign_in(context: BrowserContext, address: str, person: Any) -> None:
    """Let the visitor be this person, without the sign-in pages."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def axe(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in words; evaluated, because the content policy forbids a script tag."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run()")
    return [
        f"{finding['id']} ({finding['impact']}): {node['html'][:160]}"
        for finding in result["violations"]
        for node in finding["nodes"]
    ]
