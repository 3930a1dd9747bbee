"""Which addresses there are: found by following links from everybody's home page, checked against the router."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from config.middleware import SESSION_KEY
from tests.browser.world import Wearer, World
from tests.builders import with_second_step

LINKS = re.compile(rb'<a [^>]*?href="([^"#]+)')
MOST_PAGES_EACH = 400
# Doors that no link leads to, each with its reason.
WITHOUT_A_LINK: dict[str, str] = {
    "components": "for those who build pages",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An address that answers with a page, the pattern of the router it belongs to, and who sees it."""

    address: str
    pattern: str
    wearer: Wearer | None


def places_of(world: World) -> list[Place]:
    """One address for each pattern, by following links as a visitor and as one wearer of every role."""
    found: dict[str, Place] = {}
    for wearer in [None, *world.one_of_each]:
        for place in _walk(wearer):
            found.setdefault(place.pattern, place)
    for address in ("/components/", "/nowhere/"):
        found[address] = Place(address, _pattern(address) or address, None)
    return list(found.values())


def unreached(places: list[Place]) -> list[str]:
    """Our own patterns that show a page and that no walk came to."""
    seen = {place.pattern for place in places}
    return sorted(
        pattern for pattern, name in _our_patterns(get_resolver()) if pattern not in seen and name not in WITHOUT_A_LINK
    )


def _walk(wearer: Wearer | None) -> list[Place]:
    client = Client()
    if wearer:
        client.force_login(with_second_step(wearer.person))
        session = client.session
        session[SESSION_KEY] = wearer.hat.key
        session.save()
    waiting, known, places = ["/"], {"/"}, []
    patterns: dict[str, int] = {}
    while waiting and len(known) < MOST_PAGES_EACH:
        address = waiting.pop(0)
        pattern = _pattern(address)
        # Three of a kind are enough to find where they lead.
        if pattern is None or patterns.get(pattern, 0) >= 3:
            continue
        patterns[pattern] = patterns.get(pattern, 0) + 1
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        places.append(Place(address, pattern, wearer))
        for link in LINKS.findall(answer.content):
            onward = urljoin(address, link.decode().replace("&amp;", "&"))
            if not urlsplit(onward).netloc and onward not in known and not onward.startswith(("mailto:", "tel:")):
                known.add(onward)
                waiting.append(onward)
    return places


def _pattern(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return None


def _our_patterns(resolver: URLResolver, before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.callback.__module__.split(".")[0] in {"config", "members", "company", "services", "billing"}:
                found.append((route, pattern.name or ""))
        else:
            found += _our_patterns(pattern, route)
    return found
