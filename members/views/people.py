"""A school's people, and the company's: roles given, limits changed, roles ended."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kernel import clock
from kernel.refusal import Refusal
from members.actions import appointments, people
from members.forms.people import EndForm, InvitationForm, LimitForm
from members.models import Appointment, Organisation
from members.permissions import HatRequest, at_school, with_role
from members.queries.organisations import the_company, the_council
from members.queries.people import appointments_at, ended_at
from members.states import STAFF_ROLES, Role

SCHOOL = at_school(Role.SCHOOL_ADMINISTRATOR, Role.ADMINISTRATOR)
OFFICE = with_role(Role.ADMINISTRATOR)


@with_role(Role.ADMINISTRATOR, Role.SCHOOL_ADMINISTRATOR)
def mine(request: HttpRequest) -> HttpResponse:
    """The people this administrator looks after: the school's own, or the company's and the council's."""
    hat = cast(HatRequest, request).hat
    if hat and hat.role == Role.SCHOOL_ADMINISTRATOR:
        return redirect("members:school-people", urn=hat.organisation.urn)
    return _list(request, [the_company(), the_council()], None)


@SCHOOL
def at(request: HttpRequest, urn: int) -> HttpResponse:
    """A school's people."""
    return _list(request, [cast(HatRequest, request).school], urn)


@OFFICE
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Give somebody a role in the office or at the council."""
    return _invite(request, [the_company(), the_council()], None)


@SCHOOL
@require_http_methods(["GET", "POST"])
def invite_at(request: HttpRequest, urn: int) -> HttpResponse:
    """Give somebody a role at a school."""
    return _invite(request, [cast(HatRequest, request).school], urn)


@OFFICE
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role in the office or at the council."""
    return _end(request, _appointment([the_company(), the_council()], pk), None)


@SCHOOL
@require_http_methods(["GET", "POST"])
def end_at(request: HttpRequest, urn: int, pk: int) -> HttpResponse:
    """End a role at a school."""
    return _end(request, _appointment([cast(HatRequest, request).school], pk), urn)


@SCHOOL
@require_http_methods(["GET", "POST"])
def limit_at(request: HttpRequest, urn: int, pk: int) -> HttpResponse:
    """Give an approver another limit."""
    row = _appointment([cast(HatRequest, request).school], pk)
    form = LimitForm(request.POST or None, initial={"limit": row.limit, "starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            appointments.change_limit(
                row,
                limit=form.cleaned_data["limit"],
                on=form.cleaned_data["starts_on"],
                by=cast(HatRequest, request).user,
                at=clock.now(),
            )
        except Refusal as no:
            _show(form, no)
        else:
            messages.success(request, f"{row.person.name} now has a limit of {form.cleaned_data['limit']}.")
            return redirect(_back(urn))
    return render(request, "members/limit.html", {"form": form, "row": row, "back": _back(urn)})


@OFFICE
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to somebody once more who has not chosen a password yet."""
    return _invite_again(request, _appointment([the_company(), the_council()], pk), None)


@SCHOOL
@require_POST
def invite_again_at(request: HttpRequest, urn: int, pk: int) -> HttpResponse:
    """The same, for a school."""
    return _invite_again(request, _appointment([cast(HatRequest, request).school], pk), urn)


def _list(request: HttpRequest, places: list[Organisation], urn: int | None) -> HttpResponse:
    today = clock.today()
    rows = appointments_at(places, today)
    people_now = len({row.appointment.person_id for row in rows if row.state == "running"})
    shown = {
        "rows": rows,
        "title": finding(people_now, places[0].name),
        "ended": ended_at(places, today),
        "places": places,
        "urn": urn,
        "invite": reverse("members:school-invite", args=[urn]) if urn else reverse("members:invite"),
        "me": request.user.pk,
    }
    return render(request, "members/people.html", shown)


def finding(people: int, name: str) -> str:
    """The first line of the page: how many may act."""
    if people == 0:
        return f"Nobody may act for {name} yet"
    return f"One person may act for {name}" if people == 1 else f"{people} people may act for {name}"


def _invite(request: HttpRequest, places: list[Organisation], urn: int | None) -> HttpResponse:
    form = InvitationForm(
        request.POST or None, kinds=[place.kind for place in places], initial={"starts_on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        place = places[0] if given["role"] in STAFF_ROLES or len(places) == 1 else places[-1]
        try:
            people.invite(organisation=place, by=cast(HatRequest, request).user, at=clock.now(), **given)
        except Refusal as no:
            _show(form, no)
        else:
            messages.success(request, f"We are writing to {given['email']}.")
            return redirect(_back(urn))
    return render(request, "members/invite.html", {"form": form, "places": places, "back": _back(urn)})


def _end(request: HttpRequest, row: Appointment, urn: int | None) -> HttpResponse:
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["ends_on"]
        try:
            appointments.end_appointment(row, on=day, by=cast(HatRequest, request).user, at=clock.now())
        except Refusal as no:
            _show(form, no)
        else:
            messages.success(request, f"{row.person.name}'s role has ended, or ends on the day you chose.")
            return redirect(_back(urn))
    shown = {"form": form, "row": row, "role": Role(row.role).label, "back": _back(urn)}
    return render(request, "members/end.html", shown)


def _invite_again(request: HttpRequest, row: Appointment, urn: int | None) -> HttpResponse:
    people.invite_again(row, by=cast(HatRequest, request).user, at=clock.now())
    messages.success(request, f"We are writing to {row.person.email} once more.")
    return redirect(_back(urn))


def _appointment(places: list[Organisation], pk: int) -> Appointment:
    """An appointment at one of these organisations; another's does not exist here."""
    return get_object_or_404(
        Appointment.objects.select_related("person", "organisation"), pk=pk, organisation__in=places
    )


def _show(form: InvitationForm | EndForm | LimitForm, no: Refusal) -> None:
    field = no.field if no.field in form.fields else None
    form.add_error(field, f"{no.sentence} {no.forward}".strip())


def _back(urn: int | None) -> str:
    return reverse("members:school-people", args=[urn]) if urn else reverse("members:people")
