"""Numbers without a gap: fifty invoices through sixteen connections, with some that fail, and the lock left out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import Max, Model

from billing.actions import invoices
from billing.models import Invoice, InvoiceLine, Journal
from billing.queries.checks import checks
from kernel.models import Counter
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import AT, COURSE, MEMBERSHIP

pytestmark = pytest.mark.django_db(transaction=True)

CONNECTIONS, INVOICES = 16, 50


class Changed(Exception):
    """Somebody thinks better of it after the number was taken."""


def at_once(work: Callable[[int], None]) -> None:
    """Run the work through sixteen connections that wait for each other at a barrier."""
    barrier, troubles = Barrier(CONNECTIONS), []

    def run(place: int) -> None:
        try:
            barrier.wait()
            work(place)
        except Exception as trouble:  # noqa: BLE001 - shown by the test
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def orders(count: int) -> list[list[int]]:
    """The charges of as many orders."""
    return [build.charges(build.order(MEMBERSHIP, COURSE)) for _ in range(count)]


def places() -> list[int]:
    return list(Invoice.objects.order_by("place").values_list("place", flat=True))


def broken() -> list[str]:
    return [check.name for check in checks() if check.run()]


def test_fifty_invoices_through_sixteen_connections_are_numbered_1_to_50() -> None:
    waiting = orders(INVOICES)

    def issue(place: int) -> None:
        for charges in waiting[place::CONNECTIONS]:
            invoices.issue_many(charges, by=SYSTEM, at=AT)

    at_once(issue)
    assert places() == list(range(1, INVOICES + 1))
    assert broken() == []


def test_a_number_taken_by_one_who_thought_better_of_it_is_used_by_the_next() -> None:
    waiting = orders(INVOICES)

    def issue(place: int) -> None:
        for charges in waiting[place::CONNECTIONS]:
            try:
                with transaction.atomic():
                    invoices.issue_many(charges, by=SYSTEM, at=AT)
                    if charges[0] % 3 == 0:
                        raise Changed
            except Changed:
                pass

    at_once(issue)
    kept = sum(charges[0] % 3 != 0 for charges in waiting)
    assert places() == list(range(1, kept + 1))
    assert Counter.objects.get(name="invoice").value == kept
    assert broken() == []


def test_sixteen_runs_over_the_same_orders_invoice_each_once() -> None:
    everything = [charge for charges in orders(10) for charge in charges]

    def issue(_: int) -> None:
        invoices.issue_many(everything, by=SYSTEM, at=AT)

    at_once(issue)
    assert places() == list(range(1, 11))
    assert (InvoiceLine.objects.count(), Journal.objects.count()) == (20, 10)


def test_without_the_counters_lock_two_take_the_same_number_and_the_database_refuses_the_second() -> None:
    """The negative control: two connections in steps, reading the last number instead of locking the counter."""
    [model] = invoices.issue_many(build.charges(build.order(COURSE)), by=SYSTEM, at=AT)
    line = model.lines.get()
    both_have_read = Barrier(2)
    refused: list[str] = []

    def take_without_lock(number: str, charge: int) -> None:
        try:
            with transaction.atomic():
                last = Invoice.objects.aggregate(last=Max("place"))["last"]
                both_have_read.wait()
                again(model, number=number, place=last + 1)
                again(line, invoice_id=Invoice.objects.get(number=number).pk, charge_id=charge)
        except IntegrityError as trouble:
            refused.append(str(trouble))
        finally:
            connections.close_all()

    wanted = [("INV-A", *build.charges(build.order(COURSE))), ("INV-B", *build.charges(build.order(COURSE)))]
    threads = [Thread(target=take_without_lock, args=each) for each in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [sentence] = refused
    assert "a_document_has_its_own_place_in_its_series" in sentence
    assert places() == [1, 2]


def again(row: Model, **changes: Any) -> None:
    """Insert a copy of a row, whatever the actions would say."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    type(row)(**{**values, "id": None, **changes}).save(force_insert=True)
