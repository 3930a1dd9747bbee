"""Registers for the tests: a company, a council, people, and a board of thirteen in office."""

from __future__ import annotations

from datetime import UTC, date, datetime

from company.models import Articles, Association, Chairmanship, Directorship, PaidWork
from company.states import Benefit, Capacity, Seat
from members.models import Organisation, Person
from members.states import OrganisationKind

STARTED = date(2025, 9, 1)
ENDS = date(2029, 9, 1)
ON = date(2026, 10, 1)
AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
SEATS = {
    "S": Seat.SCHOOL,
    "G": Seat.GOVERNOR,
    "C": Seat.COUNCIL,
    "E": Seat.CHIEF_EXECUTIVE,
    "X": Seat.EXTERNAL,
}


def the_company() -> Organisation:
    return Organisation.objects.get_or_create(kind=OrganisationKind.COMPANY, name="Aldermere Schools Partnership")[0]


def the_council() -> Organisation:
    return Organisation.objects.get_or_create(
        kind=OrganisationKind.COUNCIL, name="Aldermere Borough Council", la_code="990"
    )[0]


def person(name: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email, None, name=name)


def articles(starts_on: date = STARTED, **figures: object) -> Articles:
    known: dict[str, object] = {
        "minimum": 11,
        "cap_bp": 1900,
        "term_years": 4,
        "most_terms": 2,
        "quorum": 5,
        "casting_vote": True,
        "clauses": {"minimum-directors": "12.1", "council-cap": "12.4", "chair": "13.2"},
    }
    return Articles.objects.create(starts_on=starts_on, recorded_at=AT, **{**known, **figures})


def seat(name: str, kind: Seat, starts_on: date = STARTED, ends_on: date | None = ENDS) -> Directorship:
    return Directorship.objects.create(
        person=person(name), seat=kind.value, starts_on=starts_on, ends_on=ends_on, recorded_at=AT
    )


def seated(shorthand: str = "6S 2G 2C 1E 2X") -> dict[str, Directorship]:
    """A board in office, chaired by X1, its C directors councillors and its E director paid; the rows by "S1", "X2"."""
    the_company()
    articles()
    rows: dict[str, Directorship] = {}
    for part in shorthand.split():
        for turn in range(1, int(part[:-1]) + 1):
            rows[f"{part[-1]}{turn}"] = seat(f"{SEATS[part[-1]].label} {turn}", SEATS[part[-1]])
    for name, row in rows.items():
        if name[0] == "C":
            Association.objects.create(
                person=row.person,
                authority=the_council(),
                capacity=Capacity.COUNCILLOR,
                starts_on=date(2023, 5, 8),
                recorded_at=AT,
            )
        if name[0] == "E":
            PaidWork.objects.create(
                person=row.person, benefit=Benefit.PERSONAL, what="Employed", starts_on=STARTED, recorded_at=AT
            )
    the_council()
    if "X1" in rows:
        Chairmanship.objects.create(directorship=rows["X1"], starts_on=STARTED, ends_on=ENDS, recorded_at=AT)
    return rows
