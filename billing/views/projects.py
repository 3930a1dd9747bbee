"""The projects a surplus is put back into, and deciding what goes to them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from billing.actions import surplus as actions
from billing.forms.surplus import AppropriationForm, NoteForm, ProjectForm, TakePartForm
from billing.models import Project
from billing.queries.surplus import COST, projects, reserves_held, reserves_target, surplus_of
from billing.queries.surplus_rows import SET_ASIDE, rows_of_fund
from billing.rules.surplus import CompanyYear, reserves_wanted
from billing.views.surplus import BOOKS, DECIDERS, FIRST_YEAR, found_or_404, rows_page
from billing.views.surplus_tables import may, rows_sheet
from kernel import clock
from kernel.money import Money
from kernel.refusal import Refusal
from members.public import HatRequest, Organisation, public, with_role


@public
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """A project: what was put to it, what it spent, who takes part and what changed."""
    row = get_object_or_404(Project, slug=slug)
    line = next(line for line in projects() if line.project.pk == row.pk)
    sides = (SET_ASIDE, COST)
    rows = {side: reverse("billing:project_rows", args=[slug, side]) if may(request, BOOKS) else "" for side in sides}
    context = {
        "line": line,
        "columns": [("Figure", "text"), ("Amount", "money")],
        "title": f"{line.spent} of {line.allocated} is spent" if line.allocated else "Nothing has been put to it yet",
        "figures": [
            ["Put to it", (line.allocated, rows[SET_ASIDE])],
            ["Spent", (line.spent, rows[COST])],
            ["Left", line.left],
        ],
        "facts": [
            ("Schools taking part", line.schools or "None yet"),
            *([("Confirmed what changed", f"{line.confirmed} of {line.schools}")] if line.confirmed else []),
        ],
        "notes": [{"at": note.on, "what": note.text, "who": ""} for note in row.notes.order_by("-on", "-pk")],
        "may_change": may(request, DECIDERS),
    }
    return render(request, "billing/project.html", context)


@with_role(*BOOKS)
def project_rows(request: HttpRequest, slug: str, side: str) -> HttpResponse:
    """The rows behind a project's figure."""
    row = get_object_or_404(Project, slug=slug)
    found = found_or_404(lambda: rows_of_fund(str(row.fund_id), side))
    back = reverse("billing:project", args=[slug])
    return rows_page(request, found, row.name, back, reverse("billing:project_rows_csv", args=[slug, side]))


@with_role(*BOOKS)
def project_rows_csv(request: HttpRequest, slug: str, side: str) -> StreamingHttpResponse:
    """The rows behind a project's figure, for a spreadsheet."""
    row = get_object_or_404(Project, slug=slug)
    return rows_sheet(f"{slug}-{side}.csv", found_or_404(lambda: rows_of_fund(str(row.fund_id), side)))


@with_role(*DECIDERS)
def appropriate(request: HttpRequest, ends_in: int) -> HttpResponse:
    """Put a year's surplus to reserves and projects: fill in, see what it comes to, post."""
    year, on = CompanyYear(ends_in), clock.today()
    if not FIRST_YEAR <= ends_in <= on.year or not year.is_over(on):
        raise Http404
    earned = surplus_of(year)
    wanted = reserves_wanted(earned, held=reserves_held(on), target=reserves_target(on))
    known = list(Project.objects.order_by("opened_on", "pk"))
    form = AppropriationForm(request.POST or None, projects=known, wanted=wanted)
    checked = False
    if request.method == "POST" and form.is_valid():
        checked = True
        if request.POST.get("do") == "post" and _posted(request, year, form):
            messages.success(request, f"The surplus of {year.name} is appropriated.")
            return redirect("billing:surplus_year", ends_in)
    context = {
        "form": form,
        "year": year,
        "title": f"What the surplus of {earned} is for",
        "check_rows": _check_rows(form, earned) if checked else [],
        "adds_up": checked and form.together == earned,
    }
    return render(request, "billing/appropriate.html", context)


def _check_rows(form: AppropriationForm, earned: Money) -> list[tuple[str, Money]]:
    return [
        ("To reserves", form.cleaned_data["reserves"]),
        *((f"To {part.project.name}", part.amount) for part in form.parts),
        ("Together", form.together),
        ("The surplus", earned),
        ("Still to put somewhere", earned - form.together),
    ]


def _posted(request: HttpRequest, year: CompanyYear, form: AppropriationForm) -> bool:
    try:
        actions.appropriate(
            year,
            reserves=form.cleaned_data["reserves"],
            parts=form.parts,
            authority=form.cleaned_data["authority"],
            by=cast(HatRequest, request).user,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


@with_role(*DECIDERS)
def open_project(request: HttpRequest) -> HttpResponse:
    """Open a project with a fund of its own."""
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        row = actions.open_project(
            slug=slugify(name)[:32],
            name=name,
            purpose=form.cleaned_data["purpose"],
            on=clock.today(),
            by=cast(HatRequest, request).user,
            at=clock.now(),
        )
        return redirect("billing:project", row.slug)
    context = {"form": form, "title": "Open a project", "button": "Open it", "back": reverse("billing:surplus")}
    return render(request, "billing/surplus_form.html", context)


@with_role(*DECIDERS)
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what has changed through a project."""
    row, form = get_object_or_404(Project, slug=slug), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        by = cast(HatRequest, request).user
        actions.note_change(row, answers["text"], on=answers["on"], by=by, at=clock.now())
        return redirect("billing:project", slug)
    return _asked(request, form, f"What has changed through {row.name}", "Write it down", slug)


@with_role(*DECIDERS)
def take_part(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the schools that take part in a project."""
    row, form = get_object_or_404(Project, slug=slug), TakePartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        urns = {int(urn) for urn in form.cleaned_data["urns"].split()}
        schools = list(Organisation.objects.filter(urn__in=urns))
        missing = sorted(urns - {school.urn for school in schools})
        if not missing:
            by = cast(HatRequest, request).user
            actions.take_part(row, schools, on=form.cleaned_data["on"], by=by, at=clock.now())
            return redirect("billing:project", slug)
        form.add_error("urns", f"We know no school with the number {', '.join(map(str, missing))}")
    return _asked(request, form, f"Schools that take part in {row.name}", "Enter them", slug)


def _asked(request: HttpRequest, form: NoteForm | TakePartForm, title: str, button: str, slug: str) -> HttpResponse:
    back = reverse("billing:project", args=[slug])
    return render(request, "billing/surplus_form.html", {"form": form, "title": title, "button": button, "back": back})
