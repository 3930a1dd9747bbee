"""What the catalogue's floor holds about people."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from members.public import Person, PersonalData, rows_naming


def held(person: Person) -> list[dict[str, Any]]:
    """Every row of this floor that names a person."""
    return rows_naming(person, apps.get_app_config("services").get_models())


PERSONAL_DATA = PersonalData(
    name="services", export=held, kept="who published a price or asked for a service, under the person's number"
)
