"""Tests in a real browser: Chromium, driven by Playwright, on Django's live server with the real static files.

One world (`tests/browser/world.py`) is laid down for the whole folder and lifted afterwards; tests share it, so a
journey uses a school of its own and never counts rows. Write one like this:

    def test_a_buyer_fills_a_basket(browser_page: OpenPage, world: World) -> None:
        page = browser_page(world.hat(Role.SCHOOL_BUYER))       # signed in, 1280 wide, wearing this hat
        page.goto("/catalogue/")
        page.get_by_role("link", name="Core membership").click()

`browser_page(hat, width=390, javascript=False)` opens a phone, or a browser without JavaScript; `browser_page()` a
visitor who is not signed in. When the test ends, everything that a page wrote to its console as an error (a refused
style or script among it) and every answer of 400 or more fails the test; one that is meant is named first:
`page.expected.add(404)`. `check(page)` runs axe and looks for sideways scrolling. `only_keys(page, "Add to basket")`
presses Tab until that control has the focus; `page.keyboard.press("Enter")` then presses it. `world.hat(role, urn)`
finds somebody; tests read and write the database directly, there is no transaction around them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from config.middleware import SESSION_KEY
from tests.browser.world import Wearer, World, lay_world
from tests.builders import with_second_step

# Playwright keeps an event loop in this thread; Django would otherwise refuse to read the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Path(settings.BASE_DIR) / "static" / "build" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class OpenPage(Protocol):
    """What the `browser_page` fixture gives: call it to open a page as somebody."""

    def __call__(self, wearer: Wearer | None = None, *, width: int = 1280, javascript: bool = True) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of the browser tests, committed for the live server to see, and lifted when the folder is done."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
        yield lay_world()
        call_command("flush", verbosity=0, interactive=False)
        # A thread of the live server may still hold a connection that would keep the database from being removed.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def _django_db_helper(world: World) -> None:
    """Instead of pytest-django's transaction around each test, which the live server could not look into."""


@pytest.fixture(scope="package")
def server(world: World) -> Iterator[LiveServer]:
    """The site itself, on a port of its own."""
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium(server: LiveServer) -> Iterator[Browser]:
    """One browser for the folder; every page gets a context of its own. It closes before the server does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, server: LiveServer) -> Iterator[OpenPage]:
    """Opens pages as somebody; see the top of this file."""
    contexts, trouble = [], []

    def open_page(wearer: Wearer | None = None, *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=server.url, viewport={"width": width, "height": 844}, java_script_enabled=javascript
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if wearer is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(wearer), "url": server.url}]
            )
        page = context.new_page()
        expected: set[int] = set()
        page.expected = expected  # type: ignore[attr-defined]

        def hear(response: Response) -> None:
            if response.status >= 400 and response.status not in expected:
                trouble.append(f"{response.status} at {response.url}")

        page.on("response", hear)
        page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
        page.on("console", lambda line: trouble.append(f"{page.url}: {line.text}") if _is_trouble(line) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


def _is_trouble(line: Any) -> bool:
    return line.type == "error" and "Failed to load resource" not in line.text


def session_of(wearer: Wearer) -> str:
    """The cookie of a person who has signed in and put on a hat."""
    client = Client()
    client.force_login(with_second_step(wearer.person))
    session = client.session
    session[SESSION_KEY] = wearer.hat.key
    session.save()
    return str(session.session_key)


def faults(page: Page) -> list[str]:
    """What axe finds on a page, and whether the page is wider than the window."""
    page.evaluate(f"{AXE.read_text()};0")
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    said = [
        f"{fault['id']}: {' '.join(node['target'][0] for node in fault['nodes'][:3])}" for fault in found["violations"]
    ]
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return said + ([f"the page is {width[0]} wide in a window of {width[1]}"] if width[0] > width[1] else [])


@pytest.fixture
def check() -> Callable[[Page], None]:
    """Fails when axe finds something on the page or the page scrolls sideways."""

    def run(page: Page) -> None:
        assert faults(page) == [], page.url

    return run


@pytest.fixture
def only_keys() -> Callable[[Page, str], None]:
    """Presses Tab until the control with this name has the focus, which must then be seen; the mouse is never used."""

    def to(page: Page, name: str, *, most: int = 120) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
                "return (l ? l.innerText : e.innerText || e.getAttribute('aria-label') || e.value || '').trim(); })()"
            )
            if focused == name or focused.startswith(name):
                return
        raise AssertionError(f"“{name}” is not reached by Tab on {page.url}")

    return to
