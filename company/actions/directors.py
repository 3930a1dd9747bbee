"""Changes to the register of directors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from company.actions.guard import guarded, person_or_none
from company.models import Association, Chairmanship, Directorship, PaidWork
from company.queries.boards import known_board
from company.rules.lawful_changes import Excuse
from company.rules.registers import AlreadyADirector, EndsBeforeItStarts, NotInOffice, TermsUsedUp
from company.rules.terms import first_day_after, in_force
from company.states import Benefit, Capacity, Leaving, Seat
from kernel import clock
from kernel.records import Actor, record
from members.public import Organisation, Person, running_on


@dataclass(frozen=True, slots=True)
class NewDirector:
    """Who is to join the board, on which seat and from when; `years` empty takes the articles' term.

    A chief executive without `years` sits for as long as they are employed: that term has no end yet.

    `is_councillor_of` names the council they serve on, whatever the seat.
    """

    person: Person
    seat: Seat
    starts_on: date
    years: int | None = None
    constituency: str = ""
    skills: Sequence[str] = ()
    authority: str = ""
    is_councillor_of: Organisation | None = None


@transaction.atomic
def appoint(new: NewDirector, *, excuse: Excuse | None = None, by: Actor, at: datetime) -> Directorship:
    """Enter a new term in the register of directors; it ends by itself when it has run.

    Safe to repeat: the same person, seat and first day give back the same term.

    Refuses with AlreadyADirector, TermsUsedUp or WouldBreakRules.
    """
    same = Directorship.objects.filter(person=new.person, seat=new.seat, starts_on=new.starts_on).first()
    if same is not None:
        return same
    articles = known_board().articles_on(new.starts_on)
    ends_on = _end_of_term(new, articles.term_years)
    _refuse_overlap(new, ends_on)
    term = Directorship.objects.filter(person=new.person).count() + 1
    if term > articles.most_terms:
        raise TermsUsedUp(f"{new.person.name} has served {term - 1} terms; the articles allow {articles.most_terms}.")

    def change() -> Directorship:
        _connect(new, by=by, at=at)
        return Directorship.objects.create(
            person=new.person,
            seat=new.seat,
            starts_on=new.starts_on,
            ends_on=ends_on,
            term=term,
            skills=list(new.skills),
            constituency=new.constituency,
            authority=new.authority,
            recorded_by=person_or_none(by),
            recorded_at=at,
        )

    saved = guarded(change, on=new.starts_on, excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.director.appointed",
        subject=saved,
        authority=new.authority,
        person=new.person,
        seat=new.seat.value,
        starts_on=new.starts_on,
        ends_on=ends_on,
        councillor_of=new.is_councillor_of,
    )
    return saved


def _connect(new: NewDirector, *, by: Actor, at: datetime) -> None:
    """Enter that a new director serves on a council, unless that is known."""
    if new.is_councillor_of is None:
        return
    known = Association.objects.filter(
        person=new.person, authority=new.is_councillor_of, capacity=Capacity.COUNCILLOR, ends_on__isnull=True
    )
    if not known.exists():
        Association.objects.create(
            person=new.person,
            authority=new.is_councillor_of,
            capacity=Capacity.COUNCILLOR.value,
            starts_on=new.starts_on,
            recorded_by=person_or_none(by),
            recorded_at=at,
        )


def newcomer(*, email: str, name: str) -> Person:
    """The person with that e-mail address, entered under the name given if nobody has it; nothing else changes."""
    known = Person.objects.filter(email__iexact=email).first()
    return known or Person.objects.create_user(email, None, name=name)


def _end_of_term(new: NewDirector, term_years: int) -> date | None:
    if new.seat is Seat.CHIEF_EXECUTIVE and new.years is None:
        return None
    return first_day_after(new.starts_on, new.years or term_years)


def _refuse_overlap(new: NewDirector, ends_on: date | None) -> None:
    held = Directorship.objects.filter(person=new.person).exclude(ends_on__lte=new.starts_on)
    if ends_on is not None:
        held = held.filter(starts_on__lt=ends_on)
    if held.exists():
        raise AlreadyADirector(f"{new.person.name} is a director on days of that term.", field="starts_on")


@transaction.atomic
def end(
    directorship: Directorship,
    *,
    ends_on: date,
    left_by: Leaving = Leaving.RESIGNED,
    excuse: Excuse | None = None,
    by: Actor,
    at: datetime,
) -> Directorship:
    """End a term early: `ends_on` is the first day no longer in office. A chair leaves the chair with it.

    Safe to repeat: the same day again changes nothing.

    Refuses with NotInOffice or WouldBreakRules.
    """
    row = Directorship.objects.select_for_update().select_related("person").get(pk=directorship.pk)
    if row.ends_on == ends_on and row.left_by:
        return row
    if ends_on <= row.starts_on or (row.ends_on is not None and ends_on >= row.ends_on):
        raise NotInOffice(f"{row.person.name} is not in office on the day before that.", field="ends_on")

    def change() -> Directorship:
        row.ends_on, row.left_by = ends_on, left_by.value
        row.save(update_fields=["ends_on", "left_by"])
        _leave_chair(row, ends_on)
        return row

    saved = guarded(change, on=ends_on, excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.director.left",
        subject=saved,
        person=row.person,
        ends_on=ends_on,
        left_by=left_by.value,
    )
    return saved


def _leave_chair(row: Directorship, ends_on: date) -> None:
    Chairmanship.objects.filter(directorship=row, starts_on__gte=ends_on).delete()
    Chairmanship.objects.filter(directorship=row).exclude(ends_on__lte=ends_on).update(ends_on=ends_on)


@transaction.atomic
def take_chair(
    directorship: Directorship,
    *,
    starts_on: date,
    authority: str = "",
    excuse: Excuse | None = None,
    by: Actor,
    at: datetime,
) -> Chairmanship:
    """Give the chair to a director from a day, until their term ends; whoever held it leaves it that day.

    Safe to repeat: the same director and day give back the same chairmanship.

    Refuses with NotInOffice or WouldBreakRules.
    """
    row = Directorship.objects.select_for_update().select_related("person").get(pk=directorship.pk)
    same = Chairmanship.objects.filter(directorship=row, starts_on=starts_on).first()
    if same is not None:
        return same
    if not in_force(row.starts_on, row.ends_on, starts_on):
        raise NotInOffice(f"{row.person.name} is not in office on that day.", field="starts_on")

    def change() -> Chairmanship:
        Chairmanship.objects.filter(starts_on__gte=starts_on).delete()
        Chairmanship.objects.filter(running_on(starts_on)).update(ends_on=starts_on)
        return Chairmanship.objects.create(
            directorship=row,
            starts_on=starts_on,
            ends_on=row.ends_on,
            authority=authority,
            recorded_by=person_or_none(by),
            recorded_at=at,
        )

    saved = guarded(change, on=starts_on, excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.chair.taken",
        subject=saved,
        authority=authority,
        person=row.person,
        starts_on=starts_on,
    )
    return saved


@transaction.atomic
def declare_association(
    person: Person,
    *,
    council: Organisation,
    capacity: Capacity,
    starts_on: date | None,
    ends_on: date | None = None,
    excuse: Excuse | None = None,
    by: Actor,
    at: datetime,
) -> Association:
    """Enter a connection of a person with a council; `ends_on` is the first day without it.

    Safe to repeat: the same connection from the same day is entered once; an end given later is added to it.

    Refuses with EndsBeforeItStarts or WouldBreakRules.
    """
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        raise EndsBeforeItStarts("The connection would end before it starts.", field="ends_on")

    def change() -> Association:
        row, _ = Association.objects.update_or_create(
            person=person,
            authority=council,
            capacity=capacity.value,
            starts_on=starts_on,
            defaults={"ends_on": ends_on},
            create_defaults={"ends_on": ends_on, "recorded_by": person_or_none(by), "recorded_at": at},
        )
        return row

    saved = guarded(change, on=starts_on or clock.day_of(at), excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.association.declared",
        subject=saved,
        person=person,
        council=council,
        capacity=capacity.value,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return saved


@transaction.atomic
def record_work(
    person: Person,
    *,
    what: str,
    benefit: Benefit,
    starts_on: date,
    ends_on: date | None = None,
    excuse: Excuse | None = None,
    by: Actor,
    at: datetime,
) -> PaidWork:
    """Enter work a person does for the company for pay; with the benefit their own, a director is executive meanwhile.

    Safe to repeat: the same work from the same day is entered once.

    Refuses with EndsBeforeItStarts or WouldBreakRules.
    """
    if ends_on is not None and ends_on <= starts_on:
        raise EndsBeforeItStarts("The work would end before it starts.", field="ends_on")

    def change() -> PaidWork:
        row, _ = PaidWork.objects.get_or_create(
            person=person,
            what=what,
            starts_on=starts_on,
            defaults={
                "benefit": benefit.value,
                "ends_on": ends_on,
                "recorded_by": person_or_none(by),
                "recorded_at": at,
            },
        )
        return row

    saved = guarded(change, on=starts_on, excuse=excuse, by=by, at=at)
    record(
        by=by,
        at=at,
        verb="company.work.recorded",
        subject=saved,
        person=person,
        benefit=benefit.value,
        starts_on=starts_on,
        ends_on=ends_on,
        what=what,
    )
    return saved
