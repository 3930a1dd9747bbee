"""The register of directors, as at any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from company.models import AcceptedBreach, Association, Chairmanship, Directorship, PaidWork
from company.queries.boards import known_board
from company.rules.associations import FREE, Outcome
from company.rules.board import Board, Director
from company.rules.terms import in_force
from members import public as members
from members.public import Hat, Organisation, Person


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register of directors on a day."""

    person_id: int
    name: str
    seat: str
    constituency: str
    starts_on: date
    last_day: date | None
    term: int
    is_chair: bool
    is_executive: bool
    association: Outcome
    limb: str

    @property
    def association_text(self) -> str:
        """What the person is to the council, in words."""
        if self.association is Outcome.REVIEW:
            return "Under review: employed by the council"
        return f"Associated, {self.limb}" if self.limb else "Not associated"


def directors_on(day: date) -> list[Entry]:
    """The directors in office on a day, by seat and name; three SQL statements however many there are."""
    board = known_board()
    rows = {
        (row.person.key, row.starts_on): row
        for row in Directorship.objects.filter(members.running_on(day)).select_related("person")
    }
    entries = [_entry(rows[one.ref, one.starts_on], one, board, day) for one in board.on(day)]
    order = {seat: place for place, seat in enumerate(("School", "Governor", "Council", "Chief executive", "External"))}
    return sorted(entries, key=lambda entry: (order[entry.seat], entry.name))


def _entry(row: Directorship, director: Director, board: Board, day: date) -> Entry:
    reading = director.reading(board.authority, day)
    return Entry(
        person_id=row.person_id,
        name=row.person.name,
        seat=row.seat_label,
        constituency=row.constituency,
        starts_on=row.starts_on,
        last_day=row.ends_on - timedelta(days=1) if row.ends_on else None,
        term=row.term,
        is_chair=director.is_chair(day),
        is_executive=director.is_executive(day),
        association=reading.outcome,
        limb=reading.limb,
    )


def associations_of(person: Person) -> list[Association]:
    """Every connection of one person with a council."""
    return list(Association.objects.filter(person=person).select_related("authority").order_by("-starts_on", "pk"))


def director_hats(person: Person, on: date) -> Iterable[Hat]:
    """The hats the register gives a person on a day: director, and chair; none from the day a term has ended.

    Two SQL statements; one for somebody who is not a director.
    """
    chairing = Chairmanship.objects.filter(members.running_on(on), directorship=OuterRef("pk"))
    sitting = Directorship.objects.filter(members.running_on(on), person=person)
    chairs = sitting.annotate(chairs=Exists(chairing)).values_list("chairs", flat=True).first()
    if chairs is None:
        return []
    company = members.the_company()
    roles = ("chair", "director") if chairs else ("director",)
    return [Hat(role, members.DERIVED_ROLES[role], company) for role in roles]


def related_party(organisation: Organisation, on: date) -> list[str]:
    """The directors on a day who are appointed to act for an organisation: their names, for the buyer's page."""
    sitting = Directorship.objects.filter(members.running_on(on), person__appointments__organisation=organisation)
    running = Q(person__appointments__starts_on__lte=on) & (
        Q(person__appointments__ends_on__isnull=True) | Q(person__appointments__ends_on__gt=on)
    )
    return list(sitting.filter(running).order_by("person__name").values_list("person__name", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class DirectorPage:
    """One person as the register knows them: every term, connection with a council, and work for the company."""

    person: Person
    on: date
    terms: list[Directorship]
    chairs: list[Chairmanship]
    associations: list[Association]
    work: list[PaidWork]
    breaches: list[AcceptedBreach]
    outcome: Outcome
    limb: str

    @property
    def association_state(self) -> str:
        """The badge's state: whether they count for the council's cap today."""
        return "warning" if self.outcome is Outcome.REVIEW else "neutral"

    @property
    def association_label(self) -> str:
        """The badge's words."""
        return f"{self.outcome.value.capitalize()}{f', {self.limb}' if self.limb else ''}"

    @property
    def current(self) -> Directorship | None:
        """The term running or to come, if there is one."""
        ahead = [row for row in self.terms if row.ends_on is None or row.ends_on > self.on]
        return ahead[-1] if ahead else None

    @property
    def title(self) -> str:
        """The finding."""
        row = self.current
        if row is None:
            return f"{self.person.name} is no longer a director"
        if row.starts_on > self.on:
            return f"{self.person.name} becomes a director on {row.starts_on.day} {row.starts_on:%B %Y}"
        chairs = any(one.directorship_id == row.pk and _runs(one, self.on) for one in self.chairs)
        what = "chairs the board" if chairs else f"is a {row.seat_label.lower()} director"
        return f"{self.person.name} {what}".replace(" a external", " an external").replace(
            " a chief executive director", " the chief executive"
        )


def director_page(person_id: int, on: date) -> DirectorPage:
    """Everything the register holds about one person. Raises Http404 for somebody who was never a director."""
    terms = list(Directorship.objects.filter(person=person_id).select_related("person").order_by("-starts_on"))
    if not terms:
        raise Http404
    person = terms[0].person
    board = known_board()
    reading = next((one.reading(board.authority, on) for one in board.directors if one.ref == person.key), FREE)
    return DirectorPage(
        person=person,
        on=on,
        terms=terms,
        chairs=list(Chairmanship.objects.filter(directorship__in=terms)),
        associations=associations_of(person),
        work=list(PaidWork.objects.filter(person=person).order_by("-starts_on")),
        breaches=list(AcceptedBreach.objects.filter(subject__in=[row.key for row in terms])),
        outcome=reading.outcome,
        limb=reading.limb,
    )


def _runs(row: Chairmanship, on: date) -> bool:
    return in_force(row.starts_on, row.ends_on, on)
