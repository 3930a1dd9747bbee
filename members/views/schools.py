"""The schools we hold, for staff."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel import clock
from members.permissions import with_role
from members.queries import schools as queries
from members.states import STAFF_ROLES
from members.views.school_files import csv_of

may_look_up_schools = with_role(*sorted(STAFF_ROLES))


@may_look_up_schools
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The list of schools: searched, filtered and sorted by plain links."""
    wanted = queries.Wanted.read(request.GET.dict())
    page = queries.page_of_schools(wanted, clock.today(), request.GET.get("page"))
    values = {
        "wanted": wanted,
        "page": page,
        "finding": queries.finding(wanted, page.paginator.count),
        "filters": queries.filters(wanted),
        "crumbs": [("Home", "/"), ("Schools", "")],
    }
    return render(request, "members/schools.html", values)


@may_look_up_schools
@require_safe
def schools_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a spreadsheet, all of it."""
    wanted = queries.Wanted.read(request.GET.dict())
    return csv_of(queries.schools(wanted, clock.today()), name="schools.csv")


@may_look_up_schools
@require_safe
def school(request: HttpRequest, urn: int) -> HttpResponse:
    """One school: what the register says, its trusts, its numbers, and whom it took over from."""
    page = queries.school_page(urn, clock.today())
    if page is None:
        raise Http404
    values = {"page": page, "school": page.school, "crumbs": [("Schools", "/staff/schools/"), (page.school.name, "")]}
    return render(request, "members/school.html", values)
