"""The articles' figures, version by version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from company.actions import articles as actions
from company.actions.articles import Figures
from company.forms import ArticlesForm
from company.models import Articles
from company.queries.articles import versions
from company.rules.lawful_changes import Excuse
from company.views.changes import Change, change_page
from company.views.frame import in_words, is_secretary
from kernel import clock
from members.public import Person, Role, signed_in, with_role


@signed_in
def articles(request: HttpRequest) -> HttpResponse:
    """Every version, the latest first; the one in force is the finding."""
    known = versions(clock.today())
    now = next((version for version in known if version.is_in_force), None)
    title = f"The articles of {in_words(now.starts_on)} are in force" if now else "No articles are in force yet"
    context = {"versions": known, "title": title, "is_secretary": is_secretary(request)}
    return render(request, "company/articles.html", context)


@with_role(Role.COMPANY_SECRETARY)
def change(request: HttpRequest) -> HttpResponse:
    """Record a new version, seeing first what it does to the board."""

    def act(answers: dict[str, Any], excuse: Excuse | None, by: Person, at: datetime) -> object:
        return actions.change(
            figures_in(answers),
            starts_on=answers["starts_on"],
            authority=answers["authority"],
            note=answers["note"],
            excuse=excuse,
            by=by,
            at=at,
        )

    lead = "The versions before it stay as they are. You see what it does to the board before anything is saved."
    page = Change(
        "Change the articles' figures",
        "Save the new version",
        "The new version is recorded.",
        lambda data: ArticlesForm(data, initial=figures_today()),
        act,
        "starts_on",
        reverse("company:articles"),
        lead,
    )
    return change_page(request, page)


def figures_in(answers: dict[str, Any]) -> Figures:
    """The figures answered, with the clauses of the version before."""
    before = Articles.objects.order_by("-starts_on").first()
    return Figures(
        minimum=answers["minimum"],
        maximum=answers["maximum"],
        cap_bp=int(answers["cap"] * 100),
        term_years=answers["term_years"],
        most_terms=answers["most_terms"],
        quorum=answers["quorum"],
        casting_vote=answers["casting_vote"],
        skills=tuple(word.strip() for word in answers["skills"].split(",") if word.strip()),
        clauses=before.clauses if before else {},
    )


def figures_today() -> dict[str, Any]:
    """The figures of the latest version, to start from."""
    row = Articles.objects.order_by("-starts_on").first()
    if row is None:
        return {}
    return {
        "minimum": row.minimum,
        "maximum": row.maximum,
        "cap": row.as_rule().cap_text.removesuffix(" %"),
        "term_years": row.term_years,
        "most_terms": row.most_terms,
        "quorum": row.quorum,
        "casting_vote": row.casting_vote,
        "skills": ", ".join(row.skills),
    }
