"""The demo world is whole, lawful and adds up; it is loaded into an empty database only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from billing import public as billing
from company import public as company
from config.demo.world import NotEmpty, build
from kernel import ports
from kernel.models import Outbox
from kernel.money import Money
from members import public as members
from members.public import Organisation, Standing
from services.public import Service
from tests.config.attempts import every_attempt_is_refused_and_changes_nothing

ON = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demo_world_is_whole_and_refuses_a_second_load() -> None:
    build(ON)
    schools = list(Organisation.objects.filter(kind="school", la_code="990").exclude(type_code__in=[11, 18]))
    standings = members.standings_of(schools, ON)
    assert len(schools) == 60
    assert sum(standing is Standing.MEMBER for standing in standings.values()) == 56
    board = company.check_board(ON)
    assert (board.size, board.council, board.holds) == (13, 2, True)
    assert Service.objects.count() >= 58
    assert billing.surplus_of(billing.CompanyYear(2026)) == Money.pounds(120_000)
    assert not Outbox.objects.exists()  # nobody is written to about an invented past
    broken = {check.name: found for check in ports.checks if (found := list(check.run()))}
    # The chain is written at COMMIT, and this test never commits.
    assert set(broken) <= {"record-chain"}
    every_attempt_is_refused_and_changes_nothing(AT)
    with pytest.raises(NotEmpty):
        build(ON)


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2026, 9, 1), date(2027, 2, 28), date(2028, 2, 29)])
@pytest.mark.soak
def test_the_demo_can_be_built_for_any_day(on: date) -> None:
    build(on)
    assert company.check_board(on).holds
