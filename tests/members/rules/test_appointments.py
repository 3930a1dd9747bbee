"""Who may be given which role."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.money import Money
from kernel.periods import Period
from members.rules import appointments as rules
from members.states import SCHOOL_ROLES, STAFF_ROLES, Role

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


def wanted(role: str, kind: str, limit: Money | None = None) -> rules.Wanted:
    return rules.Wanted(role, kind, YEAR, limit)


def test_every_role_belongs_to_exactly_one_kind_of_body():
    kinds = [kind for role in Role for kind, roles in rules.OFFICES.items() if role in roles]
    assert len(kinds) == len(Role)
    assert rules.OFFICES["school"] == SCHOOL_ROLES
    assert rules.OFFICES["company"] == STAFF_ROLES


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("finance_officer", "school"),
        ("school_buyer", "company"),
        ("council_commissioner", "trust"),
        ("director", "company"),
    ],
)
def test_a_role_is_refused_where_there_is_no_such_office(role, kind):
    with pytest.raises(rules.NoSuchOffice) as no:
        rules.check_office(wanted(role, kind))
    assert no.value.field == "role"


@pytest.mark.parametrize("limit", [None, Money(0), Money(-1)])
def test_an_approver_needs_a_limit_above_nothing(limit):
    with pytest.raises(rules.LimitWanted, match="up to which sum"):
        rules.check_office(wanted("school_approver", "school", limit))


def test_only_an_approver_has_a_limit():
    with pytest.raises(rules.LimitWanted, match="Only an approver"):
        rules.check_office(wanted("school_buyer", "school", Money(1)))
    rules.check_office(wanted("school_approver", "school", Money(1)))


def test_nobody_gives_themselves_a_role():
    with pytest.raises(rules.NotForYourself):
        rules.check_giver("person/1", "person/1")
    rules.check_giver("person/1", "person/2")
    rules.check_giver("system", "person/2")


def test_a_role_is_held_once_at_a_time():
    with pytest.raises(rules.AlreadyAppointed):
        rules.check_free(YEAR, [Period(date(2026, 12, 31))])
    rules.check_free(YEAR, [Period(date(2025, 1, 1), YEAR.starts_on), Period(date(2027, 1, 1))])


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 6, 1)])
def test_a_running_role_may_end_on_its_first_day_or_later(on):
    rules.check_still_open(date(2026, 1, 1), None, on)


def test_a_role_that_is_over_is_not_changed():
    with pytest.raises(rules.AlreadyEnded, match="ended on 1 March 2026"):
        rules.check_still_open(date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 1))
    with pytest.raises(rules.AlreadyEnded, match="starts on 1 January 2026"):
        rules.check_still_open(date(2026, 1, 1), None, date(2025, 12, 31))
