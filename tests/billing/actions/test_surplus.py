"""Deciding what a surplus is used for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from billing.actions import ledger, surplus
from billing.models import AccountingPeriod, Appropriation, AppropriationLine, Fund, Journal, Posting
from billing.queries.surplus import distributed, projects, reserves_held, statement, surplus_of
from billing.rules.posting import Leg
from billing.rules.surplus import (
    AlreadyAppropriated,
    DoesNotAddUp,
    ReservesFirst,
    YearNotClosed,
    YearNotOver,
)
from company import public as company
from company.rules import authorities
from kernel.models import Record
from kernel.money import ZERO, Money
from tests.billing import build
from tests.billing.surplus_world import (
    AT,
    DECIDED,
    VOTED,
    YEAR,
    a_year,
    close_the_year,
    parts,
    resolved,
    spent,
)
from tests.billing.surplus_world import projects as three_projects

pytestmark = pytest.mark.django_db
RESERVES = Money.pounds("40000")


@pytest.fixture
def year() -> None:
    a_year()
    close_the_year()


def decide(authority: str, **changed: object) -> Appropriation:
    wanted: dict[str, object] = {"reserves": RESERVES, "parts": parts(), "by": build.person(), "at": DECIDED}
    return surplus.appropriate(YEAR, authority=authority, **{**wanted, **changed})  # type: ignore[arg-type]


def test_the_surplus_is_income_less_cost_of_the_year_alone(year: None) -> None:
    found = statement(YEAR)
    assert (found.income, found.cost, found.surplus) == (
        Money.pounds("2400000"),
        Money.pounds("2280000"),
        Money.pounds("120000"),
    )
    assert surplus_of(YEAR) == found.surplus


def test_the_appropriation_adds_up_and_moves_money_between_funds(year: None) -> None:
    number = resolved().number
    saved = decide(number)
    assert Money.total(line.amount for line in saved.lines.all()) == saved.surplus == Money.pounds("120000")
    assert reserves_held(date(2026, 10, 15)) == Money.pounds("420000")
    assert [(line.project.slug, line.allocated) for line in projects()] == [
        ("oracy", Money.pounds("34000")),
        ("attendance", Money.pounds("28000")),
        ("advisers", Money.pounds("18000")),
    ]
    assert company.authority_left(number) == ZERO
    assert saved.journal.source == "appropriation/2026"
    assert Record.objects.get(verb="billing.surplus.appropriated").authority == number


def test_the_appropriation_leaves_the_surplus_of_its_year_as_it_was(year: None) -> None:
    decide(resolved().number)
    assert surplus_of(YEAR) == Money.pounds("120000")
    assert distributed(YEAR.period) == ZERO


def test_the_same_decision_again_is_the_same_and_another_is_refused(year: None) -> None:
    number = resolved().number
    assert decide(number) == decide(number)
    assert Journal.objects.filter(source="appropriation/2026").count() == 1
    with pytest.raises(AlreadyAppropriated):
        decide(number, reserves=RESERVES + Money(1), parts=parts("34000", "28000", "17999.99"))


def test_a_minute_before_the_vote_is_recorded_it_is_refused_and_nothing_changes(year: None) -> None:
    number = resolved().number
    with pytest.raises(authorities.NotYetDecided):
        decide(number, at=VOTED - timedelta(minutes=1))
    assert not Appropriation.objects.exists()
    assert not Journal.objects.filter(source="appropriation/2026").exists()
    assert company.authority_left(number) == Money.pounds("120000")


def test_a_resolution_not_carried_or_for_too_little_is_no_authority(year: None) -> None:
    with pytest.raises(authorities.NotCarried):
        decide(resolved(votes=(4, 8, 0)).number)
    with pytest.raises(authorities.NothingLeft):
        decide(resolved("119999.99").number)
    assert not Appropriation.objects.exists()


def test_a_penny_too_little_or_too_much_is_refused(year: None) -> None:
    number = resolved().number
    for last in ("17999.99", "18000.01"):
        with pytest.raises(DoesNotAddUp):
            decide(number, parts=parts("34000", "28000", last))
    with pytest.raises(ReservesFirst):
        decide(number, reserves=Money.pounds("39999.99"), parts=parts("34000", "28000", "18000.01"))


def test_an_open_month_or_a_running_year_is_refused() -> None:
    a_year()
    number = resolved().number
    with pytest.raises(YearNotClosed, match="September 2025"):
        decide(number)
    with pytest.raises(YearNotOver):
        surplus.appropriate(
            replace(YEAR, ends_in=2027), reserves=ZERO, parts=[], authority=number, by=build.person(), at=AT
        )


def test_what_a_project_spends_is_not_a_cost_of_the_years_surplus(year: None) -> None:
    decide(resolved().number)
    oracy = three_projects()[0]
    spent("5000", "", Money.pounds("31250"), date(2026, 11, 2), fund=str(oracy.fund_id))
    line = next(line for line in projects() if line.project == oracy)
    assert (line.spent, line.left) == (Money.pounds("31250"), Money.pounds("2750"))
    assert statement(replace(YEAR, ends_in=2027)).cost == ZERO


def test_projects_are_opened_joined_and_noted_once(year: None) -> None:
    project = three_projects()[0]
    assert three_projects()[0] == project
    schools = [build.school(), build.school(990002, "Second School")]
    by = build.person()
    assert surplus.take_part(project, schools, on=date(2026, 10, 20), by=by, at=DECIDED) == 2
    assert surplus.take_part(project, schools, on=date(2026, 10, 20), by=by, at=DECIDED) == 0
    note = surplus.note_change(project, "Listening score 61 to 70", on=date(2026, 12, 1), by=by, at=DECIDED)
    assert surplus.note_change(project, "Listening score 61 to 70", on=date(2026, 12, 1), by=by, at=DECIDED) == note
    line = projects()[0]
    assert (line.schools, line.note) == (2, "Listening score 61 to 70")


def raw(statement_: str, *values: str | int | None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement_, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_raw_sql_cannot_appropriate_to_anything_but_reserves_and_projects(year: None) -> None:
    saved = decide(resolved().number)
    line = "INSERT INTO billing_appropriationline (appropriation_id, kind, project_id, amount) VALUES (%s, %s, %s, %s)"
    with pytest.raises(DatabaseError, match="a_surplus_goes_to_reserves_or_to_a_project"):
        raw(line, saved.pk, "members", None, 100)
    with pytest.raises(DatabaseError, match="a_surplus_goes_to_reserves_or_to_a_project"):
        raw(line, saved.pk, "project", None, 100)
    extra = three_projects()[0]
    AppropriationLine.objects.filter(project=extra)
    other = surplus.open_project(
        slug="other", name="Other", purpose="Other", on=date(2026, 10, 1), by=build.person(), at=AT
    )
    with pytest.raises(DatabaseError, match="adds up to the surplus"):
        raw(line, saved.pk, "project", other.pk, 100)
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        raw("UPDATE billing_appropriationline SET amount = amount + 1")
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        raw("DELETE FROM billing_appropriation")


def test_raw_sql_cannot_appropriate_another_sum_than_the_ledgers(year: None) -> None:
    journal = surplus.bring_reserves_forward(Money(1), on=date(2025, 9, 1), by=build.person(), at=AT)
    with pytest.raises(DatabaseError, match="adds up to the surplus"):
        raw(
            "INSERT INTO billing_appropriation (starts_on, ends_on, surplus, authority, journal_id, recorded_at)"
            " VALUES ('2025-09-01', '2026-09-01', 12000000, 'RES-2026-001', %s, now())",
            journal.pk,
        )
    with pytest.raises(DatabaseError, match="a_surplus_is_appropriated_by_authority"):
        raw(
            "INSERT INTO billing_appropriation (starts_on, ends_on, surplus, authority, journal_id, recorded_at)"
            " VALUES ('2025-09-01', '2026-09-01', 12000000, '', %s, now())",
            journal.pk,
        )


def test_the_surplus_cannot_be_paid_out_by_a_journal_either(year: None) -> None:
    school = build.school().pk
    legs = [Leg("3000", Money(100), school), Leg("1200", Money(-100), school)]
    with (
        pytest.raises(DatabaseError, match=r"against an invoice, a refund or a credit|never distributed"),
        transaction.atomic(),
    ):
        ledger.post(on=date(2026, 10, 15), at=AT, source="gift/1", memo="Gift", lines=legs, by=build.person())
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    owed = [Leg("3000", Money(100), school), Leg("2000", Money(-100), school)]
    with pytest.raises(DatabaseError, match="never distributed"), transaction.atomic():
        ledger.post(on=date(2026, 10, 15), at=AT, source="gift/2", memo="Gift", lines=owed, by=build.person())
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Posting.objects.filter(journal__source__startswith="gift").count() == 0
    assert Fund.objects.count() == 1
    assert AccountingPeriod.objects.filter(closed_at=None).exists()
