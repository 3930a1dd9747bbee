"""Who may be given which role where, by whom and with which limit: pure, on values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.money import Money
from kernel.periods import Period
from kernel.refusal import Refusal

SCHOOL_ROLES = frozenset({"school_buyer", "school_approver", "school_viewer", "school_administrator"})
OFFICES = {
    "school": SCHOOL_ROLES,
    "company": frozenset({"catalogue_manager", "finance_officer", "company_secretary", "adviser", "administrator"}),
    "council": frozenset({"council_commissioner"}),
}
SOURCE = "The company's policy on roles: two people for every pound, and nobody promotes themselves."


class NoSuchOffice(Refusal):
    """The body has no such role."""

    rule = SOURCE


class NotForYourself(Refusal):
    """Nobody gives, widens or ends a role of their own."""

    rule = SOURCE
    forward = "Ask another administrator to do it."


class AlreadyAppointed(Refusal):
    """The person holds the role for some of those days already."""

    rule = "A person holds a role once at a time, so that the limit on a day is certain."
    forward = "End the present appointment first, or change its limit."


class LimitWanted(Refusal):
    """An approver needs a limit; nobody else has one."""

    rule = SOURCE


class AlreadyEnded(Refusal):
    """The appointment is over, or ends before the day asked for."""

    rule = "What was true on a day stays true of that day: an appointment that is over is not changed."


class LastAdministrator(Refusal):
    """Somebody has to be able to give roles."""

    rule = "The company always has an administrator: otherwise nobody could give a role again."
    forward = "Appoint another administrator first."


@dataclass(frozen=True, slots=True)
class Wanted:
    """An appointment that somebody asks for."""

    role: str
    kind: str
    period: Period
    limit: Money | None


def check_office(wanted: Wanted) -> None:
    """The role exists at such a body, and a limit is given to an approver and to nobody else.

    Refuses with NoSuchOffice or LimitWanted.
    """
    if wanted.role not in OFFICES.get(wanted.kind, frozenset()):
        raise NoSuchOffice("That role does not exist at this organisation.", field="role")
    if wanted.role == "school_approver":
        check_limit(wanted.limit)
    elif wanted.limit is not None:
        raise LimitWanted("Only an approver has a limit: leave it empty.", field="limit")


def check_limit(limit: Money | None) -> None:
    """An approver's limit is an amount above nothing. Refuses with LimitWanted."""
    if limit is None or limit <= Money(0):
        raise LimitWanted("Say up to which sum this person may approve one order, for example 5,000.00.", field="limit")


def check_giver(giver_key: str, person_key: str) -> None:
    """Refuses with NotForYourself when the giver is the one appointed."""
    if giver_key == person_key:
        raise NotForYourself("You cannot change your own role or limit.")


def check_free(wanted: Period, held: Iterable[Period]) -> None:
    """No day of the wanted period is held already. Refuses with AlreadyAppointed."""
    if any(wanted.overlaps(period) for period in held):
        raise AlreadyAppointed("This person already has that role on some of these days.", field="starts_on")


def check_still_open(starts_on: date, ends_on: date | None, on: date) -> None:
    """The appointment can still end, or change, on that day. Refuses with AlreadyEnded."""
    if ends_on is not None and ends_on <= on:
        raise AlreadyEnded(f"This appointment ended on {ends_on.day} {ends_on:%B %Y}.", field="ends_on")
    if on < starts_on:
        raise AlreadyEnded(
            f"It starts on {starts_on.day} {starts_on:%B %Y}: choose that day or a later one.", field="ends_on"
        )
