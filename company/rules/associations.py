"""Who is associated with a council: Local Government and Housing Act 1989 s.69(5).

The connection counts, never the seat. Only councillors have a look-back (four years); a former
officer has none, and s.69(6) (spouses, business partners, advisers) was never brought into force.
"Officer" is not defined: staff of a community school are employed by the council, so they are
read both ways and the difference is put to the company secretary.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from company.rules.terms import anniversary, in_force
from company.states import Capacity

LOOK_BACK_YEARS = 4

_LIMBS = {
    Capacity.COUNCILLOR: "s.69(5)(a)",
    Capacity.OFFICER: "s.69(5)(b)",
    Capacity.COMPANY_OFFICER: "s.69(5)(c)",
}


class Outcome(StrEnum):
    """The answer about one person: associated, not, or it depends on how "officer" is read."""

    ASSOCIATED = "associated"
    NOT_ASSOCIATED = "not associated"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Association:
    """A person's connection with one authority over [starts_on, ends_on): `ends_on` is the first day without it."""

    authority: str
    capacity: Capacity
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def free_on(self) -> date | None:
        """The first day on which a former councillor is no longer associated: four years inclusive of the anniversary.

        In office to 9 May 2024: associated through 9 May 2028, free on 10 May 2028. None while
        there is no end, and for every other capacity (no look-back).
        """
        if self.capacity is not Capacity.COUNCILLOR or self.ends_on is None:
            return None
        last_in_office = self.ends_on - timedelta(days=1)
        if (last_in_office.month, last_in_office.day) == (2, 29):
            return anniversary(last_in_office + timedelta(days=1), LOOK_BACK_YEARS)
        return anniversary(last_in_office, LOOK_BACK_YEARS) + timedelta(days=1)

    @property
    def change_days(self) -> tuple[date, ...]:
        """The days on which this connection begins, ends or stops counting."""
        return tuple(day for day in (self.starts_on, self.ends_on, self.free_on) if day is not None)


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether one person is associated with one authority on a day, both ways of reading "officer"."""

    narrow: bool
    wide: bool
    limb: str

    @property
    def outcome(self) -> Outcome:
        """One answer where the readings agree; REVIEW where they differ."""
        if self.narrow:
            return Outcome.ASSOCIATED
        return Outcome.REVIEW if self.wide else Outcome.NOT_ASSOCIATED


FREE = Reading(narrow=False, wide=False, limb="")


def read(associations: Iterable[Association], *, authority: str, employer: str = "", on: date) -> Reading:
    """Whether the holder of these connections is associated with `authority` on a day.

    Source: Local Government and Housing Act 1989 s.69(5)(a) to (d); s.69(6) is not in force.
    """
    wide = bool(authority) and employer == authority
    for one in associations:
        if one.authority != authority:
            continue
        if one.capacity is Capacity.EMPLOYEE:
            wide = wide or in_force(one.starts_on, one.ends_on, on)
        elif one.capacity in _LIMBS:
            if in_force(one.starts_on, one.ends_on, on):
                return Reading(narrow=True, wide=True, limb=_LIMBS[one.capacity])
            if _looks_back(one, on):
                return Reading(narrow=True, wide=True, limb="s.69(5)(d)")
    if wide:
        return Reading(narrow=False, wide=True, limb='"officer" is not defined in Part V')
    return FREE


def _looks_back(association: Association, on: date) -> bool:
    free_on = association.free_on
    return free_on is not None and association.ends_on is not None and association.ends_on <= on < free_on
