"""Resolutions: put to the board, voted on once, and numbered without a gap in each year."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from company.actions.guard import person_or_none
from company.models import Meeting, Resolution, ResolutionSubject, Withdrawal
from company.queries.boards import known_board
from company.rules.registers import AlreadyDecided, EndsBeforeItStarts, MeetingNotHeld, NotADirectorThatDay
from company.rules.votes import Casting, Room, board_vote
from kernel import clock, counters
from kernel.money import Money
from kernel.records import Actor, record
from members.public import Person


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the board is asked to resolve; no subjects: anything of that purpose; no sum: none may be drawn."""

    text: str
    purpose: str
    starts_on: date
    ends_on: date | None = None
    subjects: Sequence[str] = ()
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The votes as counted, and who withdrew from the item because of an interest."""

    votes_for: int
    votes_against: int
    abstained: int = 0
    withdrew: Collection[Person] = ()
    casting: Casting = Casting.NONE


@transaction.atomic
def propose(meeting: Meeting, proposal: Proposal, *, by: Actor, at: datetime) -> Resolution:
    """Put a resolution on a meeting's agenda under the next number of its year, RES-2026-004.

    Not repeatable: each call is a new resolution.

    Refuses with EndsBeforeItStarts.
    """
    if proposal.ends_on is not None and proposal.ends_on <= proposal.starts_on:
        raise EndsBeforeItStarts("The resolution would end before it starts.", field="ends_on")
    year = clock.day_of(meeting.starts_at).year
    number = counters.take(f"resolution-{year}")[0]
    resolution = Resolution.objects.create(
        number=f"RES-{year}-{number:03d}",
        meeting=meeting,
        text=proposal.text,
        purpose=proposal.purpose,
        amount=proposal.amount,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        recorded_by=person_or_none(by),
        recorded_at=at,
    )
    ResolutionSubject.objects.bulk_create(
        ResolutionSubject(resolution=resolution, subject=subject) for subject in dict.fromkeys(proposal.subjects)
    )
    record(
        by=by,
        at=at,
        verb="company.resolution.proposed",
        subject=resolution,
        purpose=proposal.purpose,
        amount=proposal.amount,
    )
    return resolution


@transaction.atomic
def record_vote(resolution: Resolution, count: Count, *, by: Actor, at: datetime) -> Resolution:
    """Record the vote on a resolution; from this moment it is an authority, if it was carried.

    Not repeatable: a recorded vote is never changed.

    Refuses with AlreadyDecided, MeetingNotHeld, NotADirectorThatDay, or as the rule of the board's vote does.
    """
    row = Resolution.objects.select_for_update().select_related("meeting").get(number=resolution.number)
    if row.decided_at is not None:
        raise AlreadyDecided(f"The vote on {row.number} was recorded before.")
    if row.meeting.held_at is None:
        raise MeetingNotHeld("It is not recorded yet who attended this meeting.")
    room = _room(row.meeting, count.withdrew)
    articles = known_board().articles_on(clock.day_of(row.meeting.starts_at))
    result = board_vote(
        room,
        votes_for=count.votes_for,
        votes_against=count.votes_against,
        abstained=count.abstained,
        quorum=articles.quorum,
        casting_vote=articles.casting_vote,
        casting=count.casting,
    )
    Withdrawal.objects.bulk_create(Withdrawal(resolution=row, person=person) for person in count.withdrew)
    row.attending, row.withdrew = room.attending, room.unable
    row.votes_for, row.votes_against, row.abstained = count.votes_for, count.votes_against, count.abstained
    row.casting, row.carried, row.decided_at = count.casting.value, result.carried, at
    row.save()
    record(by=by, at=at, verb="company.resolution.voted", subject=row, vote=result.fact, carried=result.carried)
    return row


def _room(meeting: Meeting, withdrew: Collection[Person]) -> Room:
    attending = {row.person_id: row.is_chair for row in meeting.attendances.all()}
    gone = {person.pk for person in withdrew}
    if not gone <= attending.keys():
        raise NotADirectorThatDay("Somebody named as withdrawing did not attend.", field="withdrew")
    chair_able = any(is_chair and person not in gone for person, is_chair in attending.items())
    return Room(len(attending), unable=len(gone), chair_able=chair_able)
