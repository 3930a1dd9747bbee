"""Foreign keys obey the floors: between apps they point down, keep what they point at, and leave no door behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import PROTECT, ForeignKey, ManyToManyField, Model

from tests.architecture.ground import FLOORS

if TYPE_CHECKING:
    Relation = ForeignKey[Any, Any] | ManyToManyField[Any, Any]


def relations_between_apps() -> list[tuple[type[Model], Relation]]:
    """Each relation field of our models, however it was written, that leads to a model of another app."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in FLOORS
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model._meta.app_label != model._meta.app_label
    ]


def named(model: type[Model], field: Relation) -> str:
    return f"{model._meta.label}.{field.name}"


def test_foreign_keys_between_our_apps_point_down() -> None:
    upward = [
        f"{named(model, field)} points up to {field.related_model._meta.label}"
        for model, field in relations_between_apps()
        if FLOORS.get(field.related_model._meta.app_label, -1) > FLOORS[model._meta.app_label]
    ]
    assert upward == []


def test_foreign_keys_between_apps_protect_what_they_point_at() -> None:
    careless = [
        f"{named(model, field)} wants on_delete=PROTECT"
        for model, field in relations_between_apps()
        if isinstance(field, ForeignKey)
        and not model._meta.auto_created
        and field.related_model._meta.app_label in FLOORS
        and field.remote_field.on_delete is not PROTECT
    ]
    assert careless == []


def test_foreign_keys_between_apps_leave_no_way_back_up() -> None:
    doors = [
        f'{named(model, field)} wants related_name="+"'
        for model, field in relations_between_apps()
        if not model._meta.auto_created
        and field.related_model._meta.app_label in FLOORS
        and not (field.remote_field.related_name or "").endswith("+")
    ]
    assert doors == []


def test_the_kernel_points_at_nothing() -> None:
    assert [named(model, field) for model, field in relations_between_apps() if model._meta.app_label == "kernel"] == []
