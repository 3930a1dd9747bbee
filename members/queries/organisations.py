"""Reads about schools, the council and the company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.models import Membership, Organisation, Proprietorship, PupilCount
from members.queries.hats import running_on
from members.rules.kinds import is_maintained_type
from members.states import OrganisationKind, Standing


@dataclass(frozen=True, slots=True)
class PupilFigure:
    """A school's number of pupils (full-time equivalents), the census day it is from and who says so."""

    pupils: Decimal
    counted_on: date
    source: str


def the_company() -> Organisation:
    """The company itself. Raises Organisation.DoesNotExist before it has been set up."""
    return Organisation.objects.get(kind=OrganisationKind.COMPANY)


def the_council() -> Organisation:
    """The council whose area is the company's area (the first set up)."""
    return Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("pk")[0]


def school(urn: int) -> Organisation:
    """The school with this URN; raises Organisation.DoesNotExist."""
    return Organisation.objects.get(kind=OrganisationKind.SCHOOL, urn=urn)


def legal_member_of(organisation: Organisation, on: date) -> Organisation:
    """The legal person that is or would be the member: an academy's trust, otherwise the body itself."""
    holding = (
        Proprietorship.objects.filter(running_on(on), school=organisation)
        .select_related("proprietor")
        .order_by("-starts_on")
        .first()
    )
    return holding.proprietor if holding else organisation


def is_member(organisation: Organisation, on: date) -> bool:
    """Whether the body, or the trust that holds it, is on the register of members on a day."""
    return standing_of(organisation, on) is Standing.MEMBER


def standing_of(organisation: Organisation, on: date) -> Standing:
    """Where one body stands towards the company on a day."""
    return standings_of([organisation], on)[organisation.pk]


def standings_of(organisations: Iterable[Organisation], on: date) -> dict[int, Standing]:
    """Where each body stands on a day, by primary key; three SQL statements however many there are."""
    bodies = list(organisations)
    pks = [body.pk for body in bodies]
    holders = dict(
        Proprietorship.objects.filter(running_on(on), school__in=pks).values_list("school_id", "proprietor_id")
    )
    members = set(
        Membership.objects.filter(running_on(on), organisation__in={*pks, *holders.values()}).values_list(
            "organisation_id", flat=True
        )
    )
    area = set(Organisation.objects.filter(kind=OrganisationKind.COUNCIL).values_list("la_code", flat=True)) - {""}
    return {body.pk: _standing(body, holders.get(body.pk), members, area) for body in bodies}


def _standing(body: Organisation, holder: int | None, members: set[int], area: set[str]) -> Standing:
    if body.pk in members or holder in members:
        return Standing.MEMBER
    return Standing.IN_AREA if body.la_code in area else Standing.OUT_OF_AREA


def pupils_on(organisation: Organisation, on: date) -> PupilFigure | None:
    """The latest census figure counted on or before a day, or None where there is none. Blank is never zero."""
    row = PupilCount.objects.filter(school=organisation, counted_on__lte=on).order_by("-counted_on", "-pk").first()
    return PupilFigure(row.pupils, row.counted_on, row.source) if row else None


def is_maintained(organisation: Organisation) -> bool:
    """Whether the council maintains this school: its year starts in April and its governing body is the customer."""
    return is_maintained_type(organisation.type_code)
