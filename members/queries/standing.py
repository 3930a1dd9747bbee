"""What a price may depend on about one school: as one statement, or as columns of somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Q, Subquery

from members.models import Membership, Organisation, Proprietorship, PupilCount
from members.queries.hats import running_on
from members.queries.organisations import PupilFigure
from members.states import OrganisationKind, Standing


@dataclass(frozen=True, slots=True)
class SchoolOnDay:
    """A school's standing towards the company and its latest pupil figure, as at a day."""

    standing: Standing
    pupils: PupilFigure | None


def school_columns(school: Organisation, on: date) -> dict[str, Any]:
    """Expressions that tell a school's standing and pupils on a day; they look at no row of the query they are added
    to, so that the database works them out once. `school_of` reads them."""
    holders = Proprietorship.objects.filter(running_on(on), school=school).values("proprietor")
    members = Membership.objects.filter(running_on(on), Q(organisation=school) | Q(organisation__in=Subquery(holders)))
    councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL, la_code=school.la_code).exclude(la_code="")
    counts = PupilCount.objects.filter(school=school, counted_on__lte=on).order_by("-counted_on", "-pk")
    return {
        "school_is_member": Exists(members),
        "school_in_area": Exists(councils),
        "school_pupils": Subquery(counts.values("pupils")[:1]),
        "school_counted_on": Subquery(counts.values("counted_on")[:1]),
        "school_source": Subquery(counts.values("source")[:1]),
    }


def school_of(values: Mapping[str, Any]) -> SchoolOnDay:
    """What `school_columns` told, as a value."""
    standing = Standing.IN_AREA if values["school_in_area"] else Standing.OUT_OF_AREA
    if values["school_is_member"]:
        standing = Standing.MEMBER
    pupils = values["school_pupils"]
    figure = None if pupils is None else PupilFigure(pupils, values["school_counted_on"], values["school_source"])
    return SchoolOnDay(standing, figure)


def school_on(school: Organisation, on: date) -> SchoolOnDay:
    """Standing and pupils of one school on a day: what standing_of and pupils_on say, in one SQL statement."""
    return school_of(Organisation.objects.filter(pk=school.pk).values(**school_columns(school, on)).get())
