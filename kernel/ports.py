"""What the kernel must hear from the floors above: invariants to check and panels to show.

`config/apps.py` fills these lists at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that breaks an invariant: its text key and what is wrong with it."""

    key: str
    problem: str


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant of the books or registers: a name, a sentence that should be true, and what looks for exceptions.

    `run` returns the rows that break it; none means it holds.
    """

    name: str
    sentence: str
    run: Callable[[], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for this person, shown first on the home page."""

    title: str
    href: str
    note: str = ""
    aside: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a home page: the person's key, the role worn, the organisation's key and the day."""

    person: Any
    role: str
    organisation: Any
    on: date


@dataclass(frozen=True, slots=True)
class PanelContent:
    """What a panel shows: a template of the floor that owns it with its values, and the needs it raises."""

    title: str = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    needs: Sequence[Need] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a home page offered by a floor: for which roles, in which order, built in at most 2 SQL statements."""

    name: str
    roles: frozenset[str]
    order: int
    build: Callable[[Viewer], PanelContent | None]


checks: list[Check] = []
panels: list[Panel] = []

__all__ = ["Check", "Finding", "Need", "Panel", "PanelContent", "Viewer", "checks", "panels"]
