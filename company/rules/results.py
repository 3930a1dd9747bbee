"""What a rule answers: whether it holds, by which fact, against which limit, on whose authority."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The three states a rule may be in; nothing on a page has a fourth."""

    HOLDS = "holds"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule asked once: its outcome and how we know.

    `holds` is the law's answer; `state` also knows "holds, but look": a gap in skills or an
    unsettled reading is a warning and still holds.
    """

    name: str
    title: str
    state: State
    fact: str
    limit: str
    source: str
    working: tuple[str, ...] = ()
    label: str = ""

    @property
    def holds(self) -> bool:
        """Whether the rule is kept; a warning is kept."""
        return self.state is not State.BROKEN

    @property
    def badge(self) -> str:
        """The word in the coloured badge."""
        return self.label or {"holds": "Holds", "warning": "Look", "broken": "Broken"}[self.state]


def answer(holds: bool) -> State:
    """Turn an inequality's answer into a state."""
    return State.HOLDS if holds else State.BROKEN


def share(part: int, whole: int) -> str:
    """A share as text with one decimal, "15.4 %"; two where one would hide which side of a whole number it is on.

    4 of 21 is "19.05 %": written "19.0 %" it would look as if it kept a limit of 19 %.
    """
    if whole <= 0:
        return "0.0 %"
    tenths = (2000 * part + whole) // (2 * whole)
    if tenths % 10 == 0 and tenths * whole != 1000 * part:
        hundredths = (20_000 * part + whole) // (2 * whole)
        return f"{hundredths // 100}.{hundredths % 100:02d} %"
    return f"{tenths // 10}.{tenths % 10} %"


def of(part: int, whole: int) -> str:
    """A fact as a page says it: "2 of 13 · 15.4 %"."""
    return f"{part} of {whole} · {share(part, whole)}"


def number_word(count: int) -> str:
    """Small numbers in words, for running text: "three"."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[count] if 0 <= count < len(words) else str(count)
