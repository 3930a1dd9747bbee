"""What the page about the board shows, for any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from company.queries.boards import breaks_ahead, known_board
from company.rules.board import Board, Director
from company.rules.composition import Composition, evaluate
from company.rules.outlook import Ahead, with_warnings
from company.rules.results import RuleResult, State, number_word
from company.rules.what_if import departures
from company.states import Seat
from kernel.charts import Bench, Chart, seats
from kernel.charts import Seat as Place
from kernel.periods import ONE_DAY, add_years

BENCHES = (
    (Seat.SCHOOL, "S", 1),
    (Seat.GOVERNOR, "G", 3),
    (Seat.COUNCIL, "C", 2),
    (Seat.CHIEF_EXECUTIVE, "E", 4),
    (Seat.EXTERNAL, "X", 5),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a what-if table: the step, the board after it, and the finding about it."""

    label: str
    composition: Composition

    @property
    def state(self) -> str:
        """The badge's state."""
        if not self.composition.holds:
            return State.BROKEN.value
        return State.WARNING.value if self.composition.headroom == 0 else State.HOLDS.value

    @property
    def finding(self) -> str:
        """The badge's words."""
        count = len(self.composition.broken)
        if count:
            return f"Breaks {number_word(count)} rule{'' if count == 1 else 's'}"
        return "No headroom" if self.composition.headroom == 0 else "Holds"


@dataclass(frozen=True, slots=True)
class Ending:
    """A director whose days in office are numbered: who, their last day, and their page."""

    name: str
    last_day: date
    href: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board on a day: the finding, the drawing, every rule, what is coming, and what a departure would do."""

    on: date
    composition: Composition
    rules: tuple[RuleResult, ...]
    ahead: tuple[Ahead, ...]
    chart: Chart
    departures: tuple[Row, ...]
    seat: Seat
    ending: tuple[Ending, ...]

    @property
    def title(self) -> str:
        """The finding."""
        size, count = self.composition.size, len(self.composition.broken)
        directors = f"{size} director{'' if size == 1 else 's'}"
        if not count:
            until = f" until {_said(self.ahead[0].on)}" if self.ahead else ""
            return f"{directors}, lawfully composed{until}"
        return f"{directors}, and {number_word(count)} rule{' is' if count == 1 else 's are'} broken"

    @property
    def coming(self) -> str:
        """What is known to change, in a sentence."""
        if not self.ahead:
            return "Nothing known in the year ahead changes that." if self.composition.holds else ""
        count = number_word(len(self.ahead))
        more = "" if self.composition.holds else " more"
        rules = "rule breaks" if len(self.ahead) == 1 else "rules break"
        return f"Unless something is done, {count}{more} {rules} from {_said(self.ahead[0].on)}."


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def board_page(on: date, seat: Seat = Seat.SCHOOL) -> BoardPage:
    """The page for one day; two SQL statements."""
    return page_of(known_board(), on, seat)


def page_of(board: Board, on: date, seat: Seat = Seat.SCHOOL) -> BoardPage:
    """The page about a board that has been read."""
    composition = evaluate(board, on)
    ahead = breaks_ahead(board, on, add_years(on, 1)) if on.year < date.max.year else ()
    leaving = departures(board, seat, on)
    labels = ("One leaves", "Two leave", "Three leave")
    rows = (
        Row("Nobody leaves", composition),
        *(Row(label, step.composition) for label, step in zip(labels, leaving, strict=False)),
    )
    return BoardPage(
        on, composition, with_warnings(composition, ahead), ahead, seat_chart(board, on), rows, seat, _ending(board, on)
    )


def _ending(board: Board, on: date) -> tuple[Ending, ...]:
    """Directors in office whose last day lies within a year, the nearest first."""
    until = add_years(on, 1) if on.year < date.max.year else date.max
    ends = [(one.out_on - ONE_DAY, one) for one in board.on(on) if one.out_on is not None and one.out_on <= until]
    return tuple(
        Ending(one.name, day, _page_of(one)) for day, one in sorted(ends, key=lambda end: (end[0], end[1].name))
    )


def _page_of(director: Director) -> str:
    return reverse("company:director", args=[director.ref.partition("/")[2]])


def seat_chart(board: Board, on: date) -> Chart:
    """The seats of a day as a half-ring, with the council's share as the finding."""
    sitting = board.on(on)
    benches = [
        Bench(seat.label, letter, category, [_place(one, on) for one in sitting if one.seat is seat])
        for seat, letter, category in BENCHES
    ]
    composition = evaluate(board, on)
    return seats(f"Associated with the council: {composition.council_share}", [one for one in benches if one.seats])


def _place(director: Director, on: date) -> Place:
    return Place(
        director.name,
        "chair" if director.is_chair(on) else "",
        _page_of(director),
    )
