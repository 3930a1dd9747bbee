"""What a price may depend on about one school, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from members.models import Membership, Organisation, Proprietorship, PupilCount
from members.queries.hats import running_on
from members.queries.organisations import PupilFigure
from members.states import OrganisationKind, Standing


@dataclass(frozen=True, slots=True)
class SchoolOnDay:
    """A school's standing towards the company and its latest pupil figure, as at a day."""

    standing: Standing
    pupils: PupilFigure | None


def school_on(school: Organisation, on: date) -> SchoolOnDay:
    """Standing and pupils of one school on a day: what standing_of and pupils_on say, in one SQL statement."""
    holders = Proprietorship.objects.filter(running_on(on), school=OuterRef(OuterRef("pk"))).values("proprietor")
    members = Membership.objects.filter(
        running_on(on), Q(organisation=OuterRef("pk")) | Q(organisation__in=Subquery(holders))
    )
    councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL, la_code=OuterRef("la_code")).exclude(
        la_code=""
    )
    counts = PupilCount.objects.filter(school=OuterRef("pk"), counted_on__lte=on).order_by("-counted_on", "-pk")
    is_member, in_area, pupils, counted_on, source = (
        Organisation.objects.filter(pk=school.pk)
        .values_list(
            Exists(members),
            Exists(councils),
            Subquery(counts.values("pupils")[:1]),
            Subquery(counts.values("counted_on")[:1]),
            Subquery(counts.values("source")[:1]),
        )
        .get()
    )
    standing = Standing.MEMBER if is_member else Standing.IN_AREA if in_area else Standing.OUT_OF_AREA
    return SchoolOnDay(standing, None if pupils is None else PupilFigure(pupils, counted_on, source))
