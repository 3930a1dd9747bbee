"""Versions of the articles."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from company import public as company
from company.actions import articles
from company.actions.articles import Figures
from company.models import Articles
from company.rules.lawful_changes import Excuse, WouldBreakRules
from company.rules.registers import AlreadyInForce, FiguresDoNotFit
from kernel.models import Record
from tests.company.registers import AT, ON, STARTED, person, seated

pytestmark = pytest.mark.django_db
FIGURES = Figures(minimum=11, cap_bp=1900, term_years=4, most_terms=2, quorum=5, casting_vote=True)


def test_a_new_version_applies_from_its_day_and_the_old_one_stays() -> None:
    seated()
    secretary = person("Company secretary")
    saved = articles.change(
        replace(FIGURES, minimum=12, clauses={"minimum-directors": "12.1"}),
        starts_on=ON,
        authority="RES-2026-004",
        by=secretary,
        at=AT,
    )
    before, after = (company.check_board(day).result("minimum-directors") for day in (date(2026, 9, 30), ON))
    assert (before.limit, after.limit, after.source) == ("at least 11", "at least 12", "Articles 12.1")
    assert (saved.recorded_by, saved.authority) == (secretary, "RES-2026-004")
    assert Record.objects.get(verb="company.articles.changed").authority == "RES-2026-004"


def test_figures_that_break_todays_board_are_refused_unless_excused() -> None:
    seated()
    secretary = person("Company secretary")
    larger = replace(FIGURES, minimum=15)
    with pytest.raises(WouldBreakRules, match="at least 15 directors"):
        articles.change(larger, starts_on=ON, authority="RES-2026-004", by=secretary, at=AT)
    assert Articles.objects.count() == 1
    excuse = Excuse("Two elections this term", date(2026, 12, 31))
    articles.change(larger, starts_on=ON, authority="RES-2026-004", excuse=excuse, by=secretary, at=AT)
    assert not company.check_board(ON).holds


@pytest.mark.parametrize(
    "figures",
    [
        replace(FIGURES, minimum=0),
        replace(FIGURES, quorum=1),
        replace(FIGURES, maximum=10),
        replace(FIGURES, cap_bp=10_001),
        replace(FIGURES, term_years=0),
    ],
)
def test_figures_that_do_not_fit_are_refused(figures: Figures) -> None:
    seated()
    with pytest.raises(FiguresDoNotFit):
        articles.change(figures, starts_on=ON, authority="", by=person("Company secretary"), at=AT)


def test_the_past_is_not_rewritten() -> None:
    seated()
    with pytest.raises(AlreadyInForce):
        articles.change(FIGURES, starts_on=STARTED, authority="", by=person("Company secretary"), at=AT)


def test_the_database_knows_a_quorum_of_two() -> None:
    seated()
    with pytest.raises(IntegrityError, match="a_quorum_is_at_least_two"), transaction.atomic():
        Articles.objects.update(quorum=1)
