"""Invariants of the surplus, for check_books."""

from __future__ import annotations

from django.db.models import F, Sum

from billing.models import Appropriation, Posting
from billing.queries.surplus import outside_the_surplus, surplus_of
from billing.rules import chart
from billing.rules.surplus import PURPOSE, CompanyYear
from company import public as company
from kernel.money import ZERO
from kernel.ports import Check, Finding


def adds_up() -> list[Finding]:
    """Appropriations whose parts are not their surplus."""
    rows = Appropriation.objects.annotate(parts=Sum("lines__amount")).exclude(parts=F("surplus"))
    return [Finding(row.key, f"its parts do not add up to {row.surplus}") for row in rows.order_by("starts_on")]


def is_the_surplus() -> list[Finding]:
    """Appropriations of something else than the ledger's surplus of their year."""
    found = []
    for row in Appropriation.objects.order_by("starts_on"):
        earned = surplus_of(CompanyYear(row.ends_on.year))
        if earned != row.surplus:
            found.append(Finding(row.key, f"the ledger's surplus is {earned}, not {row.surplus}"))
    return found


def is_posted() -> list[Finding]:
    """Appropriations whose journal moves another sum out of the surplus."""
    moved = dict(
        Posting.objects.filter(account=chart.SURPLUS)
        .values("journal")
        .annotate(total=Sum("amount"))
        .values_list("journal", "total")
    )
    return [
        Finding(row.key, f"journal/{row.journal_id} moves {moved.get(row.journal_id, ZERO)}, not {row.surplus}")
        for row in Appropriation.objects.order_by("starts_on")
        if moved.get(row.journal_id, ZERO) != row.surplus
    ]


def by_authority() -> list[Finding]:
    """Appropriations for which no carried resolution was used with their sum."""
    used = {
        (use.resolution.number, use.source): use.amount
        for use in company.AuthorityUse.objects.filter(purpose=PURPOSE).select_related("resolution")
    }
    return [
        Finding(row.key, f"{row.authority} was not used for {row.surplus}")
        for row in Appropriation.objects.order_by("starts_on")
        if used.get((row.authority, row.key)) != row.surplus
    ]


def nothing_distributed() -> list[Finding]:
    """Journals that moved the surplus out of the surplus."""
    rows = outside_the_surplus().order_by("journal", "pk")
    return [Finding(f"journal/{row.journal_id}", f"moves the surplus to {row.account_id}") for row in rows]


SURPLUS_CHECKS = [
    Check("appropriation-parts", "The parts of every appropriation add up to its surplus, to the penny", adds_up),
    Check("appropriation-surplus", "Every appropriation is the ledger's surplus of its year", is_the_surplus),
    Check("appropriation-journal", "The journal of every appropriation moves its surplus", is_posted),
    Check("appropriation-authority", "Every appropriation used an authority of the board for its sum", by_authority),
    Check("no-distribution", "Nothing of the surplus was moved out of the surplus", nothing_distributed),
]
