"""D1, D2, D3: a billing run over 1,000 and 10,000 subscribers of five lines each, and its repeat.

The yardstick writes the very rows that the run wrote, by bulk_create in one transaction, with our triggers off and
without looking anything up. The repeat finds everything billed already.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from billing.actions.billing_runs import bill_due
from billing.models import Charge, Invoice, InvoiceLine, Journal, Order, OrderLine, Posting
from kernel.money import Money
from kernel.records import SYSTEM
from members.models import Organisation
from tests.bench.measure import Side, print_line
from tests.billing import build
from tests.services.builders import a_service

ROOT = Path(__file__).resolve().parents[2]
SIZES, LINES, PAIRS = (1_000, 10_000), 5, 5
AT, DAY = datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 20)
TABLES = (Posting, Journal, InvoiceLine, Invoice)
NET = Money(120_000)


def run() -> None:
    """Print D1, D2 and D3."""
    services = [a_service(f"RUN{number}") for number in range(LINES)]
    build.company()
    cost: dict[int, float] = {}
    for size in SIZES:
        subscribe(services, size - Order.objects.count())
        ours, raw = Side("", lambda: bill_due(DAY, by=SYSTEM, at=AT).documents), Side("", lambda: 0)
        forget()
        ours.work()
        rows = [list(model._default_manager.order_by("pk")) for model in TABLES]
        raw.work = lambda rows=rows: write(rows)  # type: ignore[misc]
        for _ in range(PAIRS):
            for side in (ours, raw):
                forget()
                side.sample()
        cost[size] = statistics.median(ours.milliseconds)
        print_line(figure(size, ours, raw, cost))
        forget()
        print_line({"name": f"peak of a run over {size}", "unit": "MB", "median": peak_of_a_run()})
        print_line({"name": f"D3 a repeat over {size}", "unit": "ms", "median": repeat(), "at_most": 1000})


def figure(size: int, ours: Side, raw: Side, cost: dict[int, float]) -> dict[str, Any]:
    """The figure, a document at a time; `of_raw` is our documents a second for one of the yardstick's."""
    ours.name = f"{'D1' if size == SIZES[0] else 'D2'} a billing run over {size} subscribers, {LINES} lines each"
    raw.name = "bulk_create of the same rows, triggers off"
    mine, other = ours.line(), raw.line()
    return {
        **mine,
        "documents_a_second": round(1000 / mine["median"]),
        "of_raw": round(other["median"] / mine["median"], 2),
        "of_raw_at_least": 0.3,
        "growth_from_1000": round(cost[size] / cost[SIZES[0]], 2),
        "yardstick": {**other, "documents_a_second": round(1000 / other["median"])},
    }


def subscribe(services: Sequence[Any], count: int) -> None:
    """So many schools more, each with an order of five lines that falls due."""
    first = Organisation.objects.count() + 700_000
    schools = Organisation.objects.bulk_create(
        Organisation(kind="school", name=f"School {first + n}", urn=first + n, town="Aldermere") for n in range(count)
    )
    like, line_like = _an_order()
    orders = Order.objects.bulk_create(
        Order(**_but(like, reference=f"ORD-{first + n}", request_key=_key(first + n), school=school, payer=school))
        for n, school in enumerate(schools)
    )
    lines = OrderLine.objects.bulk_create(
        OrderLine(
            **_but(
                line_like,
                order=order,
                reference=f"{order.reference}/{number}",
                number=number,
                service=service,
                net=NET,
                vat=NET.basis_points(2000),
                gross=NET + NET.basis_points(2000),
            )
        )
        for order in orders
        for number, service in enumerate(services, start=1)
    )
    Charge.objects.bulk_create(
        Charge(line=line, number=1, due_on=DAY, net=line.net, vat=line.vat, gross=line.gross) for line in lines
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _an_order() -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of an order and of its line, as placing one leaves them; the rows themselves are taken back."""
    build.person("buyer@willow.example", "Beth Buyer")
    build.person("head@willow.example", "Hal Head")
    with transaction.atomic():
        model = build.order(build.MEMBERSHIP)
        found = vars(model), vars(model.lines.get())
        transaction.set_rollback(True)
    return found


def write(rows: Sequence[Sequence[Any]]) -> int:
    """The same rows again, in one transaction, by nothing but bulk_create."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
        for written, some in zip(reversed(TABLES), reversed(rows), strict=True):
            written._default_manager.bulk_create(some, batch_size=5_000)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in TABLES:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
    return len(rows[-1])


def forget() -> None:
    """Take a run's rows away, past every trigger; not timed."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE billing_invoice, billing_invoiceline, billing_journal, billing_posting CASCADE")
        cursor.execute("DELETE FROM kernel_counter WHERE name = 'invoice'")
        cursor.execute("ANALYZE")


def peak_of_a_run() -> float:
    """The largest that `manage.py bill_due` has been, in megabytes, as a process of its own."""
    started = subprocess.Popen(
        [sys.executable, "manage.py", "bill_due", "--on", DAY.isoformat(), "--json"],
        cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0
    return round(used.ru_maxrss / 1024, 1)


def repeat() -> float:
    """A run over what is billed already, in milliseconds."""
    started = time.perf_counter()
    assert bill_due(DAY, by=SYSTEM, at=AT).documents == 0
    return round((time.perf_counter() - started) * 1000, 1)


def _but(values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A row's own columns, with some changed."""
    replaced = {f"{name}_id" for name in changes}
    kept = {k: v for k, v in values.items() if not k.startswith("_") and k not in replaced and k not in ("id", "pk")}
    return {**kept, **changes}


def _key(number: int) -> UUID:
    return UUID(int=number)
