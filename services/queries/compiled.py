"""Building a statement once and asking it many times.

The ORM takes longer to write the catalogue's statement than the database to answer it. So the statement is built once
for each shape of question, with stand-ins for what differs, and asked again with the real values in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from members import public as members
from services.models import Service

# Values that nobody asks for: each stands for one that differs from question to question.
DAY = date(1066, 10, 14)
SCHOOL = -1066
AREA, TEXT, GROUP, PHASE, KIND, SLUG = (f"\ue000{name}" for name in ("area", "text", "group", "phase", "kind", "slug"))
SOME_SCHOOL = members.Organisation(pk=SCHOOL, la_code=AREA)

Shape = tuple[Any, ...]


def rows(
    shape: Shape, build: Callable[..., QuerySet[Any]], values: Mapping[Any, Any], limit: int, offset: int = 0
) -> Iterator[Any]:
    """The rows of the statement that `build(*shape)` describes, with each stand-in replaced by its value.

    Rows are services with the statement's other columns as attributes.
    """
    sql, params = _statement(build, shape)
    return iter(
        Service.objects.raw(f"{sql} LIMIT %s OFFSET %s", [*(_real(one, values) for one in params), limit, offset])
    )


def values_for(on: date, school: members.Organisation | None) -> dict[Any, Any]:
    """The values of the stand-ins that every question has."""
    values: dict[Any, Any] = {DAY: on}
    if school is not None:
        values |= {SCHOOL: school.pk, AREA: school.la_code}
    return values


@lru_cache(maxsize=512)
def _statement(build: Callable[..., QuerySet[Any]], shape: Shape) -> tuple[str, tuple[Any, ...]]:
    sql, params = build(*shape).query.sql_with_params()
    return sql, tuple(params)


def _real(param: Any, values: Mapping[Any, Any]) -> Any:
    if isinstance(param, list):
        return [_real(one, values) for one in param]
    return values.get(param, param)
