"""The board over time: evaluated where something changes, never day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from company.rules.board import Board
from company.rules.composition import Composition, evaluate
from company.rules.results import RuleResult, State


@dataclass(frozen=True, slots=True)
class Ahead:
    """A rule that holds today and will break on a day already known: a term ending, paid work starting."""

    on: date
    result: RuleResult

    @property
    def text(self) -> str:
        """The rule with the fact that would break it."""
        return f"{self.result.title}: {self.result.fact}"


def over(board: Board, starts_on: date, ends_on: date) -> tuple[Composition, ...]:
    """The board on every day of [starts_on, ends_on): one composition per stretch in which nothing changes.

    Each stands from its `on` until the next one's.
    """
    days = [starts_on, *(day for day in board.change_days if starts_on < day < ends_on)]
    return tuple(evaluate(board, day) for day in days)


def breaks_ahead(compositions: Sequence[Composition]) -> tuple[Ahead, ...]:
    """For each rule that holds in the first composition, the first later day on which it is broken."""
    if not compositions:
        return ()
    holding = {result.name for result in compositions[0].results if result.holds}
    found: dict[str, Ahead] = {}
    for composition in compositions[1:]:
        for result in composition.broken:
            if result.name in holding and result.name not in found:
                found[result.name] = Ahead(composition.on, result)
    return tuple(sorted(found.values(), key=lambda ahead: ahead.on))


def first_new_breaks(before: Sequence[Composition], after: Sequence[Composition]) -> tuple[Ahead, ...]:
    """The rules a change would break, each with the first day on which only the changed board breaks it.

    A rule already broken on that day without the change is not the change's fault.
    """
    found: dict[str, Ahead] = {}
    for composition in after:
        standing = _standing(before, composition.on)
        excused = {result.name for result in standing.broken} if standing else set()
        for result in composition.broken:
            if result.name not in excused and result.name not in found:
                found[result.name] = Ahead(composition.on, result)
    return tuple(sorted(found.values(), key=lambda ahead: ahead.on))


def with_warnings(today: Composition, ahead: Sequence[Ahead]) -> tuple[RuleResult, ...]:
    """Today's rules, those with a break already in sight shown as a warning with its day."""
    coming = {one.result.name: one for one in ahead}
    return tuple(_warned(result, coming.get(result.name)) for result in today.results)


def _warned(result: RuleResult, ahead: Ahead | None) -> RuleResult:
    if ahead is None or result.state is State.BROKEN:
        return result
    day = f"{ahead.on.day} {ahead.on:%B %Y}"
    return replace(
        result,
        state=State.WARNING,
        label=f"From {ahead.on.day} {ahead.on:%b}",
        working=(*result.working, f"From {day} it would be {ahead.result.fact}, and the rule would be broken."),
    )


def _standing(compositions: Sequence[Composition], on: date) -> Composition | None:
    standing = None
    for composition in compositions:
        if composition.on <= on:
            standing = composition
    return standing
