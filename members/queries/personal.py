"""Everything held about a person, from every floor."""

from __future__ import annotations

from typing import Any

from members.models import Person
from members.ports import personal_data


def held_about(person: Person) -> dict[str, Any]:
    """What each floor holds about a person, by its name, with what would stay after an erasure and why."""
    return {
        "person": person.key,
        "held": {part.name: list(part.export(person)) for part in personal_data},
        "kept_after_erasure": {part.name: part.kept for part in personal_data if part.kept},
    }
