"""Numbers without gaps, also when many take them at once and some change their mind."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from kernel import counters
from kernel.models import Counter
from tests.kernel.conftest import at_once


class ChangedMind(Exception):
    """Rolls a transaction back."""


@pytest.mark.django_db
def test_numbers_follow_each_other_and_each_series_has_its_own():
    assert list(counters.take("invoice")) == [1]
    assert list(counters.take("invoice", 3)) == [2, 3, 4]
    assert list(counters.take("credit-note")) == [1]


@pytest.mark.django_db
def test_less_than_one_number_cannot_be_taken():
    with pytest.raises(ValueError, match="at least one"):
        counters.take("invoice", 0)


@pytest.mark.django_db(transaction=True)
def test_numbers_are_refused_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        counters.take("invoice")
    assert not Counter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_gives_its_numbers_back():
    with transaction.atomic():
        counters.take("invoice", 5)
    with pytest.raises(ChangedMind), transaction.atomic():
        counters.take("invoice", 7)
        raise ChangedMind
    with transaction.atomic():
        assert list(counters.take("invoice")) == [6]


@pytest.mark.django_db(transaction=True)
def test_sixteen_connections_leave_no_gap_though_every_third_rolls_back():
    kept: list[int] = []

    def work(number: int) -> None:
        for turn in range(12):
            taken: range = range(0)
            try:
                with transaction.atomic():
                    taken = counters.take("invoice", 1 + turn % 3)
                    if (number + turn) % 3 == 0:
                        raise ChangedMind
            except ChangedMind:
                continue
            kept.extend(taken)

    assert at_once(16, work) == []
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert Counter.objects.get(name="invoice").value == len(kept)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_two_takers_get_the_same_number():
    """The stepped interleaving that the lock prevents: both read before either writes."""
    other = connection.copy()
    with transaction.atomic():
        counters.take("invoice")
    try:
        with connection.cursor() as one, other.cursor() as two:
            look = "SELECT value + 1 FROM kernel_counter WHERE name = 'invoice'"
            one.execute(look)
            first = one.fetchone()
            two.execute(look)
            second = two.fetchone()
        assert first == second == (2,)
        # The same two steps through `take`: the second waits for the first, and gets the number after it.
        with transaction.atomic():
            assert list(counters.take("invoice")) == [2]
            with other.cursor() as two, pytest.raises(Exception, match="lock timeout"):
                two.execute("SET lock_timeout = '200ms'")
                two.execute("UPDATE kernel_counter SET value = value + 1 WHERE name = 'invoice'")
    finally:
        other.close()
