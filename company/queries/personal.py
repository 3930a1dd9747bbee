"""What the boardroom holds about people: statutory registers and minutes, which are restricted and not erased."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from company.models import Directorship
from members.public import Person, PersonalData, rows_naming


def held(person: Person) -> list[dict[str, Any]]:
    """Every row of this floor that names a person."""
    return rows_naming(person, apps.get_app_config("company").get_models())


def register_needs_name(person: Person) -> str:
    """The law by which a director's name stays in the register, also after the office has ended."""
    is_listed = Directorship.objects.filter(person=person).exists()
    return "the register of directors shows who held office (Companies Act 2006 s.162)" if is_listed else ""


PERSONAL_DATA = PersonalData(
    name="board",
    export=held,
    kept="terms, interests, attendance and votes: the registers and minutes of the company (Companies Act 2006 s.162,"
    " s.177, s.248), for at least ten years",
    needs_name=register_needs_name,
)
