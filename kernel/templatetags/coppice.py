"""How values are written on every page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template

from kernel import clock
from kernel.money import Money

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
