"""The Record: who did what, in one chain that shows what was done to it."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kernel import chain, counters
from kernel.models import Counter, Record
from kernel.money import Money
from kernel.records import SYSTEM, forget, record
from tests.kernel.conftest import NOW, at_once


def write(clerk, number: int = 1, **more):
    for n in range(1, number + 1):
        with transaction.atomic():
            record(by=clerk, at=NOW, verb="test.thing.done", subject=f"thing/{n}", amount=Money(100 * n), **more)


def problems(anchor=None) -> list[tuple[str, str]]:
    return [(fault.key, fault.problem) for fault in chain.faults(anchor)]


def keys(anchor=None) -> list[str]:
    return [key for key, _ in problems(anchor)]


@pytest.mark.django_db(transaction=True)
def test_an_entry_says_who_did_what_in_which_hat_and_on_what_authority(clerk):
    with transaction.atomic():
        record(
            by=clerk,
            at=NOW,
            verb="billing.order.placed",
            subject="order/ORD-7K3M-Q9TX",
            authority="RES-2026-004",
            gross=Money(327600),
            on=date(2026, 11, 20),
            pupils=Decimal("210.5"),
        )
    row = Record.objects.get()
    assert (row.by_key, row.hat, row.authority) == ("person/17", "finance_officer@organisation/2", "RES-2026-004")
    assert row.facts == {"gross": 327600, "on": "2026-11-20", "pupils": "210.5"}
    assert (row.position, row.previous) == (1, "")


@pytest.mark.django_db(transaction=True)
def test_the_system_signs_as_itself():
    with transaction.atomic():
        record(by=SYSTEM, at=NOW, verb="test.swept", subject="thing/1")
    assert Record.objects.get().by_key == "system"


@pytest.mark.django_db
def test_a_float_cannot_be_recorded(clerk):
    with pytest.raises(TypeError, match="cannot hold"):
        record(by=clerk, at=NOW, verb="test.thing.done", subject="thing/1", amount=1.5)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_neither_an_entry_nor_a_gap(clerk):
    write(clerk, 2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=clerk, at=NOW, verb="test.thing.done", subject="thing/9")
        _ = 1 / 0
    write(clerk, 1)
    assert list(Record.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
    assert problems() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_record SET facts = '{}'",
        "UPDATE kernel_record SET verb = 'something.else' WHERE position = 1",
        "UPDATE kernel_record SET position = 9 WHERE position = 1",
        "UPDATE kernel_record SET hash = '' WHERE position = 1",
        'UPDATE kernel_record SET personal = \'{"name": "Another"}\' WHERE position = 1',
        "DELETE FROM kernel_record WHERE position = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(clerk, statement):
    write(clerk, 2, personal={"name": "Somebody"})
    with pytest.raises(DatabaseError, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_an_altered_entry_is_found(clerk, behind_the_back):
    write(clerk, 5)
    behind_the_back("UPDATE kernel_record SET facts = '{\"amount\": 999}' WHERE position = 3")
    assert problems() == [("record/3", "was altered: it no longer matches its own hash")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "column", ["at = at + interval '1 second'", "by_key = 'person/2'", "hat = ''", "subject = 'x'"]
)
def test_every_part_of_an_entry_is_covered(clerk, behind_the_back, column):
    write(clerk, 3)
    behind_the_back(f"UPDATE kernel_record SET {column} WHERE position = 2")
    assert keys() == ["record/2"]


@pytest.mark.django_db(transaction=True)
def test_an_altered_entry_with_a_fresh_hash_breaks_the_one_after_it(clerk, behind_the_back):
    write(clerk, 4)
    behind_the_back(
        "UPDATE kernel_record SET verb = 'test.other' WHERE position = 2",
        "UPDATE kernel_record SET hash = repeat('a', 64) WHERE position = 2",
    )
    assert keys() == ["record/2", "record/3"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("where", "found"), [("= 1", "record/1"), ("= 3", "record/3"), ("= 5", "record/5")])
def test_a_removed_entry_is_found_also_the_first_and_the_last(clerk, behind_the_back, where, found):
    write(clerk, 5)
    behind_the_back(f"DELETE FROM kernel_record WHERE position {where}")
    assert problems() == [(found, "is missing")]


@pytest.mark.django_db(transaction=True)
def test_all_entries_removed_are_found(clerk, behind_the_back):
    write(clerk, 5)
    behind_the_back("DELETE FROM kernel_record")
    assert problems() == [("record/1", "is missing, and so are all up to 5")]


@pytest.mark.django_db(transaction=True)
def test_the_last_entry_removed_and_the_counter_set_back_is_found_by_the_hash_noted_elsewhere(clerk, behind_the_back):
    write(clerk, 5)
    noted = chain.head()
    behind_the_back(
        "DELETE FROM kernel_record WHERE position = 5", "UPDATE kernel_counter SET value = 4 WHERE name = 'record'"
    )
    assert problems() == []
    assert keys(noted) == ["record/5"]


@pytest.mark.django_db(transaction=True)
def test_entries_put_in_another_order_are_found(clerk, behind_the_back):
    write(clerk, 5)
    behind_the_back(
        "UPDATE kernel_record SET position = -1 WHERE position = 2",
        "UPDATE kernel_record SET position = 2 WHERE position = 4",
        "UPDATE kernel_record SET position = 4 WHERE position = -1",
    )
    assert {"record/2", "record/4"} <= set(keys())


@pytest.mark.django_db(transaction=True)
def test_an_entry_slipped_in_is_found(clerk, behind_the_back):
    write(clerk, 2)
    behind_the_back(
        "INSERT INTO kernel_record (at, by_key, hat, verb, subject, authority, facts, salt, personal_digest, previous,"
        " hash) VALUES (now(), 'person/1', '', 'test.thing.done', 'thing/3', '', '{}', '', '', '', '')"
    )
    [(key, problem)] = problems()
    assert key.startswith("record/without-place/")
    assert "slipped in" in problem


@pytest.mark.django_db(transaction=True)
def test_after_a_removal_business_goes_on_and_the_gap_still_shows(clerk, behind_the_back):
    write(clerk, 3)
    behind_the_back("DELETE FROM kernel_record WHERE position = 3")
    write(clerk, 1)
    assert problems() == [("record/3", "is missing")]


@pytest.mark.django_db(transaction=True)
def test_forgetting_a_person_leaves_the_chain_whole(clerk):
    write(clerk, 3, personal={"name": "Ada Somebody", "email": "ada@school.example"})
    before = chain.head()
    with transaction.atomic():
        assert forget("thing/2") == 1
    row = Record.objects.get(position=2)
    assert (row.personal, row.salt) == (None, "")
    assert row.personal_digest
    assert problems(before) == []


@pytest.mark.django_db(transaction=True)
def test_personal_details_rewritten_are_found(clerk, behind_the_back):
    write(clerk, 2, personal={"name": "Ada"})
    behind_the_back('UPDATE kernel_record SET personal = \'{"name": "Eve"}\' WHERE position = 1')
    assert problems() == [("record/1", "had its personal part altered")]


def test_the_same_details_have_another_digest_each_time(db, clerk):
    """Salted, so that a digest that stays cannot be guessed back into a name."""
    rows = [
        record(by=clerk, at=NOW, verb="test.thing.done", subject="thing/1", personal={"name": "Ada"}) for _ in range(2)
    ]
    assert rows[0].personal_digest != rows[1].personal_digest


@pytest.mark.django_db(transaction=True)
def test_the_command_says_the_record_is_whole_and_where_it_ends(clerk):
    write(clerk, 3)
    out = StringIO()
    call_command("verify_record", stdout=out)
    assert "whole: 3 entries" in out.getvalue()
    assert str(chain.head()) in out.getvalue()
    call_command("verify_record", "--anchor", str(chain.head()), stdout=out)


@pytest.mark.django_db(transaction=True)
def test_the_command_names_what_is_broken_and_fails(clerk, behind_the_back):
    write(clerk, 3)
    behind_the_back("UPDATE kernel_record SET subject = 'x' WHERE position = 2")
    out = StringIO()
    with pytest.raises(CommandError, match="broken in 1 place") as problem:
        call_command("verify_record", stdout=out)
    assert problem.value.returncode == 1
    assert out.getvalue() == "record/2 was altered: it no longer matches its own hash\n"


def test_the_command_refuses_an_anchor_it_cannot_read(db):
    with pytest.raises(CommandError, match="not a place and a hash") as problem:
        call_command("verify_record", "--anchor", "yesterday")
    assert problem.value.returncode == 2


def crowd(clerk, seconds: float) -> None:
    """Sixteen writers for a while: each entry beside another lock, some rolled back, some two to a transaction."""
    end = time.monotonic() + seconds

    def work(number: int) -> None:
        turn = 0
        while time.monotonic() < end:
            turn += 1
            try:
                with transaction.atomic():
                    record(by=clerk, at=NOW + timedelta(seconds=turn), verb="test.written", subject=f"thing/{number}")
                    if turn % 3 == 0:
                        counters.take("invoice")
                    if turn % 4 == 0:
                        record(by=clerk, at=NOW, verb="test.written", subject=f"thing/{number}", turn=turn)
                    if turn % 5 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass

    assert at_once(16, work) == []
    written = Record.objects.count()
    assert written > 100
    assert Counter.objects.get(name="record").value == written
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_make_one_chain_without_a_deadlock(clerk):
    crowd(clerk, 4)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_for_a_minute_make_one_chain_without_a_deadlock(clerk):
    crowd(clerk, 60)


# The control: what the lock on the counter is for. The same trigger, but looking for the last place instead of
# taking one, stepped through two connections.
WITHOUT_LOCK = """
    CREATE FUNCTION unlocked_place() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last kernel_record;
    BEGIN
        SELECT * INTO last FROM kernel_record WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1;
        UPDATE kernel_record SET position = COALESCE(last.position, 0) + 1, previous = COALESCE(last.hash, ''),
            hash = md5(random()::text) WHERE id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER unlocked AFTER INSERT ON kernel_record DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION unlocked_place();
"""
INSERT = (
    "INSERT INTO kernel_record"
    " (at, by_key, hat, verb, subject, authority, facts, salt, personal_digest, previous, hash)"
    " VALUES (now(), 'person/1', '', 'test.written', 'thing/1', '', '{}', '', '', '', '')"
)


def step(cursor) -> None:
    """Write an entry and take its place, but do not commit yet: the pause point inside the lock."""
    cursor.execute("BEGIN")
    cursor.execute("SET LOCAL lock_timeout = '300ms'")
    cursor.execute(INSERT)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def two_writers():
    one, two = connection.copy(), connection.copy()
    with one.cursor() as first, two.cursor() as second:
        yield first, second
    one.close()
    two.close()


@pytest.mark.django_db(transaction=True)
def test_a_second_writer_waits_while_the_first_holds_its_place(clerk, two_writers):
    first, second = two_writers
    write(clerk, 1)
    step(first)
    with pytest.raises(DatabaseError, match="lock timeout"):
        step(second)
    second.execute("ROLLBACK")
    first.execute("COMMIT")
    step(second)
    second.execute("COMMIT")
    assert problems() == []


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_same_steps_fork_the_chain(clerk, two_writers):
    first, second = two_writers
    write(clerk, 1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_record DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE kernel_record DROP CONSTRAINT kernel_record_position_key")
        cursor.execute(WITHOUT_LOCK)
    try:
        step(first)
        step(second)
        first.execute("COMMIT")
        second.execute("COMMIT")
        assert list(Record.objects.order_by("id").values_list("position", flat=True)) == [1, 2, 2]
        assert problems() != []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER unlocked ON kernel_record")
            cursor.execute("DROP FUNCTION unlocked_place()")
            cursor.execute("TRUNCATE kernel_record")
            cursor.execute("ALTER TABLE kernel_record ADD CONSTRAINT kernel_record_position_key UNIQUE (position)")
            cursor.execute("ALTER TABLE kernel_record ENABLE TRIGGER USER")
