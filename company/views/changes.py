"""One page for every change of the board: fill in, see what it would do, save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from company.actions.guard import look
from company.forms import ChangeForm
from company.queries.board_page import Row
from company.rules.composition import evaluate
from company.rules.lawful_changes import Excuse, new_breaks
from company.rules.outlook import Ahead
from kernel import clock
from kernel.refusal import Refusal
from members.public import HatRequest, Person


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change as its page needs it: what it is called, which form asks for it, and which action makes it.

    `act` takes the cleaned answers, the excuse, who acts and when; `day` names the answer that says from which day.
    """

    title: str
    button: str
    done: str
    form: Callable[..., ChangeForm]
    act: Callable[[dict[str, Any], Excuse | None, Person, datetime], object]
    day: str
    back: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a change would do: the board before and after on its first day, and what it would break when."""

    on: date
    rows: tuple[Row, Row]
    breaks: tuple[Ahead, ...]


def change_page(request: HttpRequest, change: Change) -> HttpResponse:
    """Ask, look or save, by what was pressed."""
    form, seen = change.form(request.POST or None), None
    by, at = cast(HatRequest, request).user, clock.now()
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "save":
                change.act(form.cleaned_data, form.excuse, by, at)
                messages.success(request, change.done)
                return redirect(change.back)
        except Refusal as refusal:
            _put(refusal, form)
        try:
            seen = seen_by(change, form.cleaned_data, by, at)
        except Refusal as refusal:
            _put(refusal, form)
    if "reason" not in request.POST and not (seen and seen.breaks):
        form.without_excuse()
    return render(request, "company/change.html", {"change": change, "form": form, "seen": seen})


def seen_by(change: Change, answers: dict[str, Any], by: Person, at: datetime) -> Seen:
    """What the change would do, found by doing it and taking it back."""
    before, after = look(lambda excuse: change.act(answers, excuse, by, at))
    on = max(answers[change.day] or clock.day_of(at), clock.day_of(at))
    rows = (Row("As things stand", evaluate(before, on)), Row("After this", evaluate(after, on)))
    return Seen(on, rows, new_breaks(before, after, on))


def _put(refusal: Refusal, form: ChangeForm) -> None:
    if not form.errors:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
