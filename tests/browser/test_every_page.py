"""Every address is opened once at each width: axe finds nothing, nothing scrolls sideways, nothing is refused."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage, faults
from tests.browser.places import Place, places_of, unreached
from tests.browser.world import World


@pytest.fixture(scope="package")
def walked(world: World) -> tuple[list[Place], set[str]]:
    """What following links from everybody's home page comes to."""
    return places_of(world)


@pytest.fixture(scope="package")
def places(walked: tuple[list[Place], set[str]]) -> list[Place]:
    """One address for every pattern of the router that somebody can reach by following links from home."""
    return walked[0]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser_page: OpenPage, places: list[Place], width: int
) -> None:
    found: dict[str, list[str]] = {}
    pages = {}
    for place in places:
        key = place.wearer.hat.key if place.wearer else ""
        if key not in pages:
            pages[key] = browser_page(place.wearer, width=width)
        page = pages[key]
        page.expected.add(404)  # type: ignore[attr-defined]
        page.goto(place.address, wait_until="load")
        wrong = faults(page)
        if wrong:
            found[f"{place.address} as {key or 'a visitor'}"] = wrong
    assert not found, "\n".join(f"{place}: {wrong}" for place, wrong in found.items())


def test_every_page_is_reached_by_following_links_from_home(walked: tuple[list[Place], set[str]]) -> None:
    assert unreached(walked[1]) == []


def test_pages_read_the_same_without_javascript(browser_page: OpenPage, places: list[Place]) -> None:
    page = browser_page(places[0].wearer, javascript=False)
    for place in [place for place in places if place.wearer is None and place.address != "/nowhere/"]:
        page.goto(place.address)
        assert page.locator("h1").first.is_visible(), place.address
