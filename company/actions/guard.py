"""What every change of the board passes through: looked at before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from django.db import connection, transaction

from company.models import AcceptedBreach
from company.queries.boards import known_board
from company.rules.board import Board
from company.rules.lawful_changes import Excuse, new_breaks, require
from company.rules.outlook import Ahead
from kernel import clock
from kernel.records import Actor, Keyed, record
from members.public import Person

Saved = TypeVar("Saved", bound=Keyed)

BOARD_LOCK = 7_110_001


def person_or_none(by: Actor) -> Person | None:
    """Whoever acts as a person; nobody where the system acts."""
    return by if isinstance(by, Person) else None


def guarded(change: Callable[[], Saved], *, on: date, excuse: Excuse | None, by: Actor, at: datetime) -> Saved:
    """Make a change to the registers and keep it only if the board stays lawful, or an excuse is given.

    It looks at the day of the change, or today where that is past, and every later day already known.
    Two changes at once are looked at one after the other: each alone may be lawful and both together not.
    Refuses with WouldBreakRules or CureTooEarly; the caller's transaction then takes everything back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOARD_LOCK])
    before = known_board()
    saved = change()
    breaks = new_breaks(before, known_board(), max(on, clock.day_of(at)))
    require(breaks, excuse)
    if breaks and excuse is not None:
        _accept(saved, breaks, excuse, by=by, at=at)
    return saved


def look(act: Callable[[Excuse], object]) -> tuple[Board, Board]:
    """The board before and after an action, found by doing it and taking it back: nothing is saved.

    The action is given an excuse, so that what it would break is seen and not refused; its other refusals are raised.
    """
    with transaction.atomic():
        before = known_board()
        act(Excuse("only looking", date.max))
        after = known_board()
        transaction.set_rollback(True)
    return before, after


def _accept(saved: Keyed, breaks: tuple[Ahead, ...], excuse: Excuse, *, by: Actor, at: datetime) -> None:
    breach = AcceptedBreach.objects.create(
        subject=saved.key,
        rules=[one.result.name for one in breaks],
        breaks_on=breaks[0].on,
        reason=excuse.reason.strip(),
        cure_by=excuse.cure_by,
        recorded_by=person_or_none(by),
        recorded_at=at,
    )
    record(
        by=by,
        at=at,
        verb="company.breach.accepted",
        subject=saved.key,
        breach=breach.key,
        rules=breach.rules,
        breaks_on=breach.breaks_on,
        cure_by=breach.cure_by,
    )
