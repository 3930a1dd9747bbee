"""What the members' floor must hear from the floors above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

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
