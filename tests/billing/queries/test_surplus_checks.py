"""The invariants of authorities and of the surplus: each finds its own planted fault, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from billing.actions import surplus
from billing.models import AccountingPeriod, Appropriation, AppropriationLine, Journal, Posting
from billing.queries.surplus_checks import SURPLUS_CHECKS
from company import public as company
from company.actions import resolutions
from company.actions.resolutions import Count, Proposal
from company.models import AuthorityUse, Meeting
from kernel.money import Money
from tests.billing import build
from tests.billing.planted_faults import triggers_off
from tests.billing.surplus_world import AT, DECIDED, VOTED, YEAR, a_year, close_the_year, parts, resolved

pytestmark = pytest.mark.django_db
CHECKS = [*company.CHECKS, *SURPLUS_CHECKS]


@pytest.fixture
def decided() -> Appropriation:
    """A surplus decided, and another resolution drawn on."""
    a_year()
    close_the_year()
    authority = resolved().number
    by = build.person()
    saved = surplus.appropriate(
        YEAR, reserves=Money.pounds("40000"), parts=parts(), authority=authority, by=by, at=DECIDED
    )
    proposal = Proposal("To contribute", "fund-contribution", date(2026, 10, 14), amount=Money.pounds("500"))
    other = resolutions.propose(Meeting.objects.get(), proposal, by=by, at=AT)
    resolutions.record_vote(other, Count(8, 0, 4), by=by, at=VOTED)
    company.use_authority(
        other.number,
        for_="fund-contribution",
        subject="fund/B",
        amount=Money.pounds("500"),
        source="contribution/1",
        by=by,
        at=DECIDED,
    )
    return saved


def broken() -> dict[str, set[str]]:
    found = {check.name: {finding.key for finding in check.run()} for check in CHECKS}
    return {name: keys for name, keys in found.items() if keys}


def contribution() -> AuthorityUse:
    return AuthorityUse.objects.get(source="contribution/1")


def overdrawn() -> set[str]:
    use = contribution()
    AuthorityUse.objects.filter(pk=use.pk).update(amount=Money.pounds("500.01"))
    return {use.resolution.key}


def used_before_the_vote() -> set[str]:
    use = contribution()
    AuthorityUse.objects.filter(pk=use.pk).update(used_at=VOTED - timedelta(minutes=1))
    return {use.key}


def a_penny_less() -> set[str]:
    line = AppropriationLine.objects.filter(kind="project").earliest("pk")
    AppropriationLine.objects.filter(pk=line.pk).update(amount=line.amount - Money(1))
    return {line.appropriation.key}


def income_moved_to_another_year() -> set[str]:
    journal = Journal.objects.filter(source__startswith="invoice/T-4400").get()
    later = date(2026, 9, 2)
    period = AccountingPeriod.objects.get(starts_on=later.replace(day=1))
    Posting.objects.filter(journal=journal).update(on=later)
    Journal.objects.filter(pk=journal.pk).update(on=later, period=period)
    return {Appropriation.objects.get().key}


def another_journal() -> set[str]:
    Appropriation.objects.update(journal=Journal.objects.get(source="reserves/brought-forward"))
    return {Appropriation.objects.get().key}


def another_authority() -> set[str]:
    Appropriation.objects.update(authority="RES-2026-999")
    return {Appropriation.objects.get().key}


def paid_out() -> set[str]:
    journal = Journal.objects.get(source="reserves/brought-forward")
    Posting.objects.filter(journal=journal, account="3200").update(account="1200")
    return {journal.key}


FAULTS: dict[str, Callable[[], set[str]]] = {
    "authority-sums": overdrawn,
    "authority-votes": used_before_the_vote,
    "appropriation-parts": a_penny_less,
    "appropriation-surplus": income_moved_to_another_year,
    "appropriation-journal": another_journal,
    "appropriation-authority": another_authority,
    "no-distribution": paid_out,
}


def test_every_invariant_holds_after_a_decision(decided: Appropriation) -> None:
    assert broken() == {}


def test_every_invariant_has_a_planted_fault() -> None:
    assert {check.name for check in CHECKS} == set(FAULTS)


@pytest.mark.parametrize("name", list(FAULTS))
def test_an_invariant_alone_reports_its_own_fault_with_the_rows(decided: Appropriation, name: str) -> None:
    with triggers_off():
        keys = FAULTS[name]()
    assert broken() == {name: keys}
