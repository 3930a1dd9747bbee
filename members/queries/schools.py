"""Reads about the schools we hold, for staff: a list that can be searched, filtered and sorted, and one school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from kernel.periods import ONE_DAY
from members.models import Organisation, Proprietorship, PupilCount, Succession
from members.queries.hats import running_on
from members.queries.organisations import standing_of
from members.rules.eligibility import Eligibility, Establishment, may_join
from members.rules.kinds import MAINTAINED_TYPES
from members.rules.school_codes import phase_name, type_name
from members.rules.school_import import ACADEMY_TYPES
from members.states import OPEN_STATUSES, OrganisationKind, SchoolStatus, Standing

SCHOOLS_A_PAGE = 50

STATUSES = {
    "open": ("Open", Q(status_code__in=OPEN_STATUSES)),
    "closing": ("Proposed to close", Q(status_code=SchoolStatus.PROPOSED_TO_CLOSE)),
    "opening": ("Proposed to open", Q(status_code=SchoolStatus.PROPOSED_TO_OPEN)),
    "closed": ("Closed", Q(status_code=SchoolStatus.CLOSED)),
    "all": ("All", Q()),
}
KINDS = {
    "": ("All kinds", Q()),
    "maintained": ("Maintained by a council", Q(type_code__in=MAINTAINED_TYPES)),
    "academy": ("Academies and free schools", Q(type_code__in=[int(code) for code in ACADEMY_TYPES])),
    "other": (
        "Others",
        ~Q(type_code__in=[*MAINTAINED_TYPES, *(int(code) for code in ACADEMY_TYPES)]) | Q(type_code__isnull=True),
    ),
}
SORTS = {
    "name": (F("name"), F("urn")),
    "urn": (F("urn"),),
    "pupils": (F("pupils").desc(nulls_last=True), F("name"), F("urn")),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which schools a page asks for; whatever it asks that does not exist is read as the ordinary list."""

    text: str = ""
    status: str = "open"
    kind: str = ""
    sort: str = "name"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """What an address asks for."""
        return cls(
            text=" ".join(asked.get("q", "").replace("\0", "").split())[:100],
            status=_known(asked.get("status", ""), STATUSES, "open"),
            kind=_known(asked.get("kind", ""), KINDS, ""),
            sort=_known(asked.get("sort", ""), SORTS, "name"),
        )

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What differs from the ordinary list, as pairs for an address."""
        given = (
            ("q", self.text, ""),
            ("status", self.status, "open"),
            ("kind", self.kind, ""),
            ("sort", self.sort, "name"),
        )
        return [(name, value) for name, value, ordinary in given if value != ordinary]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search keeps: all but the words searched for."""
        return [(name, value) for name, value in self.answers if name != "q"]

    @property
    def address(self) -> str:
        """The same wish as the query part of an address."""
        return f"?{urlencode(self.answers)}"


def finding(wanted: Wanted, count: int) -> str:
    """What a list shows, in one line: how many schools, and which."""
    if not count:
        return "No school matches"
    which = {"open": "open ", "closed": "closed "}.get(wanted.status, "")
    words = f"1 {which}school" if count == 1 else f"{count:,} {which}schools"
    if wanted.status in ("closing", "opening"):
        words += f" {STATUSES[wanted.status][0].lower()}"
    return f"{words} for “{wanted.text}”" if wanted.text else words


def _known(asked: str, choices: Mapping[str, object], ordinary: str) -> str:
    return asked if asked in choices else ordinary


@dataclass(frozen=True, slots=True)
class Option:
    """One link of a filter."""

    label: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Links that choose one thing about the list."""

    label: str
    options: list[Option]


def schools(wanted: Wanted, on: date) -> QuerySet[Organisation]:
    """The schools a page asks for, each with `pupils` and `counted_on` of its latest census and its `trust`'s name."""
    counts = PupilCount.objects.filter(school=OuterRef("pk"), counted_on__lte=on).order_by("-counted_on", "-pk")
    holders = Proprietorship.objects.filter(running_on(on), school=OuterRef("pk")).order_by("-starts_on")
    found = _named(wanted.text).filter(STATUSES[wanted.status][1], KINDS[wanted.kind][1])
    return found.annotate(
        pupils=Subquery(counts.values("pupils")[:1]),
        counted_on=Subquery(counts.values("counted_on")[:1]),
        trust=Subquery(holders.values("proprietor__name")[:1]),
    ).order_by(*SORTS[wanted.sort])


def _named(text: str) -> QuerySet[Organisation]:
    every = Organisation.objects.filter(kind=OrganisationKind.SCHOOL)
    if text.isdecimal() and text.isascii() and len(text) <= 8:
        return every.filter(Q(urn=int(text)) | Q(name__icontains=text))
    for word in text.split():
        every = every.filter(Q(name__icontains=word) | Q(town__icontains=word) | Q(postcode__istartswith=word))
    return every


def page_of_schools(wanted: Wanted, on: date, page: str | None) -> Page[Organisation]:
    """One page of them; two SQL statements."""
    return Paginator(schools(wanted, on), SCHOOLS_A_PAGE).get_page(page)


def filters(wanted: Wanted) -> list[FilterGroup]:
    """The filters as links, with how many schools each status would show; one SQL statement."""
    of_kind = _named(wanted.text).filter(KINDS[wanted.kind][1])
    found = of_kind.aggregate(**{key: Count("pk", filter=test or None) for key, (_, test) in STATUSES.items()})
    return [
        FilterGroup(
            "Status",
            [
                Option(label, replace(wanted, status=key).address, key == wanted.status, found[key])
                for key, (label, _) in STATUSES.items()
            ],
        ),
        FilterGroup(
            "Kind of school",
            [Option(label, replace(wanted, kind=key).address, key == wanted.kind) for key, (label, _) in KINDS.items()],
        ),
        FilterGroup(
            "Order",
            [
                Option(label, replace(wanted, sort=key).address, key == wanted.sort)
                for key, label in (("name", "By name"), ("urn", "By URN"), ("pupils", "Most pupils first"))
            ],
        ),
    ]


@dataclass(frozen=True, slots=True)
class TrustYears:
    """A trust and the days it holds a school, both included; no last day while it still does."""

    name: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """One school with its dated facts: trusts, pupil counts, and who it took over from or was taken over by."""

    school: Organisation
    standing: Standing
    eligibility: Eligibility
    trusts: list[TrustYears]
    counts: list[PupilCount]
    predecessors: list[Succession]
    successors: list[Succession]

    @property
    def finding(self) -> str:
        """How the school stands, in one line."""
        school, counted = self.school, next(iter(self.counts), None)
        state = school.get_status_code_display() or "Status not known"
        parts = [f"{state} on {written(school.closed_on)}" if school.closed_on and not school.is_open else state]
        if counted is not None and school.is_open:
            parts.append(f"{counted.pupils.normalize():,f} pupils on {written(counted.counted_on)}")
        return f"{', '.join(parts)}. {self.standing.label}."

    @property
    def facts(self) -> list[tuple[str, object]]:
        """What the register says, as (label, value) pairs."""
        school = self.school
        ages = f"{school.low_age} to {school.high_age}" if school.low_age is not None and school.high_age else ""
        return [
            ("URN", school.urn),
            ("Status", school.get_status_code_display()),
            ("Opened", written(school.opened_on)),
            ("Closed", written(school.closed_on)),
            ("Type", type_name(school.type_code)),
            ("Phase", phase_name(school.phase_code)),
            ("Ages", ages),
            ("Sixth form", {True: "Yes", False: "No", None: ""}[school.has_sixth_form]),
            ("Authority and number", " ".join(part for part in (school.la_code, school.establishment_number) if part)),
            ("UKPRN", school.ukprn),
            ("Address", ", ".join(school.address_lines)),
        ]


def written(on: date | None) -> str:
    """4 February 2027, or nothing."""
    return "" if on is None else f"{on.day} {on:%B %Y}"


def school_page(urn: int, on: date) -> SchoolPage | None:
    """One school with all its dated facts, the newest first; nine SQL statements. None where there is none."""
    school = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, urn=urn).first()
    if school is None:
        return None
    links = Succession.objects.select_related("predecessor", "successor").order_by("on", "pk")
    holdings = list(Proprietorship.objects.filter(school=school).select_related("proprietor").order_by("-starts_on"))
    area = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).values_list("la_code", flat=True)
    return SchoolPage(
        school,
        standing_of(school, on),
        may_join(_establishment(school, holdings, on), area=area),
        [
            TrustYears(row.proprietor.name, row.starts_on, row.ends_on - ONE_DAY if row.ends_on else None)
            for row in holdings
        ],
        list(PupilCount.objects.filter(school=school).order_by("-counted_on", "-pk")),
        list(links.filter(successor=school)),
        list(links.filter(predecessor=school)),
    )


def _establishment(school: Organisation, holdings: list[Proprietorship], on: date) -> Establishment:
    held = [row for row in holdings if row.starts_on <= on and (row.ends_on is None or on < row.ends_on)]
    return Establishment(
        urn=str(school.urn),
        type_code=str(school.type_code or ""),
        status_code=str(school.status_code or ""),
        la_code=school.la_code,
        trust_uid=(held[0].proprietor.uid or "") if held else "",
    )
