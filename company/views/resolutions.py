"""Resolutions of the board."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from company.actions import resolutions as actions
from company.actions.resolutions import Count
from company.forms import VoteForm
from company.models import Resolution
from company.queries.meetings import drawn_from, meeting_page, resolution_page, resolutions
from company.rules.votes import Casting
from company.states import Purpose
from company.views.frame import in_words, is_secretary
from company.views.meetings import BOARDROOM
from kernel import clock
from kernel.periods import ONE_DAY
from kernel.refusal import Refusal
from members.public import HatRequest, Person, Role, with_role


@with_role(*BOARDROOM)
def listed(request: HttpRequest) -> HttpResponse:
    """All resolutions, the latest first."""
    page = Paginator(resolutions(), 25).get_page(request.GET.get("page"))
    drawn = drawn_from(page)
    rows = [
        [
            (row.number, reverse("company:resolution", args=[row.number])),
            row.text,
            f"{row.outcome}: {row.vote}" if row.decided_at else row.outcome,
            row.amount or "",
            row.amount - drawn[row.pk] if row.amount and row.carried else "",
        ]
        for row in page
    ]
    heads = (("Number", "text"), ("The board resolves", "text"), ("Vote", "text"), ("Sum", "money"), ("Left", "money"))
    title = f"{page.paginator.count} resolution{'' if page.paginator.count == 1 else 's'}"
    return render(request, "company/resolutions.html", {"page": page, "rows": rows, "columns": heads, "title": title})


@with_role(*BOARDROOM)
def resolution(request: HttpRequest, number: str) -> HttpResponse:
    """One resolution: its vote, and what was done in its name."""
    try:
        page = resolution_page(number)
    except Resolution.DoesNotExist as missing:
        raise Http404 from missing
    row = page.resolution
    covers = Purpose(row.purpose).label if row.purpose in set(Purpose) else row.purpose
    context = {
        "page": page,
        "title": f"{row.outcome}: {row.vote}" if row.decided_at else row.vote,
        "columns": [("Day", "text"), ("By what", "text"), ("About", "text"), ("Drawn", "money")],
        "rows": [[in_words(clock.day_of(use.used_at)), use.source, use.subject, use.amount or ""] for use in page.uses],
        "total": ["Together", "", "", page.drawn] if row.amount and page.uses else [],
        "facts": [
            ("Meeting", row.meeting.title, reverse("company:meeting", args=[row.meeting_id]), "Open"),
            ("May be used for", covers),
            ("About", ", ".join(page.subjects) or "Anything of that purpose"),
            ("Valid", f"{in_words(row.starts_on)} to {in_words(row.ends_on - ONE_DAY) if row.ends_on else 'no end'}"),
            ("Sum", row.amount or "None"),
            ("Left", page.left if page.left is not None else "Not a matter of money"),
            ("Vote recorded", in_words(clock.day_of(row.decided_at)) if row.decided_at else "Not yet"),
        ],
        "is_secretary": is_secretary(request),
    }
    return render(request, "company/resolution.html", context)


@with_role(Role.COMPANY_SECRETARY)
def vote(request: HttpRequest, number: str) -> HttpResponse:
    """Record the vote."""
    row = get_object_or_404(Resolution.objects.select_related("meeting"), number=number)
    page = meeting_page(row.meeting)
    present, note = page.present, f"{len(page.present)} attended and the quorum is {page.quorum}."
    form = VoteForm(request.POST or None, people=[(str(person.pk), person.name) for person in present])
    if request.method == "POST" and form.is_valid():
        try:
            decided = actions.record_vote(row, count_in(form), by=cast(HatRequest, request).user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, f"{number}: {decided.vote}. {decided.outcome}.")
            return redirect("company:resolution", number)
    context = {
        "form": form,
        "title": f"The vote on {number}",
        "button": "Record the vote",
        "lead": row.text,
        "note": note,
    }
    return render(request, "company/form.html", context)


def count_in(form: VoteForm) -> Count:
    """The votes as they were entered."""
    answers = form.cleaned_data
    return Count(
        votes_for=answers["votes_for"],
        votes_against=answers["votes_against"],
        abstained=answers["abstained"],
        withdrew=list(Person.objects.filter(pk__in=answers["withdrew"])),
        casting=Casting(answers["casting"]),
    )
