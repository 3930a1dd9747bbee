"""Giving a role, changing its limit, ending it. Votes, orders and money never depend on a role that is not dated."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kernel import clock
from kernel.money import Money
from kernel.periods import Period
from kernel.records import Actor, record
from members.models import Appointment, Organisation, Person
from members.queries.hats import running_on
from members.rules import appointments as rules
from members.states import Role


@transaction.atomic
def appoint(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    limit: Money | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give a person a role at an organisation from a day on.

    Safe to repeat: the same role, days and limit give back the same appointment.

    Refuses with NoSuchOffice, LimitWanted, NotForYourself or AlreadyAppointed.
    """
    period = Period(starts_on, ends_on)
    rules.check_office(rules.Wanted(role, organisation.kind, period, limit))
    rules.check_giver(by.key, person.key)
    Person.objects.select_for_update().get(pk=person.pk)
    held = list(Appointment.objects.filter(person=person, organisation=organisation, role=role))
    for row in held:
        if (row.starts_on, row.ends_on, row.limit) == (starts_on, ends_on, limit):
            return row
    rules.check_free(period, [Period(row.starts_on, row.ends_on) for row in held if row.ends_on != row.starts_on])
    appointment = Appointment.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        limit=limit,
        granted_by=by if isinstance(by, Person) else None,
    )
    record(
        by=by,
        at=at,
        verb="members.role.given",
        subject=person,
        appointment=appointment,
        role=role,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        limit=limit,
    )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Actor, at: datetime) -> Appointment:
    """End a role: `on` is the first day without it. Ending it today ends the access at once.

    Safe to repeat: an appointment that ends on that day already is given back as it is.

    Refuses with NotForYourself, AlreadyEnded or LastAdministrator.
    """
    row = Appointment.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=appointment.pk)
    if row.ends_on == on:
        return row
    rules.check_giver(by.key, f"person/{row.person_id}")
    _check_day(row, on, at)
    if row.role == Role.ADMINISTRATOR:
        _check_not_the_last(row, on)
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    record(
        by=by,
        at=at,
        verb="members.role.ended",
        subject=f"person/{row.person_id}",
        appointment=row,
        role=row.role,
        organisation=row.organisation,
        ends_on=on,
    )
    return row


@transaction.atomic
def change_limit(appointment: Appointment, *, limit: Money, on: date, by: Actor, at: datetime) -> Appointment:
    """Give an approver another limit from a day on; the days before keep theirs.

    Safe to repeat: the same limit again changes nothing.

    Refuses with NoSuchOffice, LimitWanted, NotForYourself or AlreadyEnded.
    """
    row = Appointment.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=appointment.pk)
    if row.role != Role.SCHOOL_APPROVER:
        raise rules.LimitWanted("Only an approver has a limit.", field="limit")
    rules.check_limit(limit)
    rules.check_giver(by.key, f"person/{row.person_id}")
    if row.limit == limit:
        return row
    _check_day(row, on, at)
    before, until = row.limit, row.ends_on
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    changed = Appointment.objects.create(
        person_id=row.person_id,
        organisation=row.organisation,
        role=row.role,
        starts_on=on,
        ends_on=until,
        limit=limit,
        granted_by=by if isinstance(by, Person) else None,
    )
    record(
        by=by,
        at=at,
        verb="members.limit.changed",
        subject=f"person/{row.person_id}",
        appointment=changed,
        instead_of=row,
        organisation=row.organisation,
        before=before,
        limit=limit,
        starts_on=on,
    )
    return changed


def _check_day(row: Appointment, on: date, at: datetime) -> None:
    """The appointment is open on that day, and the day is not over. Refuses with AlreadyEnded."""
    rules.check_still_open(row.starts_on, row.ends_on, on)
    if on < clock.day_of(at):
        raise rules.AlreadyEnded("Choose today or a later day: what was true before stays so.", field="ends_on")


def _check_not_the_last(row: Appointment, on: date) -> None:
    """Refuses with LastAdministrator. Locks the administrators, so that two cannot remove each other at once."""
    others = Appointment.objects.select_for_update().filter(
        running_on(on), organisation=row.organisation, role=Role.ADMINISTRATOR
    )
    if not [other for other in others if other.person_id != row.person_id]:
        raise rules.LastAdministrator("This is the company's last administrator.")
