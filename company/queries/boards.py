"""The board as the rules take it, read from the registers in two SQL statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from company.models import Articles, Association, Chairmanship, Directorship, PaidWork
from company.rules import board as rules
from company.rules import outlook
from company.rules.associations import Association as Connection
from company.rules.composition import Composition, evaluate
from company.states import Benefit, Capacity, Seat
from members import public as members

DAYS = {"starts_on": "starts_on", "ends_on": "ends_on"}


def known_board() -> rules.Board:
    """The board as far as it is known: every term past, present and to come; two SQL statements.

    Ask it `on(day)`, or give it to a rule with the day. `authority` is the council's primary key as text.
    """
    directors = tuple(_director(row) for row in _terms())
    council = members.Organisation.objects.filter(kind=members.OrganisationKind.COUNCIL).order_by("pk")
    rows = list(Articles.objects.order_by("starts_on").annotate(council=Subquery(council.values("pk")[:1])))
    if not rows:
        return rules.Board(directors, str(members.the_council().pk))
    return rules.Board(directors, str(rows[0].council), tuple(row.as_rule() for row in rows))


def _terms() -> QuerySet[Directorship, dict[str, Any]]:
    """Every term with the person's name and, as JSON, the chairs held, connections and work; one SQL statement."""
    chairs = Chairmanship.objects.filter(directorship=OuterRef("pk"))
    work = PaidWork.objects.filter(person=OuterRef("person"))
    connections = Association.objects.filter(person=OuterRef("person"))
    found: QuerySet[Directorship, dict[str, Any]] = (
        Directorship.objects.order_by("starts_on", "pk")
        .annotate(
            chairs=ArraySubquery(chairs.values(found=JSONObject(**DAYS))),
            work=ArraySubquery(work.values(found=JSONObject(benefit="benefit", **DAYS))),
            connections=ArraySubquery(
                connections.values(found=JSONObject(authority="authority_id", capacity="capacity", **DAYS))
            ),
        )
        .values(
            *("person", "person__name", "seat", "starts_on", "ends_on", "skills", "term"),
            *("chairs", "work", "connections"),
        )
    )
    return found


def _director(row: dict[str, Any]) -> rules.Director:
    return rules.Director(
        ref=f"person/{row['person']}",
        seat=Seat(row["seat"]),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        name=row["person__name"],
        chairing=tuple(rules.Stretch(*_days(one)) for one in row["chairs"]),
        work=tuple(rules.Work(Benefit(one["benefit"]), rules.Stretch(*_days(one))) for one in row["work"]),
        associations=tuple(
            Connection(str(one["authority"]), Capacity(one["capacity"]), *_days(one)) for one in row["connections"]
        ),
        skills=frozenset(row["skills"]),
        term=row["term"],
    )


def _days(found: dict[str, Any]) -> tuple[date | None, date | None]:
    """Days as JSON gives them back."""
    first, last = found["starts_on"], found["ends_on"]
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def board_on(day: date) -> rules.Board:
    """The board as it stands on a day: the directors in office and the articles in force, in two SQL statements."""
    board = known_board()
    return rules.Board(board.on(day), board.authority, (board.articles_on(day),))


def check_board(day: date) -> Composition:
    """Whether the board is lawfully composed on a day, rule by rule."""
    return evaluate(known_board(), day)


def breaks_ahead(board: rules.Board, on: date, until: date) -> tuple[outlook.Ahead, ...]:
    """The rules that hold on a day and are known to break before another."""
    return outlook.breaks_ahead(outlook.over(board, on, until))
