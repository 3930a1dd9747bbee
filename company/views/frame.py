"""What more than one of the company's pages needs to know."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import HttpRequest

from company.forms import AsAtForm
from kernel import clock
from members.public import HatRequest, Role


def as_at(request: HttpRequest) -> tuple[AsAtForm, date]:
    """The form with the day asked for, and the day: today when none, or none that exists, is given."""
    form = AsAtForm({"on": request.GET.get("on") or clock.today().isoformat()})
    day = form.cleaned_data.get("on") if form.is_valid() else None
    return form, day or clock.today()


def is_secretary(request: HttpRequest) -> bool:
    """Whether the hat worn is the company secretary's: the one who may change the registers."""
    hat = cast(HatRequest, request).hat
    return hat is not None and hat.role == Role.COMPANY_SECRETARY


def in_words(day: date | None) -> str:
    """4 February 2027; nothing for no day."""
    return f"{day.day} {day:%B %Y}" if day else ""
