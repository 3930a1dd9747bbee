"""Which addresses there are: found by following links from everybody's home page, checked against the router."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.browser.world import Wearer, World
from tests.builders import signed_in

LINKS = re.compile(rb'<a [^>]*?href="([^"#]+)')
FORMS = re.compile(rb'<form [^>]*?action="([^"#]+)')
# Doors that no link leads to, each with its reason.
WITHOUT_A_LINK: dict[str, str] = {
    "stripe/webhook/": "the card service calls it",
    "welcome/<str:key>/": "comes by mail",
    "people/mail/<int:pk>/": "only where a mail was given up",
    "people/<int:pk>/invite-again/": "only for somebody who has not signed in yet",
    "schools/<int:urn>/people/<int:pk>/invite-again/": "only for somebody who has not signed in yet",
    "people/keys/<int:pk>/revoke/": "only where somebody has made a key",
    "company/resolutions/<slug:number>/vote/": "only where a meeting was held and a vote is not recorded",
    "finance/billing/<str:reference>/": "the result of a run, where its button leads",
    "finance/costs/file/take/": "the second step, after a file was read",
    "finance/payments/<str:reference>/refund/": "only where money lies on account",
    "schools/<int:urn>/approvals/<str:reference>/withdraw/": "only for the buyer who asked",
    "schools/<int:urn>/basket/lines/<int:line_id>/year/": "only for a line of a yearly service",
    "schools/<int:urn>/basket/order/": "only where a school asks no approval",
    "schools/<int:urn>/interest/<slug:slug>/": "only for a planned service",
    "staff/schools/import/<int:pk>/again/": "only after a file that could not be loaded",
    "staff/schools/import/<int:pk>/confirm/": "the second step, after a file was compared",
    "staff/schools/import/<int:pk>/give-up/": "the second step, after a file was compared",
    "surplus/projects/open/": "only while a surplus waits to be decided",
    "schools/<int:urn>/orders/<str:reference>/placed/": "shown once, after ordering",
    "schools/<int:urn>/invoices/<str:number>/pay/": "only where a card service is set up",
    "schools/<int:urn>/invoices/<str:number>/pay/go/": "only where a card service is set up",
    "schools/<int:urn>/invoices/<str:number>/pay/<str:reference>/": "only where a card service is set up",
    "schools/<int:urn>/approvals/<str:reference>/put-back/": "after a request was sent back",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An address that answers with a page, the pattern of the router it belongs to, and who sees it."""

    address: str
    pattern: str
    wearer: Wearer | None


@dataclass(slots=True)
class Walk:
    """What somebody came to: pages that opened, and every pattern a link or a form led to."""

    places: list[Place]
    patterns: set[str]


def places_of(world: World) -> tuple[list[Place], set[str]]:
    """One address for each pattern, by following links as a visitor and as one wearer of every role; and all patterns
    that a link, a download or a form leads to."""
    found: dict[str, Place] = {}
    reached: set[str] = set()
    for wearer in [None, *world.one_of_each]:
        walk = _walk(wearer)
        reached |= walk.patterns
        for place in walk.places:
            found.setdefault(place.pattern, place)
    for address in ("/components/", "/health/", "/nowhere/"):
        pattern = _pattern(address) or address
        reached.add(pattern)
        found[address] = Place(address, pattern, None)
    return list(found.values()), reached


def unreached(reached: set[str]) -> list[str]:
    """Our own patterns that nobody came to, but for those that need no link."""
    ours = {pattern for pattern in _our_patterns(get_resolver()) if not pattern.startswith(("api/", "demo/"))}
    return sorted(ours - reached - WITHOUT_A_LINK.keys())


def _walk(wearer: Wearer | None) -> Walk:
    client = signed_in(wearer.person, wearer.hat.key) if wearer else Client()
    waiting, known, walk = ["/"], {"/"}, Walk([], set())
    opened: dict[str, int] = {}
    while waiting:
        address = waiting.pop(0)
        pattern = _pattern(address)
        # Three of a kind are enough to find where they lead.
        if pattern is None or opened.get(pattern, 0) >= 3:
            continue
        opened[pattern] = opened.get(pattern, 0) + 1
        walk.patterns.add(pattern)
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        walk.places.append(Place(address, pattern, wearer))
        walk.patterns |= {_pattern(_onward(address, action)) or "" for action in FORMS.findall(answer.content)}
        for link in LINKS.findall(answer.content):
            onward = _onward(address, link)
            if not urlsplit(onward).netloc and onward not in known and not onward.startswith(("mailto:", "tel:")):
                known.add(onward)
                waiting.append(onward)
    return walk


def _onward(address: str, link: bytes) -> str:
    return urljoin(address, link.decode().replace("&amp;", "&"))


def _pattern(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return None


def _our_patterns(resolver: URLResolver, before: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.callback.__module__.split(".")[0] in {"config", "members", "company", "services", "billing"}:
                found.add(route)
        else:
            found |= _our_patterns(pattern, route)
    return found
