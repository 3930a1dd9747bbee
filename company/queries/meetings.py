"""Meetings and resolutions as their pages show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from company.models import Attendance, AuthorityUse, Meeting, Resolution
from company.queries.boards import known_board
from company.rules.results import RuleResult
from company.rules.votes import Room, board_quorum, council_in_the_room
from kernel import clock
from kernel.money import ZERO, Money
from members.public import Person


def meetings() -> QuerySet[Meeting]:
    """All meetings, the latest first."""
    return Meeting.objects.order_by("-starts_at")


def numbers_at(some: Iterable[Meeting]) -> dict[int, tuple[int, int]]:
    """How many directors attended each meeting, and how many resolutions were put to it; two SQL statements."""
    pks = [meeting.pk for meeting in some]
    came = Counter(Attendance.objects.filter(meeting__in=pks).values_list("meeting_id", flat=True))
    items = Counter(Resolution.objects.filter(meeting__in=pks).values_list("meeting_id", flat=True))
    return {pk: (came[pk], items[pk]) for pk in pks}


def next_meeting(at: datetime) -> Meeting | None:
    """The next meeting after an instant."""
    return Meeting.objects.filter(starts_at__gte=at).order_by("starts_at").first()


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting: who could come, who came, whether it could decide, and what it was asked."""

    meeting: Meeting
    on: date
    sitting: list[tuple[str, str]]
    present: list[Person]
    chaired_by: Person | None
    resolutions: list[Resolution]
    rules: tuple[RuleResult, ...]
    quorum: int

    @property
    def is_decided(self) -> bool:
        """Whether a vote of this meeting has been recorded, so that its attendance stands."""
        return any(resolution.decided_at for resolution in self.resolutions)


def meeting_page(meeting: Meeting) -> MeetingPage:
    """Everything about one meeting; four SQL statements."""
    board, on = known_board(), clock.day_of(meeting.starts_at)
    sitting = sorted(board.on(on), key=lambda one: one.name)
    rows = list(meeting.attendances.select_related("person").order_by("person__name"))
    here = {row.person.key for row in rows}
    associated = sum(one.reading(board.authority, on).narrow for one in sitting if one.ref in here)
    rules: tuple[RuleResult, ...] = ()
    if meeting.held_at is not None:
        rules = (
            board_quorum(Room(len(rows)), board.articles_on(on).quorum),
            council_in_the_room(attending=len(rows), associated=associated),
        )
    return MeetingPage(
        meeting=meeting,
        on=on,
        sitting=[(one.ref.partition("/")[2], one.name) for one in sitting],
        present=[row.person for row in rows],
        chaired_by=next((row.person for row in rows if row.is_chair), None),
        resolutions=list(meeting.resolutions.order_by("number")),
        rules=rules,
        quorum=board.articles_on(on).quorum,
    )


@dataclass(frozen=True, slots=True)
class ResolutionPage:
    """One resolution: what it says, how it was decided, what was done in its name, and what is left of its sum."""

    resolution: Resolution
    subjects: list[str]
    withdrew: list[str]
    uses: list[AuthorityUse]
    drawn: Money

    @property
    def left(self) -> Money | None:
        """What may still be drawn; None where it carries no sum."""
        return None if self.resolution.amount is None else self.resolution.amount - self.drawn


def resolutions() -> QuerySet[Resolution]:
    """All resolutions, the latest first."""
    return Resolution.objects.select_related("meeting").order_by("-recorded_at", "-number")


def drawn_from(some: Iterable[Resolution]) -> dict[int, Money]:
    """What has been drawn from each resolution's sum; one SQL statement."""
    drawn: dict[int, Money] = defaultdict(lambda: ZERO)
    for use in AuthorityUse.objects.filter(resolution__in=[one.pk for one in some], amount__isnull=False):
        drawn[use.resolution_id] += use.drawn
    return drawn


def resolution_page(number: str) -> ResolutionPage:
    """Everything about one resolution; raises Resolution.DoesNotExist."""
    row = Resolution.objects.select_related("meeting", "recorded_by").get(number=number)
    uses = list(row.uses.select_related("used_by").order_by("used_at", "pk"))
    return ResolutionPage(
        resolution=row,
        subjects=list(row.subjects.order_by("subject").values_list("subject", flat=True)),
        withdrew=list(row.withdrawals.order_by("person__name").values_list("person__name", flat=True)),
        uses=uses,
        drawn=Money.total([use.amount for use in uses if use.amount is not None]) if uses else ZERO,
    )
