"""Boards in shorthand for the rules' tests: `board("4S 2G 2C 1E 2X")` is vector B01."""

from dataclasses import replace
from datetime import date

from company.rules.associations import Association
from company.rules.board import ALWAYS, Articles, Board, Director, Work
from company.states import Benefit, Capacity, Seat

OURS = "council/990"
NEIGHBOUR = "council/991"
LONG_AGO = date(2020, 9, 1)
ON = date(2026, 10, 1)
SKILLS = frozenset({"education", "finance", "legal", "HR", "digital"})

_SEATS = {
    "S": Seat.SCHOOL,
    "G": Seat.GOVERNOR,
    "C": Seat.COUNCIL,
    "E": Seat.CHIEF_EXECUTIVE,
    "X": Seat.EXTERNAL,
}


def director(ref: str, seat: Seat, **kept: object) -> Director:
    """A director of the given seat: council seats hold a serving councillor, the chief executive is executive."""
    one = Director(ref=ref, seat=seat, starts_on=LONG_AGO, name=ref)
    if seat is Seat.COUNCIL:
        one = replace(one, associations=(Association(OURS, Capacity.COUNCILLOR, date(2018, 5, 7)),))
    if seat is Seat.CHIEF_EXECUTIVE:
        one = replace(one, work=(Work(Benefit.PERSONAL),))
    return replace(one, **kept)  # type: ignore[arg-type]


def board(shorthand: str, *, executives: int | None = None, articles: Articles | None = None) -> Board:
    """A board such as "4S 2G 2C 1E 2X", chaired by its first external director, skills complete.

    `executives` makes so many of its directors executive, the chief executive first.
    """
    directors: list[Director] = []
    for part in shorthand.split():
        letter = part[-1]
        directors += [director(f"{letter}{n}", _SEATS[letter]) for n in range(1, int(part[:-1]) + 1)]
    directors = [replace(one, chairing=(ALWAYS,)) if one.ref == "X1" else one for one in directors]
    if directors:
        directors[0] = replace(directors[0], skills=SKILLS)
    if executives is not None:
        ordered = sorted(directors, key=lambda one: one.seat is not Seat.CHIEF_EXECUTIVE)
        chosen = {one.ref for one in ordered[:executives]}
        directors = [replace(one, work=(Work(Benefit.PERSONAL),) if one.ref in chosen else ()) for one in directors]
    return Board(tuple(directors), OURS, (articles or Articles(skills=SKILLS),))


def changed(known: Board, ref: str, **kept: object) -> Board:
    """The board with one director's facts replaced."""
    return replace(
        known,
        directors=tuple(replace(one, **kept) if one.ref == ref else one for one in known.directors),  # type: ignore[arg-type]
    )


B01 = board("4S 2G 2C 1E 2X")
