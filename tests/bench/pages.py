"""A1 to A3 and B1: the catalogue and a service's page, for a visitor and for somebody with prices of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.bare import bare_client
from tests.bench.measure import Side, compare, print_line
from tests.bench.world import BUYERS, SERVICES, buyers, stock

PAGES_A_SAMPLE = 20
MANY = 5000
CATALOGUE, SERVICE = "/catalogue/", "/catalogue/s7/"


def side(name: str, clients: Sequence[Client], address: str) -> Side:
    """Fetch an address, each time as the next client."""
    turn: Iterator[Client] = cycle(clients)

    def fetch() -> int:
        for _ in range(PAGES_A_SAMPLE):
            assert next(turn).get(address).status_code == 200
        return PAGES_A_SAMPLE

    # The first request of a client is not like the others.
    clients[0].get(address)
    with CaptureQueriesContext(connection) as asked:
        page = clients[0].get(address)
    return Side(name, fetch, sql=len(asked), bytes=len(page.content))


def run() -> None:
    """Print A1, A2, B1 signed out and in, and A3."""
    bare = [bare_client()]
    stock(SERVICES)
    anybody, signed_in = [Client()], buyers(BUYERS)
    size = {"services": SERVICES}

    def bare_list() -> Side:
        return side("the same 24 rows by a bare view", bare, "/")

    def bare_page() -> Side:
        return side("the same row by a bare view", bare, "/s7/")

    small = side("A1 catalogue, anonymous", anybody, CATALOGUE)
    compare(small, bare_list(), at_most=1.8, **size)
    compare(side("A2 catalogue, signed in, my prices", signed_in, CATALOGUE), bare_list(), buyers=BUYERS, **size)
    compare(side("B1 service page, anonymous", anybody, SERVICE), bare_page(), at_most=2.0, **size)
    compare(side("B1 service page, signed in", signed_in, SERVICE), bare_page(), buyers=BUYERS, **size)
    stock(MANY)
    large = side("A3 catalogue, anonymous, 5,000 services", anybody, CATALOGUE)
    compare(large, bare_list(), services=MANY)
    growth = round(large.line()["cpu_ms"] / small.line()["cpu_ms"], 2)
    print_line({"name": "A3 growth of processor time from 500 to 5,000", "unit": "×", "median": growth, "at_most": 1.2})
