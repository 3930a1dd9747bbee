"""What the kernel's tests share: an actor, an instant, and a hand that reaches behind the program's back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class Clerk:
    """Somebody who acts."""

    key = "person/17"
    hat_worn = "finance_officer@organisation/2"


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def behind_the_back() -> Callable[..., None]:
    """Runs SQL with every trigger switched off, as an administrator of the database could."""

    def run(*statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                for statement in statements:
                    cursor.execute(statement)
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")

    return run


def at_once(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Runs `work(0)` … `work(count - 1)` on as many connections, all starting together; gives back what went wrong."""
    barrier = threading.Barrier(count)
    problems: list[BaseException] = []

    def run(number: int) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=30)
            work(number)
        except BaseException as problem:  # noqa: BLE001 - a thread's problem is told to the test
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems
