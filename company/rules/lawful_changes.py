"""No change that breaks a rule is saved by accident: today, or on any day already known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from company.rules.board import Board
from company.rules.outlook import Ahead, first_new_breaks, over
from kernel.refusal import Refusal


class WouldBreakRules(Refusal):
    """The change would break rules of composition and no reason and cure date were given."""

    rule = "The board is lawfully composed at any time: after every change, and on every day already known."
    forward = "Choose another day or another order of steps, or give the reason and the day by which it will be cured."

    def __init__(self, sentence: str, *, breaks: Sequence[Ahead] = ()) -> None:
        super().__init__(sentence)
        self.breaks = tuple(breaks)


class CureTooEarly(Refusal):
    """The cure date lies before the day of the breach."""

    rule = "A breach is cured after it has begun."
    forward = "Give a day after the breach begins."


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a breach is accepted, and by when it will be cured."""

    reason: str
    cure_by: date


def new_breaks(before: Board, after: Board, on: date) -> tuple[Ahead, ...]:
    """The rules that only the changed board breaks, on the day of the change or on any later day already known.

    Source: founding facts S3-27 and S3-28; "at any time" means after every event, also one to come.
    """
    return first_new_breaks(over(before, on, date.max), over(after, on, date.max))


def require(breaks: Sequence[Ahead], excuse: Excuse | None) -> None:
    """Refuse with WouldBreakRules when something would break and nobody said why, or CureTooEarly."""
    if not breaks:
        return
    if excuse is None or not excuse.reason.strip():
        told = "; ".join(f"{one.result.title.lower()} ({one.result.fact})" for one in breaks)
        on = breaks[0].on
        raise WouldBreakRules(f"From {on.day} {on:%B %Y} this would break: {told}.", breaks=breaks)
    if excuse.cure_by < breaks[0].on:
        raise CureTooEarly("The cure date is before the day on which the rule would break.", field="cure_by")
