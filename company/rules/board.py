"""The board as a value: directors, what they are to the council, and the articles' figures."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from company.rules.associations import Association, Reading, read
from company.rules.terms import first_day_after, in_force
from company.states import Benefit, Seat


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days [starts_on, ends_on); a missing bound is open."""

    starts_on: date | None = None
    ends_on: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the day lies inside."""
        return in_force(self.starts_on, self.ends_on, on)

    @property
    def change_days(self) -> tuple[date, ...]:
        """The days on which it begins and ends."""
        return tuple(day for day in (self.starts_on, self.ends_on) if day is not None)


ALWAYS = Stretch()


@dataclass(frozen=True, slots=True)
class Work:
    """Services a director provides to the company, and who has the benefit."""

    benefit: Benefit
    during: Stretch = ALWAYS


@dataclass(frozen=True, slots=True)
class Director:
    """One director over one term: in office on [starts_on, the earlier of `ends_on` and the end of `years`)."""

    ref: str
    seat: Seat
    starts_on: date
    years: int | None = None
    ends_on: date | None = None
    name: str = ""
    chairing: tuple[Stretch, ...] = ()
    work: tuple[Work, ...] = ()
    associations: tuple[Association, ...] = ()
    employer: str = ""
    skills: frozenset[str] = frozenset()
    term: int = 1

    @property
    def out_on(self) -> date | None:
        """The first day no longer in office, if there is one."""
        ends = [self.ends_on] if self.ends_on is not None else []
        if self.years is not None:
            ends.append(first_day_after(self.starts_on, self.years))
        return min(ends) if ends else None

    def in_office(self, on: date) -> bool:
        """Whether this person is a director on the day."""
        return in_force(self.starts_on, self.out_on, on)

    def is_chair(self, on: date) -> bool:
        """Whether this person chairs the board on the day."""
        return any(stretch.covers(on) for stretch in self.chairing)

    def is_executive(self, on: date) -> bool:
        """Whether they provide services to the company for pay or benefit, employed or not.

        Source: School Companies Regulations 2002 (SI 2002/2978) reg. 2. One paid day is enough.
        """
        return any(one.benefit is Benefit.PERSONAL and one.during.covers(on) for one in self.work)

    def works_without_benefit(self, on: date) -> bool:
        """Whether they work for the company while the pay goes elsewhere: lawful, and worth a second look."""
        return any(one.benefit is Benefit.ELSEWHERE and one.during.covers(on) for one in self.work)

    def reading(self, authority: str, on: date) -> Reading:
        """Whether they are associated with the authority, both ways of reading "officer"."""
        return read(self.associations, authority=authority, employer=self.employer, on=on)

    @property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which this director changes what the board is."""
        days = [self.starts_on]
        if self.out_on is not None:
            days.append(self.out_on)
        for stretch in (*self.chairing, *(one.during for one in self.work)):
            days.extend(stretch.change_days)
        for association in self.associations:
            days.extend(association.change_days)
        return tuple(days)


EVERY_CONSTITUENCY = (Seat.SCHOOL, Seat.GOVERNOR, Seat.COUNCIL, Seat.EXTERNAL)


@dataclass(frozen=True, slots=True)
class Articles:
    """The figures of one version of the articles, in force from `starts_on` (None: from the beginning).

    `cap_bp` is the most the council may hold, in basis points of directors in office (1900 is 19 %).
    `clauses` names where each rule stands in the articles: (("council-cap", "12.4"), …).
    """

    minimum: int = 11
    maximum: int | None = None
    cap_bp: int = 1900
    term_years: int = 4
    most_terms: int = 2
    quorum: int = 5
    casting_vote: bool = True
    chair_seat: Seat = Seat.EXTERNAL
    constituencies: tuple[Seat, ...] = EVERY_CONSTITUENCY
    skills: frozenset[str] = frozenset()
    starts_on: date | None = None
    clauses: tuple[tuple[str, str], ...] = ()

    def source(self, rule: str, law: str = "") -> str:
        """The source of a rule in words: "Articles 12.4; Local Government and Housing Act 1989 s.69"."""
        clause = dict(self.clauses).get(rule, "")
        own = f"Articles {clause}" if clause else "Articles"
        return f"{own}; {law}" if law else own

    @property
    def cap_text(self) -> str:
        """The cap as a page says it: "19 %", "19.9 %"."""
        whole, rest = divmod(self.cap_bp, 100)
        decimals = f"{rest:02d}".rstrip("0")
        return f"{whole}.{decimals} %" if decimals else f"{whole} %"


@dataclass(frozen=True)
class Board:
    """A board as far as it is known: every term past and to come, and every version of the articles.

    `authority` is the council whose associates are counted. Asked "on a day", it answers for that day.
    """

    directors: tuple[Director, ...]
    authority: str
    versions: tuple[Articles, ...] = field(default=(Articles(),))

    def on(self, day: date) -> tuple[Director, ...]:
        """The directors in office on the day: people, not seats."""
        return tuple(one for one in self.directors if one.in_office(day))

    def articles_on(self, day: date) -> Articles:
        """The version of the articles in force on the day; the first one known for any day before it."""
        found = self.versions[0]
        for version in self.versions:
            if version.starts_on is None or version.starts_on <= day:
                found = version
        return found

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which any rule's answer could change, in order."""
        days = {day for one in self.directors for day in one.change_days}
        days.update(version.starts_on for version in self.versions if version.starts_on is not None)
        return tuple(sorted(days))
