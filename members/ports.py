"""What the members' floor must hear from the floors above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from members.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Hat:
    """A role a person may act in on a day, at an organisation: from an appointment, or read from another register."""

    role: str
    label: str
    organisation: Organisation

    @property
    def key(self) -> str:
        """Text form for the session and the Record: `finance_officer@organisation/2`."""
        return f"{self.role}@{self.organisation.key}"


hat_sources: list[Callable[[Person, date], Iterable[Hat]]] = []


def _nothing_erased(person: Person, at: datetime) -> str:
    return "nothing of it names the person but the account"


def _needs_no_name(person: Person) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a floor holds about people, and how it gives it out and forgets it.

    `export` gives every row about a person as plain values. `erase` forgets what may be forgotten, inside the
    caller's transaction, and answers with what it did in a sentence; `kept` says what must stay, and why (statutory
    registers and the books are restricted, not erased). `needs_name` gives the law by which even the name must stay,
    where this person stands in a register that has to show it, otherwise nothing.
    """

    name: str
    export: Callable[[Person], Sequence[dict[str, Any]]]
    erase: Callable[[Person, datetime], str] = _nothing_erased
    kept: str = ""
    needs_name: Callable[[Person], str] = _needs_no_name


personal_data: list[PersonalData] = []
