"""Using a resolution as authority: what must be true before anything is done in its name.

Nothing fires by itself when a vote is recorded; the floor that acts names the resolution and says
for what. Source: founding fact S0-12 (a contribution is not spendable before the resolution is recorded).
"""

from dataclasses import dataclass
from datetime import date, datetime

from company.rules.terms import in_force
from kernel.money import Money
from kernel.refusal import Refusal


class NoSuchAuthority(Refusal):
    """No resolution bears the number given."""

    rule = "Every act that needs the board's authority names a resolution by its number."
    forward = "Look the number up among the resolutions."


class NotYetDecided(Refusal):
    """The vote had not been recorded at the moment the authority was to be used."""

    rule = "A resolution is an authority from the moment its vote is recorded, not before."
    forward = "Record the vote first."


class NotCarried(Refusal):
    """The resolution was put to the vote and not carried."""

    rule = "Only a resolution that was carried is an authority."
    forward = "Put a new resolution to the board."


class OutOfDate(Refusal):
    """The day lies outside the days for which the resolution is valid."""

    rule = "A resolution is an authority only on the days it names."
    forward = "Ask the board for a new resolution."


class OtherPurpose(Refusal):
    """The resolution was passed for something else."""

    rule = "A resolution is an authority only for the purpose it names."
    forward = "Use the resolution passed for this purpose, or ask the board for one."


class OtherSubject(Refusal):
    """The resolution names other subjects."""

    rule = "A resolution is an authority only for the subjects it names."
    forward = "Use the resolution that names this subject, or ask the board for one."


class NothingLeft(Refusal):
    """What is left of the resolution's sum does not cover the amount."""

    rule = "A resolution's sum is drawn down; together its uses may never exceed it."
    forward = "Use less, or ask the board for a further sum."


class UsedDifferently(Refusal):
    """The same source used this authority before, for another subject or amount."""

    rule = "One source uses an authority once; repeating the same use changes nothing."
    forward = "Give the new act a source of its own."


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution as far as its authority goes. No subjects named: any; no sum named: none may be drawn."""

    number: str
    purpose: str
    subjects: frozenset[str]
    amount: Money | None
    decided_at: datetime | None
    carried: bool
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to do in the resolution's name."""

    purpose: str
    subject: str
    amount: Money | None
    at: datetime
    on: date


def check(decision: Decision, use: Use, *, used: Money) -> None:
    """Refuse unless the resolution covers this use; `used` is what was drawn from its sum before.

    Refuses with NotYetDecided, NotCarried, OutOfDate, OtherPurpose, OtherSubject or NothingLeft, in that order.
    """
    if decision.decided_at is None or use.at < decision.decided_at:
        raise NotYetDecided(f"The vote on {decision.number} had not been recorded at that moment.")
    if not decision.carried:
        raise NotCarried(f"{decision.number} was not carried.")
    if not in_force(decision.starts_on, decision.ends_on, use.on):
        raise OutOfDate(f"{decision.number} is not in force on that day.")
    if use.purpose != decision.purpose:
        raise OtherPurpose(f"{decision.number} was passed for “{decision.purpose}”, not for “{use.purpose}”.")
    if decision.subjects and use.subject not in decision.subjects:
        raise OtherSubject(f"{decision.number} does not name {use.subject}.")
    if use.amount is not None:
        _check_sum(decision, use.amount, used)


def _check_sum(decision: Decision, amount: Money, used: Money) -> None:
    if decision.amount is None:
        raise NothingLeft(f"{decision.number} carries no sum.")
    if amount <= Money(0):
        raise NothingLeft("An amount above £0.00 is needed to draw on a resolution.")
    if used + amount > decision.amount:
        raise NothingLeft(f"{decision.number} has {decision.amount - used} left of {decision.amount}, not {amount}.")
