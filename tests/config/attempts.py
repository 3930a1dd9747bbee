"""Which guard each attempt of "Try to break it" is meant for."""

from __future__ import annotations

from datetime import datetime

from config.breaking import attempt
from config.breaking_attempts import ATTEMPTS

GUARDS = {
    "day": "LoadRefused",
    "closure": "MassClosure",
    "member": "AlreadyMember",
    "own-role": "NotForYourself",
    "unapproved": "ApprovalNeeded",
    "nothing": "QuantityUnclear",
    "councillor": "WouldBreakRules",
    "purpose": "OtherPurpose",
    "month": "PeriodNotOver",
    "tomorrow": "ReceivedInTheFuture",
}


def every_attempt_is_refused_and_changes_nothing(at: datetime) -> None:
    """By the guard it is meant for. The caller has built the demo world."""
    answers = {each.slug: attempt(each, at) for each in ATTEMPTS}
    assert [slug for slug, answer in answers.items() if not (answer.was_refused and answer.nothing_changed)] == []
    assert {slug: answer.guard for slug, answer in answers.items()} == {
        each.slug: f"the rule {GUARDS[each.slug]}" if each.slug in GUARDS else "the database itself"
        for each in ATTEMPTS
    }
    assert "31-02-2020" in answers["day"].sentence
    assert answers["dividend"].sentence == "Money goes out against an invoice a refund or a credit."
