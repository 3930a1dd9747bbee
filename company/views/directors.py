"""The register of directors and the changes to it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from company.actions import directors as actions
from company.forms import AppointForm, AssociationForm, ChairForm, EndForm, WorkForm
from company.models import Directorship
from company.queries.directors import Entry, director_page, directors_on
from company.rules.lawful_changes import Excuse
from company.states import Benefit, Capacity, Leaving, Seat
from company.views.changes import Change, change_page
from company.views.frame import as_at, in_words, is_secretary
from kernel import clock
from kernel.periods import ONE_DAY
from members.public import Person, Role, signed_in, the_council, with_role

REGISTER = ("Name", "Seat", "Chosen by", "In office since", "Last day", "Term", "Council")
COLUMNS = ("Name", "Seat", "Chosen by", "In office since", "Last day", "Term", "Chair", "Council")


@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """The register of directors as at a day."""
    form, on = as_at(request)
    entries = directors_on(on)
    rows = [
        [
            (entry.name, reverse("company:director", args=[entry.person_id])),
            f"{entry.seat}, chair" if entry.is_chair else entry.seat,
            entry.constituency,
            in_words(entry.starts_on),
            in_words(entry.last_day),
            str(entry.term),
            entry.association_text,
        ]
        for entry in entries
    ]
    context = {
        "form": form,
        "columns": [(label, "text") for label in REGISTER],
        "rows": rows,
        "title": f"{len(entries)} directors on {in_words(on)}",
        "csv": f"{reverse('company:directors_csv')}?on={on.isoformat()}",
        "is_secretary": is_secretary(request),
    }
    return render(request, "company/directors.html", context)


@signed_in
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as at a day, for a spreadsheet."""
    _, on = as_at(request)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="directors-{on.isoformat()}.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_line(entry) for entry in directors_on(on))
    return response


@signed_in
def director(request: HttpRequest, person: int) -> HttpResponse:
    """One director: terms, connections with the council, work for the company."""
    page = director_page(person, clock.today())
    context = {
        "page": page,
        "term_columns": _text("Seat", "Chosen by", "From", "Last day", "Left"),
        "terms": [
            [row.seat_label, row.constituency, in_words(row.starts_on), _last(row.ends_on), row.left_by.capitalize()]
            for row in page.terms
        ],
        "association_columns": _text("Connection", "Council", "From", "Last day"),
        "associations": [
            [row.capacity_label, row.authority.name, in_words(row.starts_on), _last(row.ends_on)]
            for row in page.associations
        ],
        "work_columns": _text("Work", "Who has the pay", "From", "Last day"),
        "work": [[row.what, row.benefit_label, in_words(row.starts_on), _last(row.ends_on)] for row in page.work],
        "is_secretary": is_secretary(request),
    }
    return render(request, "company/director.html", context)


@with_role(Role.COMPANY_SECRETARY)
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint a director, seeing first what that does."""

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        person = actions.newcomer(email=answers["email"], name=answers["name"])
        return actions.appoint(
            actions.NewDirector(
                person=person,
                seat=Seat(answers["seat"]),
                starts_on=answers["starts_on"],
                constituency=answers["constituency"],
                authority=answers["authority"],
                is_councillor_of=the_council() if answers["is_councillor"] else None,
            ),
            excuse=excuse,
            by=by,
            at=at,
        )

    back = reverse("company:directors")
    lead = "You see what it does to the board before anything is saved. The term ends by itself when it has run."
    change = Change(
        "Appoint a director", "Appoint", "The director is in the register.", AppointForm, act, "starts_on", back, lead
    )
    return change_page(request, change)


@with_role(Role.COMPANY_SECRETARY)
def end(request: HttpRequest, directorship: int) -> HttpResponse:
    """Record that a director leaves."""
    row = _term(directorship)

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        left_by = Leaving(answers["left_by"])
        return actions.end(row, ends_on=answers["ends_on"], left_by=left_by, excuse=excuse, by=by, at=at)

    title, done = f"{row.person.name} leaves the board", f"It is recorded that {row.person.name} leaves the board."
    return change_page(request, Change(title, "Record it", done, EndForm, act, "ends_on", _page(row)))


@with_role(Role.COMPANY_SECRETARY)
def take_chair(request: HttpRequest, directorship: int) -> HttpResponse:
    """Give a director the chair."""
    row = _term(directorship)

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        return actions.take_chair(
            row, starts_on=answers["starts_on"], authority=answers["authority"], excuse=excuse, by=by, at=at
        )

    title, done = f"{row.person.name} takes the chair", f"{row.person.name} has the chair from that day."
    return change_page(request, Change(title, "Give the chair", done, ChairForm, act, "starts_on", _page(row)))


@with_role(Role.COMPANY_SECRETARY)
def declare(request: HttpRequest, directorship: int) -> HttpResponse:
    """Record what a director is to the council."""
    row = _term(directorship)

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        return actions.declare_association(
            row.person,
            council=the_council(),
            capacity=Capacity(answers["capacity"]),
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            excuse=excuse,
            by=by,
            at=at,
        )

    title = f"What {row.person.name} is to the council"
    return change_page(
        request,
        Change(title, "Record it", "The connection is recorded.", AssociationForm, act, "starts_on", _page(row)),
    )


@with_role(Role.COMPANY_SECRETARY)
def work(request: HttpRequest, directorship: int) -> HttpResponse:
    """Record work a director does for the company for pay."""
    row = _term(directorship)

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        return actions.record_work(
            row.person,
            what=answers["what"],
            benefit=Benefit(answers["benefit"]),
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            excuse=excuse,
            by=by,
            at=at,
        )

    title = f"Work {row.person.name} does for the company"
    return change_page(
        request, Change(title, "Record it", "The work is recorded.", WorkForm, act, "starts_on", _page(row))
    )


def _term(directorship: int) -> Directorship:
    return get_object_or_404(Directorship.objects.select_related("person"), pk=directorship)


def _text(*labels: str) -> list[tuple[str, str]]:
    return [(label, "text") for label in labels]


def _last(ends_on: date | None) -> str:
    return in_words(ends_on - ONE_DAY) if ends_on else ""


def _page(row: Directorship) -> str:
    return reverse("company:director", args=[row.person_id])


def _line(entry: Entry) -> list[str]:
    return [
        entry.name,
        entry.seat,
        entry.constituency,
        entry.starts_on.isoformat(),
        entry.last_day.isoformat() if entry.last_day else "",
        str(entry.term),
        "yes" if entry.is_chair else "no",
        entry.association_text,
    ]
