"""Schools for programs."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from kernel import clock
from kernel.rest import PAGE, listing, page_of, problems
from members.permissions import KeyRequest, school_for_key, with_key
from members.queries.organisations import standings_of
from members.queries.schools import Wanted, schools
from members.states import SCHOOL_ROLES, SchoolStatus, Standing, TokenScope


class SchoolSerializer(serializers.Serializer[Any]):
    """A school as the register has it, its standing towards the company today and its latest pupil number."""

    urn = serializers.IntegerField(help_text="The school's unique reference number.")
    name = serializers.CharField()
    local_authority = serializers.CharField(source="la_code", help_text="The three-digit code of its council.")
    type_code = serializers.IntegerField(allow_null=True, help_text="Type of establishment in the official file.")
    phase_code = serializers.IntegerField(allow_null=True, help_text="Phase in the official file.")
    status = serializers.ChoiceField(SchoolStatus.choices, source="status_code", allow_null=True)
    trust = serializers.CharField(allow_null=True, help_text="The name of the trust that holds it, if one does.")
    pupils = serializers.DecimalField(max_digits=7, decimal_places=1, allow_null=True)
    pupils_counted_on = serializers.DateField(source="counted_on", allow_null=True)
    standing = serializers.ChoiceField(Standing.choices)


@extend_schema(
    operation_id="schools",
    parameters=[
        PAGE,
        OpenApiParameter("q", str, description="Words of the name, town or postcode, or a URN."),
        OpenApiParameter("status", str, enum=["open", "closed", "closing", "opening", "all"]),
    ],
    responses={200: listing("SchoolPage", SchoolSerializer), **problems(400)},
)
@with_key(GET=TokenScope.SCHOOLS_READ)
def school_list(request: KeyRequest) -> Response:
    """Schools by name; a school's own key sees that school only."""
    found = schools(Wanted.read(request.query_params), clock.today())
    hat = request.auth.hat
    if hat.role in SCHOOL_ROLES:
        found = found.filter(pk=hat.organisation.pk)
    page = page_of(request, found)
    page["results"] = _rows(page["results"])
    return Response(page)


@extend_schema(operation_id="school", responses={200: SchoolSerializer, **problems(404)})
@with_key(GET=TokenScope.SCHOOLS_READ)
def school(request: KeyRequest, urn: int) -> Response:
    """One school."""
    found = school_for_key(request, urn)
    wanted = Wanted.read({"q": str(urn), "status": "all"})
    return Response(_rows([schools(wanted, clock.today()).get(pk=found.pk)])[0])


def _rows(found: list[Any]) -> list[Any]:
    standings = standings_of(found, clock.today())
    for row in found:
        row.standing = standings[row.pk]
    return list(SchoolSerializer(found, many=True).data)


urlpatterns = [path("schools/", school_list, name="schools"), path("schools/<int:urn>/", school, name="school")]
