"""Twenty at once, and a process killed between steps: through connections of their own, as in life."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections

from billing.actions import orders
from billing.models import ApprovalRequest, BasketLine, Charge, Invoice, Order, OrderLine, Posting, Subscription
from billing.queries.prices import Wish
from kernel.models import Counter, Outbox, Record
from services.models import Promise
from tests.billing.buying import AT, Buying, a_buying_school

pytestmark = pytest.mark.django_db(transaction=True)

TWENTY = 20
NOUNS = (Order, OrderLine, Charge, Subscription, Invoice, Posting, Promise, Record, Outbox)


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Run the work in threads that wait for each other at a barrier; each closes its own connection."""
    barrier = threading.Barrier(count)
    answers: list[object] = [None] * count
    troubles: list[Exception] = []

    def run(place: int) -> None:
        try:
            barrier.wait()
            answers[place] = work(place)
        except Exception as trouble:  # noqa: BLE001 - shown by the test that asked
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    return list(answers)


def counted() -> dict[str, int]:
    return {noun.__name__: noun._default_manager.count() for noun in NOUNS}


def test_twenty_clicks_on_approve_are_one_order_and_one_invoice() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    clients = [buying.browser(buying.approver) for _ in range(TWENTY)]
    address = buying.at(f"approvals/{request.reference}/approve/")
    answers = at_once(TWENTY, lambda place: clients[place].post(address))
    assert {getattr(answer, "status_code", None) for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1  # type: ignore[index]
    assert (Order.objects.count(), Invoice.objects.count(), Promise.objects.count()) == (1, 1, 3)
    assert Record.objects.filter(verb="billing.order.placed").count() == 1


def test_twenty_clicks_on_send_are_one_request_and_one_mail() -> None:
    buying = a_buying_school()
    buying.put_three()
    clients = [buying.browser(buying.buyer) for _ in range(TWENTY)]
    key = str(uuid4())
    answers = at_once(TWENTY, lambda place: clients[place].post(buying.at("basket/send/"), {"request_key": key}))
    assert len({answer["Location"] for answer in answers}) == 1  # type: ignore[index]
    assert (ApprovalRequest.objects.count(), Outbox.objects.count()) == (1, 1)


def test_twenty_calls_with_one_key_place_one_order() -> None:
    buying, key = a_buying_school(), uuid4()

    def place(_: int) -> str:
        return orders.place(
            school=buying.school,
            wishes=[Wish(buying.adviser)],
            request_key=key,
            by=buying.buyer,
            approved_by=buying.approver,
            at=AT,
        ).reference

    assert len(set(at_once(TWENTY, place))) == 1
    assert Order.objects.count() == 1


def test_one_approves_while_another_sends_back_and_exactly_one_of_them_wins() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    clients = [buying.browser(buying.approver) for _ in range(2)]

    def answer(place: int) -> object:
        if place:
            return clients[place].post(buying.at(f"approvals/{request.reference}/approve/"))
        return clients[place].post(buying.at(f"approvals/{request.reference}/send-back/"), {"reason": "No"})

    at_once(2, answer)
    request.refresh_from_db()
    assert Order.objects.count() == (1 if request.state == "approved" else 0)


def test_putting_the_same_service_from_twenty_tabs_makes_one_line() -> None:
    buying = a_buying_school()
    clients = [buying.browser(buying.buyer) for _ in range(TWENTY)]
    wanted = {"service": buying.adviser.slug, "quantity": "2"}
    at_once(TWENTY, lambda place: clients[place].post(buying.at("basket/put/"), wanted))
    assert [line.quantity for line in BasketLine.objects.all()] == [2]


KILLED = """
    import os, signal, sys
    from uuid import UUID
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {database!r}
    django.setup()
    from billing.actions import approvals, invoices, order_mail, orders
    from members.models import Organisation, Person
    from tests.billing.buying import AT

    def die(*args, **facts):
        os.kill(os.getpid(), signal.SIGKILL)

    rooms = {{"promised": orders.services, "invoiced": invoices, "recorded": orders, "confirmed": order_mail}}
    names = {{"promised": "promise_all", "invoiced": "issue_many", "recorded": "record", "confirmed": "confirm"}}
    setattr(rooms[{step!r}], names[{step!r}], die)
    approvals.approve(
        school=Organisation.objects.get(pk={school}),
        reference={reference!r},
        by=Person.objects.get(pk={approver}),
        at=AT,
    )
"""


def approve_and_die(buying: Buying, request: ApprovalRequest, step: str) -> int:
    """Approve in a process of its own that kills itself (SIGKILL) where the step would begin; its exit code."""
    program = KILLED.format(
        database=connection.settings_dict["NAME"],
        step=step,
        school=buying.school.pk,
        reference=request.reference,
        approver=buying.approver.pk,
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTEST_VERSION": "killed"}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        check=False,
        capture_output=True,
        timeout=120,
    ).returncode


@pytest.mark.parametrize("step", ["promised", "invoiced", "recorded", "confirmed"])
def test_a_kill_between_steps_leaves_nothing_and_the_next_try_is_whole(step: str) -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    before = counted()
    assert approve_and_die(buying, request, step) == -signal.SIGKILL
    assert counted() == before
    assert not Counter.objects.filter(name="invoice").exists()
    request.refresh_from_db()
    assert request.state == "waiting"
    order = buying.approve(request)
    assert order.lines.count() == Promise.objects.count() == 3
    assert [invoice.number for invoice in Invoice.objects.all()] == ["INV-000001"]
