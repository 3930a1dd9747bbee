"""The register of directors, as at any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from company.models import Association, Chairmanship, Directorship
from company.queries.boards import known_board
from company.rules.associations import Outcome
from company.rules.board import Board, Director
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
    """The directors in office on a day, by seat and name; seven SQL statements however many there are."""
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


def terms_of(person: Person) -> list[Directorship]:
    """Every term of one person, the latest first."""
    return list(Directorship.objects.filter(person=person).order_by("-starts_on"))


def associations_of(person: Person) -> list[Association]:
    """Every connection of one person with a council."""
    return list(Association.objects.filter(person=person).select_related("authority").order_by("-starts_on", "pk"))


def director_hats(person: Person, on: date) -> Iterable[Hat]:
    """The hats the register gives a person on a day: director, and chair; none from the day a term has ended.

    Two SQL statements; one for somebody who is not a director.
    """
    row = Directorship.objects.filter(members.running_on(on), person=person).first()
    if row is None:
        return []
    company = members.the_company()
    chairs = Chairmanship.objects.filter(members.running_on(on), directorship=row).exists()
    hats = [Hat("director", members.DERIVED_ROLES["director"], company)]
    return [Hat("chair", members.DERIVED_ROLES["chair"], company), *hats] if chairs else hats


def related_party(organisation: Organisation, on: date) -> list[str]:
    """The directors on a day who are appointed to act for an organisation: their names, for the buyer's page."""
    sitting = Directorship.objects.filter(members.running_on(on), person__appointments__organisation=organisation)
    running = Q(person__appointments__starts_on__lte=on) & (
        Q(person__appointments__ends_on__isnull=True) | Q(person__appointments__ends_on__gt=on)
    )
    return list(sitting.filter(running).order_by("person__name").values_list("person__name", flat=True).distinct())
