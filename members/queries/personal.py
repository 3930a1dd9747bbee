"""Everything held about a person, from every floor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model

from members.models import Person
from members.ports import personal_data


def held_about(person: Person) -> dict[str, Any]:
    """What each floor holds about a person, by its name, with what would stay after an erasure and why."""
    return {
        "person": person.key,
        "held": {part.name: list(part.export(person)) for part in personal_data},
        "kept_after_erasure": {part.name: part.kept for part in personal_data if part.kept},
    }


def rows_naming(person: Person, models: Iterable[type[Model]]) -> list[dict[str, Any]]:
    """Every row of these tables that points at a person: the table, as what, and the row's own plain values.

    One SQL statement for each such column: for a copy on request, not for a page.
    """
    found = []
    for model in models:
        columns = [
            field for field in model._meta.fields if isinstance(field, ForeignKey) and field.related_model is Person
        ]
        for column in columns:
            for row in model._default_manager.filter(**{column.name: person}).order_by("pk"):
                found.append(
                    {
                        "what": str(model._meta.verbose_name),
                        "as": str(column.verbose_name),
                        "row": getattr(row, "key", f"{model._meta.label_lower}/{row.pk}"),
                        "says": _plain(row),
                    }
                )
    return found


def _plain(row: Model) -> dict[str, str]:
    """A row's own values as text, without what points elsewhere and what is empty."""
    fields = [field for field in row._meta.fields if not field.is_relation and not field.primary_key]
    values = {field.name: getattr(row, field.attname) for field in fields}
    return {name: str(value) for name, value in values.items() if value not in (None, "", [], {})}
