"""What would happen: named persons joining or leaving, one step after the other.

"At any time" means after every event, so each step is asked, not only the last: a board of 11
with two council directors breaks the cap when a third joins first and a school director second.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from company.rules.board import Board, Director, Stretch
from company.rules.composition import Composition, evaluate
from company.states import Seat
from kernel.refusal import Refusal


class NotOnTheBoard(Refusal):
    """Somebody who is not a director on the day cannot leave the board or take the chair."""

    rule = "Only a director in office can leave or take the chair."
    forward = "Choose somebody from the register of directors as it stands on that day."


class AlreadyOnTheBoard(Refusal):
    """Somebody who is a director on the day cannot be appointed again."""

    rule = "One person holds one directorship at a time."
    forward = "End the present directorship first, or choose a later day."


@dataclass(frozen=True, slots=True)
class Join:
    """A person joins the board."""

    director: Director

    @property
    def label(self) -> str:
        """The step in words."""
        seat = self.director.seat.label.lower()
        return f"{self.director.name or self.director.ref} joins ({seat})"


@dataclass(frozen=True, slots=True)
class Leave:
    """A director leaves: the day asked is the first day without them."""

    ref: str
    name: str = ""

    @property
    def label(self) -> str:
        """The step in words."""
        return f"{self.name or self.ref} leaves"


@dataclass(frozen=True, slots=True)
class TakeChair:
    """A director takes the chair from whoever holds it."""

    ref: str
    name: str = ""

    @property
    def label(self) -> str:
        """The step in words."""
        return f"{self.name or self.ref} takes the chair"


Step = Join | Leave | TakeChair


@dataclass(frozen=True, slots=True)
class StepResult:
    """The board as it would be after one step."""

    label: str
    board: Board
    composition: Composition


def change(board: Board, step: Step, on: date) -> Board:
    """The board with one step taken on the day.

    Refuses with NotOnTheBoard or AlreadyOnTheBoard.
    """
    match step:
        case Join(director):
            if any(one.ref == director.ref for one in board.on(on)):
                raise AlreadyOnTheBoard(f"{director.name or director.ref} is a director on that day already.")
            return replace(board, directors=(*board.directors, director))
        case Leave(ref):
            _present(board, ref, on)
            return _each(board, lambda one: replace(one, ends_on=on) if one.ref == ref and one.in_office(on) else one)
        case TakeChair(ref):
            _present(board, ref, on)
            return _each(board, lambda one: _chairing(one, on, takes=one.ref == ref))


def what_if(board: Board, steps: Sequence[Step], on: date) -> tuple[StepResult, ...]:
    """Every step's result in order; each is the composition of the board changed so far.

    Source: the articles' figures apply "at any time", so a resignation is a step like any other.
    """
    results = []
    for step in steps:
        board = change(board, step, on)
        results.append(StepResult(step.label, board, evaluate(board, on)))
    return tuple(results)


def departures(board: Board, seat: Seat, on: date, most: int = 3) -> tuple[StepResult, ...]:
    """What if directors of one seat resigned, one after the other, none of them associated with the council."""
    leaving = [one for one in board.on(on) if one.seat is seat and not one.reading(board.authority, on).narrow][:most]
    return what_if(board, [Leave(one.ref, one.name) for one in leaving], on)


def _present(board: Board, ref: str, on: date) -> None:
    if not any(one.ref == ref for one in board.on(on)):
        raise NotOnTheBoard(f"{ref} is not a director on that day.")


def _each(board: Board, changed: Callable[[Director], Director]) -> Board:
    return replace(board, directors=tuple(changed(one) for one in board.directors))


def _chairing(one: Director, on: date, *, takes: bool) -> Director:
    until = tuple(_cut(stretch, on) for stretch in _before(one.chairing, on))
    if takes and one.in_office(on):
        return replace(one, chairing=(*until, Stretch(on)))
    return replace(one, chairing=until)


def _before(stretches: Iterable[Stretch], on: date) -> list[Stretch]:
    return [one for one in stretches if one.starts_on is None or one.starts_on < on]


def _cut(stretch: Stretch, on: date) -> Stretch:
    ends_on = on if stretch.ends_on is None else min(stretch.ends_on, on)
    return replace(stretch, ends_on=ends_on)
