"""The board on a day, and what would happen if."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from company.forms import WhatIfForm
from company.queries.board_page import Row, board_page
from company.queries.boards import known_board
from company.rules.composition import evaluate
from company.rules.what_if import what_if as ask
from company.views.frame import as_at, in_words
from kernel import clock
from kernel.refusal import Refusal
from members.public import DERIVED_ROLES, HatRequest, Role, signed_in, with_role

MAY_ASK = (Role.COMPANY_SECRETARY, Role.ADMINISTRATOR, Role.COUNCIL_COMMISSIONER, *DERIVED_ROLES)


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """The board as at a day: who sits, whether it is lawful, and what is coming."""
    form, on = as_at(request)
    page = board_page(on)
    version = page.composition.articles.starts_on
    under = f"Under the articles of {in_words(version)}. " if version else ""
    hat = cast(HatRequest, request).hat
    context = {
        "page": page,
        "form": form,
        "caption": f"The board on {in_words(on)}",
        "lead": f"{under}{page.coming}",
        "may_ask": hat is not None and hat.role in MAY_ASK,
    }
    return render(request, "company/board.html", context)


@with_role(*MAY_ASK)
def what_if(request: HttpRequest) -> HttpResponse:
    """Named persons joining or leaving, one step after the other; nothing is saved."""
    known, today = known_board(), clock.today()
    form = WhatIfForm(request.GET if "look" in request.GET else None, board=known, today=today)
    rows: list[Row] = []
    if form.is_bound and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            steps = ask(known, form.steps(), on)
            rows = [Row("As things stand", evaluate(known, on)), *(Row(one.label, one.composition) for one in steps)]
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    title = _finding(rows) if rows else "Choose who joins and who leaves"
    return render(request, "company/what_if.html", {"form": form, "rows": rows, "title": title})


def _finding(rows: list[Row]) -> str:
    bad = [row.label for row in rows[1:] if row.composition.broken]
    return f"{bad[0]}: that would break the rules" if bad else "The board stays lawful at every step"
