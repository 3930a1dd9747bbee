"""The demo's board: thirteen directors, two of them of the council, an external chair; meetings and resolutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from company import public as company
from company.public import Directorship, Excuse, NewDirector, Proposal, Resolution, Seat
from config.demo.calendar import Calendar, noon
from config.demo.people import demo_person
from kernel.money import Money
from kernel.periods import add_years
from members.public import Organisation, Person


@dataclass(frozen=True, slots=True)
class Sitting:
    """One invented director: name, seat, skills, whether they are a councillor, how many years the first term has."""

    name: str
    seat: Seat
    skills: tuple[str, ...]
    years: int
    is_councillor: bool = False


DIRECTORS = (
    Sitting("Hanif Rowe", Seat.SCHOOL, ("education",), 3),
    Sitting("Maud Keeling", Seat.SCHOOL, ("education",), 2),
    Sitting("Owen Pryor", Seat.SCHOOL, ("education", "digital"), 3),
    Sitting("Thea Lomax", Seat.SCHOOL, ("education",), 4),
    Sitting("Jonah Beck", Seat.SCHOOL, ("education", "HR"), 2),
    Sitting("Rhea Sutton", Seat.SCHOOL, ("education",), 3),
    Sitting("Gwen Tait", Seat.GOVERNOR, ("finance",), 3),
    Sitting("Paul Arden", Seat.GOVERNOR, ("HR",), 2),
    Sitting("Nina Castell", Seat.CHIEF_EXECUTIVE, ("education",), 2),
    Sitting("Viola Grange", Seat.EXTERNAL, ("finance", "education"), 3),
    Sitting("Desmond Yarrow", Seat.EXTERNAL, ("digital",), 4),
    Sitting("Edwin Marlowe", Seat.COUNCIL, ("finance",), 4, is_councillor=True),
    Sitting("Clara Whitlock", Seat.COUNCIL, ("education",), 3, is_councillor=True),
)
CHAIR = "Viola Grange"
SKILLS = ("education", "finance", "legal", "HR", "digital")


def found(calendar: Calendar, council: Organisation, secretary: Person) -> dict[str, Person]:
    """Adopt the articles and appoint the board; whose first term has run is appointed again. People by name."""
    day, at = calendar.founded_on, noon(calendar.founded_on)
    figures = company.Figures(
        minimum=11,
        cap_bp=1900,
        term_years=4,
        most_terms=2,
        quorum=5,
        casting_vote=True,
        skills=SKILLS,
        clauses={
            "minimum-directors": "12.1",
            "constituencies": "12.2",
            "chief-executive": "12.3",
            "council-cap": "12.4",
            "skills": "12.6",
            "chair": "13.2",
            "terms": "15.1",
        },
    )
    excuse = Excuse(
        "The company is being founded: seats fill up today, and terms are followed by elections.", add_years(day, 3)
    )
    company.change_articles(figures, starts_on=day, authority="Founding resolution", excuse=excuse, by=secretary, at=at)
    people = {sitting.name: demo_person(sitting.name) for sitting in DIRECTORS}
    for sitting in DIRECTORS:
        _appoint(sitting, people[sitting.name], day, council, excuse, secretary, at)
    chair = Directorship.objects.get(person=people[CHAIR], starts_on=day)
    company.take_chair(chair, starts_on=day, authority="Founding resolution", excuse=excuse, by=secretary, at=at)
    company.record_work(
        people["Nina Castell"],
        what="Employed as chief executive",
        benefit=company.Benefit.PERSONAL,
        starts_on=day,
        by=secretary,
        at=at,
    )
    return people


def appoint_again(calendar: Calendar, council: Organisation, secretary: Person, people: dict[str, Person]) -> None:
    """Second terms for those whose first had two or three years, so that terms do not all end on one day."""
    for years in (2, 3):
        day = add_years(calendar.founded_on, years)
        for sitting in DIRECTORS:
            if sitting.years == years:
                again = Sitting(sitting.name, sitting.seat, sitting.skills, 4)
                _appoint(again, people[sitting.name], day, council, None, secretary, noon(day - timedelta(days=30)))
        if years == 3:
            chair = Directorship.objects.get(person=people[CHAIR], starts_on=day)
            company.take_chair(chair, starts_on=day, by=secretary, at=noon(day - timedelta(days=29)))


def _appoint(
    sitting: Sitting, person: Person, day: date, council: Organisation, excuse: Excuse | None, by: Person, at: datetime
) -> None:
    new = NewDirector(
        person=person,
        seat=sitting.seat,
        starts_on=day,
        years=sitting.years,
        skills=sitting.skills,
        authority="Founding resolution" if excuse else "Election",
        is_councillor_of=council if sitting.is_councillor else None,
    )
    company.appoint(new, excuse=excuse, by=by, at=at)


def resolve(
    proposal: Proposal, *, held_on: date, title: str, present: list[Person], votes: tuple[int, int, int], by: Person
) -> Resolution:
    """Hold a meeting of the board and pass (or not) one resolution: votes for, against, abstained."""
    at = noon(held_on)
    meeting = company.call_meeting(
        title=title, starts_at=at, place="Guildhall, Aldermere", by=by, at=at - timedelta(days=14)
    )
    company.record_attendance(meeting, present, by=by, at=at + timedelta(hours=1))
    resolution = company.propose(meeting, proposal, by=by, at=at)
    count = company.Count(votes_for=votes[0], votes_against=votes[1], abstained=votes[2])
    return company.record_vote(resolution, count, by=by, at=at + timedelta(hours=2))


def surplus_proposal(subject: str, year: str, held_on: date, amount: Money) -> Proposal:
    """What the board is asked about a year's surplus."""
    return Proposal(
        text=f"That the surplus of {year}, {amount}, be applied as the paper proposes: to reserves and to projects.",
        purpose="surplus-appropriation",
        starts_on=held_on,
        subjects=(subject,),
        amount=amount,
    )
