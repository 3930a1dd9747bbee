"""What the books hold about people."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from members.public import Person, PersonalData, rows_naming


def held(person: Person) -> list[dict[str, Any]]:
    """Every row of this floor that names a person."""
    return rows_naming(person, apps.get_app_config("billing").get_models())


PERSONAL_DATA = PersonalData(
    name="orders and books",
    export=held,
    kept="who asked for, approved or recorded what, under the person's number: books and orders are kept six years"
    " (Companies Act 2006 s.388; VAT Regulations 1995 reg.31)",
)
