"""How values are written on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm

from kernel import clock
from kernel.money import Money, half_up

register = template.Library()


@register.filter
def pounds(amount: Money | None) -> str:
    """£2,730.00; nothing for no amount."""
    return "" if amount is None else str(amount)


@register.filter
def day(value: date | datetime | None) -> str:
    """4 February 2027, the London day of an instant."""
    if value is None:
        return ""
    on = clock.day_of(value) if isinstance(value, datetime) else value
    return f"{on.day} {on:%B %Y}"


@register.filter
def number(value: Decimal | int | None) -> str:
    """1,234 or 210.5: thousands apart, no trailing noughts."""
    if value is None:
        return ""
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def share_of(part: int, whole: int) -> str:
    """15.4 % for 2 of 13: to one decimal, halves up; nothing of nothing is a dash."""
    if not whole:
        return "–"
    tenths = half_up(part * 1000, whole)
    return f"{tenths // 10}.{tenths % 10}\u00a0%"


@register.filter
def idle(value: object) -> bool:
    """Whether a line of a working says that a limit did not come into play; it is then written quietly."""
    return isinstance(value, str) and value.startswith("not ")


@register.filter
def is_pair(cell: object) -> bool:
    """Whether a cell of a table is a value with its address."""
    return isinstance(cell, tuple) and len(cell) == 2


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[tuple[str, str]]) -> list[tuple[Any, tuple[str, str]]]:
    """The cells of a row, each with the (label, kind) of its column; columns left over get empty cells."""
    room = [*cells, *([""] * (len(columns) - len(cells)))]
    return list(zip(room, columns, strict=True))


@register.simple_tag
def error_links(form: BaseForm) -> list[tuple[str, str]]:
    """What is the matter with a form, each with the address of the field on the page, in the order of the fields."""
    links = [("#form-errors", str(error)) for error in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            bound = form[name]
            place = f"#{bound.id_for_label or f'{bound.auto_id}_0'}"
            question = bound.label if bound.label.endswith("?") else f"{bound.label}:"
            links += [(place, f"{question} {error}") for error in errors]
    return links
