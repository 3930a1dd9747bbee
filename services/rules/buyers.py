"""Who asks for a price: the facts about a school that a price rule may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Standing(StrEnum):
    """How a school stands to the company on a day; the price may depend on it."""

    MEMBER = "member"
    IN_AREA = "in_area"
    OUT_OF_AREA = "out_of_area"


class Phase(StrEnum):
    """The kind of school that prices and offers speak of."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    ALL_THROUGH = "all_through"
    SPECIAL = "special"
    ALTERNATIVE = "alternative"
    COLLEGE = "college"


class Funding(StrEnum):
    """Whose school it is: the council maintains it, a trust runs it, or neither."""

    MAINTAINED = "maintained"
    ACADEMY = "academy"
    OTHER = "other"


PHASES = tuple(Phase)
FUNDINGS = tuple(Funding)

# The official establishment type codes whose phase follows from the type, not from its own field.
_SPECIAL = frozenset({7, 8, 10, 12, 32, 33, 36, 44})
_ALTERNATIVE = frozenset({14, 38, 42, 43})
_NURSERY = frozenset({15})
_COLLEGE = frozenset({18, 39, 45, 46})
_ACADEMY = frozenset({6, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44, 45, 46})
_BY_PHASE_CODE = {
    1: Phase.NURSERY,
    2: Phase.PRIMARY,
    3: Phase.PRIMARY,
    4: Phase.SECONDARY,
    5: Phase.SECONDARY,
    6: Phase.COLLEGE,
    7: Phase.ALL_THROUGH,
}


def phase_of(*, type_code: int | None, phase_code: int | None) -> Phase | None:
    """The phase of a school from its official type and phase codes; None where they tell nothing.

    A middle school counts as it is deemed. Special schools, alternative provision and
    colleges are known by their type: their phase field says "not applicable".
    """
    if type_code in _SPECIAL:
        return Phase.SPECIAL
    if type_code in _ALTERNATIVE:
        return Phase.ALTERNATIVE
    if type_code in _NURSERY:
        return Phase.NURSERY
    if type_code in _COLLEGE:
        return Phase.COLLEGE
    return None if phase_code is None else _BY_PHASE_CODE.get(phase_code)


def funding_of(*, type_code: int | None, is_maintained: bool) -> Funding:
    """Whose school it is, from its official type code."""
    if is_maintained:
        return Funding.MAINTAINED
    return Funding.ACADEMY if type_code in _ACADEMY else Funding.OTHER


@dataclass(frozen=True, slots=True)
class Buyer:
    """What a price may depend on. Pupils are full-time equivalents to one place, or not known."""

    standing: Standing
    pupils: Decimal | None = None
    pupils_counted_on: date | None = None
    pupils_source: str = ""
    phase: Phase | None = None
    funding: Funding = Funding.OTHER
    school_type: str = ""
    sixth_form: bool = False
