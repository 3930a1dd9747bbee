"""Changes of the articles' figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from company.actions.guard import guarded, person_or_none
from company.models import Articles
from company.rules.lawful_changes import Excuse
from company.rules.registers import AlreadyInForce, FiguresDoNotFit
from kernel.records import Actor, record


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a version of the articles; `cap_bp` in basis points."""

    minimum: int
    cap_bp: int
    term_years: int
    most_terms: int
    quorum: int
    casting_vote: bool
    maximum: int | None = None
    skills: tuple[str, ...] = ()
    clauses: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def change(
    figures: Figures,
    *,
    starts_on: date,
    authority: str,
    note: str = "",
    excuse: Excuse | None = None,
    by: Actor,
    at: datetime,
) -> Articles:
    """Add a version of the articles from a day on; the versions before stay as they are.

    Not repeatable on one day: a second version of the same day is refused.

    Refuses with AlreadyInForce, FiguresDoNotFit or WouldBreakRules.
    """
    if Articles.objects.filter(starts_on__gte=starts_on).exists():
        raise AlreadyInForce("A version of the articles starts on that day or later already.", field="starts_on")
    _check_figures(figures)

    def save() -> Articles:
        return Articles.objects.create(
            starts_on=starts_on,
            minimum=figures.minimum,
            maximum=figures.maximum,
            cap_bp=figures.cap_bp,
            term_years=figures.term_years,
            most_terms=figures.most_terms,
            quorum=figures.quorum,
            casting_vote=figures.casting_vote,
            skills=list(figures.skills),
            clauses=figures.clauses,
            note=note,
            authority=authority,
            recorded_by=person_or_none(by),
            recorded_at=at,
        )

    saved = guarded(save, on=starts_on, excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.articles.changed",
        subject=saved,
        authority=authority,
        starts_on=starts_on,
        minimum=figures.minimum,
        cap_bp=figures.cap_bp,
        quorum=figures.quorum,
    )
    return saved


def _check_figures(figures: Figures) -> None:
    if figures.minimum < 1 or figures.quorum < 2 or figures.term_years < 1 or figures.most_terms < 1:
        raise FiguresDoNotFit("A board has at least one director, a quorum is at least two, a term at least a year.")
    if figures.maximum is not None and figures.maximum < figures.minimum:
        raise FiguresDoNotFit("The most directors cannot be fewer than the least.", field="maximum")
    if not 0 <= figures.cap_bp <= 10_000:
        raise FiguresDoNotFit("The council's cap lies between 0 % and 100 %.", field="cap_bp")
