"""Meetings of the board."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from company.actions import meetings as actions
from company.actions import resolutions as resolution_actions
from company.forms import AttendanceForm, MeetingForm, ProposalForm
from company.models import Meeting
from company.queries.meetings import meeting_page, meetings, next_meeting, numbers_at
from company.views.frame import in_words, is_secretary
from kernel import clock
from kernel.refusal import Refusal
from members.public import DERIVED_ROLES, HatRequest, Person, Role, with_role

BOARDROOM = (Role.COMPANY_SECRETARY, Role.FINANCE_OFFICER, Role.ADMINISTRATOR, *DERIVED_ROLES)


def when(at: datetime) -> str:
    """14 October 2026 at 17:00, London time."""
    return f"{in_words(clock.day_of(at))} at {at.astimezone(clock.LONDON):%H:%M}"


@with_role(*BOARDROOM)
def listed(request: HttpRequest) -> HttpResponse:
    """All meetings, the next one as the finding."""
    page = Paginator(meetings(), 25).get_page(request.GET.get("page"))
    coming, numbers = next_meeting(clock.now()), numbers_at(page)
    rows = [
        [
            (row.title, reverse("company:meeting", args=[row.pk])),
            when(row.starts_at),
            str(numbers[row.pk][0]) if row.held_at else "",
            str(numbers[row.pk][1]),
        ]
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "columns": [("Meeting", "text"), ("When", "text"), ("Attended", "number"), ("Resolutions", "number")],
        "title": f"The next meeting is on {when(coming.starts_at)}" if coming else "No meeting is in the diary",
        "is_secretary": is_secretary(request),
    }
    return render(request, "company/meetings.html", context)


@with_role(*BOARDROOM)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: who came, whether it could decide, what it resolved."""
    page = meeting_page(get_object_or_404(Meeting, pk=pk))
    carried = sum(bool(row.carried) for row in page.resolutions)
    held = f"{len(page.present)} came and {carried} resolution{'' if carried == 1 else 's'} carried"
    rows = [
        [(row.number, reverse("company:resolution", args=[row.number])), row.text, row.vote, row.outcome]
        for row in page.resolutions
    ]
    context = {
        "page": page,
        "rows": rows,
        "columns": [(label, "text") for label in ("Number", "The board resolves", "Vote", "Outcome")],
        "title": held if page.meeting.held_at else f"To be held on {when(page.meeting.starts_at)}",
        "lead": f"{when(page.meeting.starts_at)}, {page.meeting.place}",
        "is_secretary": is_secretary(request),
    }
    return render(request, "company/meeting.html", context)


@with_role(Role.COMPANY_SECRETARY)
def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        starts_at = datetime.combine(answers["on"], answers["time"], tzinfo=clock.LONDON)
        by = cast(HatRequest, request).user
        row = actions.call(title=answers["title"], starts_at=starts_at, place=answers["place"], by=by, at=clock.now())
        messages.success(request, "The meeting is in the diary.")
        return redirect("company:meeting", row.pk)
    return render(
        request, "company/form.html", {"form": form, "title": "Call a meeting of the board", "button": "Call it"}
    )


@with_role(Role.COMPANY_SECRETARY)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who attended."""
    row = get_object_or_404(Meeting, pk=pk)
    page = meeting_page(row)
    known = {"people": [str(person.pk) for person in page.present]}
    form = AttendanceForm(request.POST or None, people=page.sitting, initial=known)
    if request.method == "POST" and form.is_valid():
        people = list(Person.objects.filter(pk__in=form.cleaned_data["people"]))
        try:
            actions.record_attendance(row, people, by=cast(HatRequest, request).user, at=clock.now())
        except Refusal as refusal:
            form.add_error("people", refusal.sentence)
        else:
            messages.success(request, "The attendance is recorded.")
            return redirect("company:meeting", pk)
    context = {"form": form, "title": f"Who attended: {row.title}", "button": "Record the attendance"}
    return render(request, "company/form.html", context)


@with_role(Role.COMPANY_SECRETARY)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a resolution on a meeting's agenda."""
    row = get_object_or_404(Meeting, pk=pk)
    form = ProposalForm(request.POST or None, initial={"starts_on": clock.day_of(row.starts_at)})
    if request.method == "POST" and form.is_valid():
        by = cast(HatRequest, request).user
        try:
            resolution = resolution_actions.propose(row, form.proposal, by=by, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{resolution.number} is on the agenda.")
            return redirect("company:meeting", pk)
    context = {"form": form, "title": f"A resolution for {row.title}", "button": "Put it on the agenda"}
    return render(request, "company/form.html", context)
