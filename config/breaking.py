"""Try to break it: the demo's page of wrong attempts. Pressing one shows the refusal, and that nothing has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from config.breaking_attempts import ATTEMPTS, Attempt
from kernel import clock
from kernel.refusal import Refusal
from members.public import public

COUNTED = {
    "entries in the Record": "SELECT count(*) FROM kernel_record",
    "the last entry's hash": "SELECT left(hash, 12) FROM kernel_record"
    " WHERE position > 0 ORDER BY position DESC LIMIT 1",
    "schools, trusts and other bodies": "SELECT count(*) FROM members_organisation",
    "members": "SELECT count(*) FROM members_membership",
    "roles": "SELECT count(*) FROM members_appointment",
    "directors' terms": "SELECT count(*) FROM company_directorship",
    "orders": "SELECT count(*) FROM billing_order",
    "sum of all invoices": "SELECT '£' || to_char(sum(gross) / 100.0, 'FM999,999,990.00') FROM billing_invoice",
    "lines in the ledger": "SELECT count(*) FROM billing_posting",
    "money that went out": "SELECT '£' || to_char(sum(amount) / 100.0, 'FM999,999,990.00') FROM billing_moneyout",
}


class NotRefused(Exception):
    """The attempt went through. It is undone all the same; the page says that a guard is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: who refused it and how, and the figures before and after."""

    attempt: Attempt
    sentence: str
    guard: str
    was_refused: bool
    figures: list[tuple[str, str, str]]

    @property
    def nothing_changed(self) -> bool:
        """Whether every figure is what it was."""
        return all(before == after for _, before, after in self.figures)


def attempt(what: Attempt, at: datetime) -> Answer:
    """Try it, undo it whatever comes of it, and look whether anything is different."""
    before = _picture()
    was_refused = True
    try:
        with transaction.atomic():
            what.try_it(at)
            raise NotRefused
    except Refusal as refusal:
        sentence, guard = refusal.sentence, f"the rule {refusal.name}"
    except DatabaseError as error:
        sentence, guard = _said_by_the_database(error), "the database itself"
    except NotRefused:
        sentence, guard, was_refused = "Nobody refused this. It was undone; please tell us.", "nobody", False
    after = _picture()
    figures = [(name, before[name], after[name]) for name in COUNTED]
    return Answer(what, sentence, guard, was_refused, figures)


def _said_by_the_database(error: DatabaseError) -> str:
    """The database's own first line; the names of our constraints are sentences."""
    told: Any = getattr(error.__cause__, "diag", None)
    name = getattr(told, "constraint_name", None)
    words = name.replace("_", " ") if name else str(getattr(told, "message_primary", None) or error)
    words = words.removeprefix("pgtrigger: ")
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _picture() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({statement})" for statement in COUNTED.values()))
        return dict(zip(COUNTED, ("–" if value is None else str(value) for value in cursor.fetchone()), strict=True))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def try_to_break_it(request: HttpRequest) -> HttpResponse:
    """All attempts; after pressing one, what came of it."""
    answer = None
    if request.method == "POST":
        wanted = next((each for each in ATTEMPTS if each.slug == request.POST.get("attempt")), None)
        if wanted is None:
            raise Http404
        answer = attempt(wanted, clock.now())
    values = {"attempts": ATTEMPTS, "answer": answer, "crumbs": [("Home", "/"), ("Try to break it", "")]}
    return render(request, "breaking.html", values)
