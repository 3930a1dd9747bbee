"""Gapless numbers: taken and used in one transaction, so that a rollback gives them back."""

from __future__ import annotations

from django.db import connection


def take(name: str, count: int = 1) -> range:
    """The next `count` numbers of a series, as a range.

    Locks the series until the transaction ends: take numbers late. Raises RuntimeError outside a transaction and
    ValueError for less than one number.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside the transaction that uses them")
    if count < 1:
        raise ValueError("take at least one number")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = kernel_counter.value + EXCLUDED.value RETURNING value",
            [name, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
