"""Meetings of the board: called, and held once it is known who came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from company.actions.guard import person_or_none
from company.models import Attendance, Meeting
from company.queries.boards import known_board
from company.rules.registers import AlreadyDecided, NotADirectorThatDay
from kernel import clock
from kernel.records import Actor, record
from members.public import Person


@transaction.atomic
def call(*, title: str, starts_at: datetime, place: str, by: Actor, at: datetime) -> Meeting:
    """Put a meeting of the board in the diary.

    Safe to repeat: the same title and moment give back the same meeting.
    """
    meeting, is_new = Meeting.objects.get_or_create(
        title=title,
        starts_at=starts_at,
        defaults={"place": place, "recorded_by": person_or_none(by), "recorded_at": at},
    )
    if is_new:
        record(by=by, at=at, verb="company.meeting.called", subject=meeting, starts_at=starts_at, place=place)
    return meeting


@transaction.atomic
def record_attendance(meeting: Meeting, people: Collection[Person], *, by: Actor, at: datetime) -> Meeting:
    """Record which directors attended; the chair of that day, if there, chaired.

    Safe to repeat; it replaces an earlier list until a vote of the meeting has been recorded.

    Refuses with NotADirectorThatDay or AlreadyDecided.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.resolutions.filter(carried__isnull=False).exists():
        raise AlreadyDecided("Votes of this meeting have been recorded, so its attendance stands.")
    on = clock.day_of(row.starts_at)
    sitting = {one.ref: one for one in known_board().on(on)}
    strangers = [person.name for person in people if person.key not in sitting]
    if strangers:
        raise NotADirectorThatDay(f"Not a director on that day: {', '.join(strangers)}.", field="people")
    row.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=row, person=person, is_chair=sitting[person.key].is_chair(on)) for person in people
    )
    row.held_at = row.starts_at
    row.save(update_fields=["held_at"])
    record(by=by, at=at, verb="company.meeting.attended", subject=row, people=sorted(person.key for person in people))
    return row
