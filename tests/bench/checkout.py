"""C1: four buyers at once, over HTTP, from an empty basket to a placed order of three lines.

All steps count: three services put into the basket (each shows the basket), the check page, sending, the head's page,
the approval that places the order, and its confirmation. The yardstick writes the same rows in one transaction.
"""

from __future__ import annotations

import copy
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from billing.models import Charge, Order, OrderLine
from kernel.models import Record
from kernel.references import new
from members.states import Role
from services.models import Promise
from tests.bench.measure import Side, compare, print_line
from tests.bench.world import signed_in
from tests.billing.buying import a_person
from tests.services.builders import a_school

ROOT = Path(__file__).resolve().parents[2]
SHOPPERS, ORDERS_A_SAMPLE = 4, 16
BASKET = ("s4", "s7", "s10")
TOKEN = "c" * 32
Row = TypeVar("Row", bound=Model)


@dataclass
class Shop:
    """One school with its two people; `get` and `post` reach the site by whatever way was chosen."""

    urn: int
    buyer: Callable[..., tuple[int, str, str]]
    approver: Callable[..., tuple[int, str, str]]

    def buy(self) -> None:
        """From an empty basket to a placed order; every answer must be the one expected."""
        at = f"/schools/{self.urn}"
        for slug in BASKET:
            self.follow(self.buyer, f"{at}/basket/put/", {"service": slug, "quantity": "1"})
        self.fetch(self.buyer, f"{at}/basket/send/")
        sent = self.follow(self.buyer, f"{at}/basket/send/", {"request_key": str(uuid4())})
        self.fetch(self.approver, sent)
        self.follow(self.approver, f"{sent}approve/", {})

    @staticmethod
    def fetch(who: Callable[..., tuple[int, str, str]], address: str) -> None:
        """Open a page."""
        status, _, text = who("GET", address)
        assert status == 200, (status, address, text[:500])

    def follow(self, who: Callable[..., tuple[int, str, str]], address: str, values: dict[str, str]) -> str:
        """Send a form and open the page it leads to; returns that page's address."""
        status, onward, text = who("POST", address, values)
        assert status == 302, (status, address, re.sub(r"\s+", " ", text)[:3000])
        self.fetch(who, urlsplit(onward).path)
        return urlsplit(onward).path


def over_http(port: int, client: Client) -> Callable[..., tuple[int, str, str]]:
    """A browser of the real server that keeps its connection open."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"

    def ask(method: str, address: str, values: dict[str, str] | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**values, "csrfmiddlewaretoken": TOKEN}) if values is not None else None
        line.request(method, address, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    return ask


def in_process(client: Client) -> Callable[..., tuple[int, str, str]]:
    """The same without a server, where queries can be counted."""

    def ask(method: str, address: str, values: dict[str, str] | None = None) -> tuple[int, str, str]:
        answer = client.get(address) if method == "GET" else client.post(address, values)
        return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()

    return ask


def run() -> None:
    """Print C1."""
    schools = [a_school() for _ in range(SHOPPERS)]
    people = [
        (signed_in(a_person("Alex Buyer", school, Role.SCHOOL_BUYER)), signed_in(_approver(school)))
        for school in schools
    ]
    all_sql, placing_sql = _counted(Shop(schools[0].urn or 0, in_process(people[0][0]), in_process(people[0][1])))
    with Server() as server:
        shops = [
            Shop(school.urn or 0, over_http(server.port, buyer), over_http(server.port, approver))
            for school, (buyer, approver) in zip(schools, people, strict=True)
        ]
        ours = Side(
            "C1 checkout over HTTP, 4 buyers, 3 lines",
            lambda: _at_once([shop.buy for shop in shops]),
            sql=all_sql,
            elsewhere=[server.process.pid],
            counts_this_process=False,
        )
        raw = Side("the same inserts in one transaction, 4 at once", lambda: _at_once([_write] * SHOPPERS), sql=5)
        compare(ours, raw, sql_in_the_placing_request=placing_sql, lines=len(BASKET))
        seconds = sorted(ours.milliseconds)[len(ours.milliseconds) // 2] / 1000
        print_line({"name": "C1 orders a second", "unit": "1/s", "median": round(1 / seconds, 1)})


def _approver(school: Any) -> Any:
    return a_person("Hana Head", school, Role.SCHOOL_APPROVER, "9000000.00")


def _counted(shop: Shop) -> tuple[int, int]:
    """SQL statements of all steps, and of the one request that places the order."""
    shop.buy()
    counts: list[int] = []
    approve = shop.approver

    def counting(method: str, address: str, values: dict[str, str] | None = None) -> tuple[int, str, str]:
        with CaptureQueriesContext(connection) as asked:
            answer = approve(method, address, values)
        if method == "POST":
            counts.append(len(asked))
        return answer

    with CaptureQueriesContext(connection) as all_of_them:
        Shop(shop.urn, shop.buyer, counting).buy()
    return len(all_of_them), counts[0]


def _at_once(work: Sequence[Callable[[], None]]) -> int:
    """Each of these so many times, all of them at once."""

    def repeat(one: Callable[[], None]) -> None:
        try:
            for _ in range(ORDERS_A_SAMPLE // len(work)):
                one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as hands:
        for done in [hands.submit(repeat, one) for one in work]:
            done.result()
    return ORDERS_A_SAMPLE


def _write() -> None:
    """Write copies of the last order's rows: order, lines, charges, promises and one entry of the Record."""
    like = Order.objects.order_by("-pk")[:1].get()
    lines = list(like.lines.order_by("number"))
    charges = list(Charge.objects.filter(line__in=lines))
    promises = list(Promise.objects.filter(source__in=[line.reference for line in lines]))
    entry = Record.objects.order_by("-pk")[:1].get()
    reference = new("ORD")
    with transaction.atomic():
        order = _copy(like, reference=reference, request_key=uuid4())
        order.save(force_insert=True)
        made = OrderLine.objects.bulk_create(
            _copy(line, order=order, reference=f"{reference}/{line.number}") for line in lines
        )
        by_number = {line.number: line for line in made}
        was = {line.pk: line.number for line in lines}
        Charge.objects.bulk_create(_copy(charge, line=by_number[was[charge.line_id]]) for charge in charges)
        Promise.objects.bulk_create(
            _copy(promise, source=f"{reference}/{number}") for number, promise in enumerate(promises, start=1)
        )
        _copy(entry, position=None, previous="", hash="").save(force_insert=True)


def _copy(row: Row, **changed: Any) -> Row:
    twin = copy.copy(row)
    twin.pk = None
    twin._state = copy.copy(row._state)
    twin._state.adding = True
    for name, value in changed.items():
        setattr(twin, name, value)
    return twin


class Server:
    """The site as it is deployed, on a port of its own, over this bench's database."""

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface=wsgi", f"--port={self.port}", "--no-ws"]
        load = ["--workers=2", "--blocking-threads=2", "--log-level=error", "config.wsgi:application"]
        self.process = subprocess.Popen([*command, *load], cwd=ROOT, env=dict(os.environ))
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
