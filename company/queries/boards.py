"""The board as the rules take it, read from the registers in a fixed number of SQL statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from company.models import Articles, Association, Chairmanship, Directorship, PaidWork
from company.rules import board as rules
from company.rules import outlook
from company.rules.associations import Association as Connection
from company.rules.composition import Composition, evaluate
from company.states import Benefit, Capacity, Seat
from members import public as members

COUNCIL_QUERIES = 6


def known_board() -> rules.Board:
    """The board as far as it is known: every term past, present and to come; six SQL statements.

    Ask it `on(day)`, or give it to a rule with the day.
    """
    chairing: dict[int, list[rules.Stretch]] = defaultdict(list)
    for chair in Chairmanship.objects.all():
        chairing[chair.directorship_id].append(rules.Stretch(chair.starts_on, chair.ends_on))
    work: dict[int, list[rules.Work]] = defaultdict(list)
    for paid in PaidWork.objects.all():
        work[paid.person_id].append(
            rules.Work(Benefit(paid.benefit), rules.Stretch(paid.starts_on, paid.ends_on)),
        )
    connections: dict[int, list[Connection]] = defaultdict(list)
    for one in Association.objects.select_related("authority"):
        connections[one.person_id].append(
            Connection(one.authority.key, Capacity(one.capacity), one.starts_on, one.ends_on)
        )
    directors = tuple(
        rules.Director(
            ref=row.person.key,
            seat=Seat(row.seat),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            name=row.person.name,
            chairing=tuple(chairing[row.pk]),
            work=tuple(work[row.person_id]),
            associations=tuple(connections[row.person_id]),
            skills=frozenset(row.skills),
            term=row.term,
        )
        for row in Directorship.objects.select_related("person").order_by("starts_on", "pk")
    )
    versions = tuple(row.as_rule() for row in Articles.objects.order_by("starts_on"))
    return rules.Board(directors, members.the_council().key, versions or (rules.Articles(),))


def board_on(day: date) -> rules.Board:
    """The board as it stands on a day: the directors in office and the articles in force, in six SQL statements."""
    board = known_board()
    return rules.Board(board.on(day), board.authority, (board.articles_on(day),))


def check_board(day: date) -> Composition:
    """Whether the board is lawfully composed on a day, rule by rule."""
    return evaluate(known_board(), day)


def breaks_ahead(board: rules.Board, on: date, until: date) -> tuple[outlook.Ahead, ...]:
    """The rules that hold on a day and are known to break before another."""
    return outlook.breaks_ahead(outlook.over(board, on, until))
