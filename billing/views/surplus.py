"""A year's surplus: for everybody as a summary, for those who keep or answer for the books with every row."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from billing.queries.surplus import statement
from billing.queries.surplus_page import Address, part_name, surplus_page
from billing.queries.surplus_rows import NoSuchFigure, Rows, rows_of_year
from billing.rules.surplus import CompanyYear, last_year_over, year_of
from billing.views.surplus_tables import (
    HEADS,
    PART_HEADS,
    SERVICE_HEADS,
    figures_table,
    may,
    parts_table,
    rows_sheet,
    rows_table,
    services_table,
)
from kernel import clock
from kernel.sheets import sheet
from members.public import DERIVED_ROLES, Role, public, with_role

BOOKS = (Role.FINANCE_OFFICER, Role.COMPANY_SECRETARY, *DERIVED_ROLES)
DECIDERS = (Role.FINANCE_OFFICER, Role.COMPANY_SECRETARY)
FIRST_YEAR = 2015
YEARS_SHOWN = 4


@public
def latest(request: HttpRequest) -> HttpResponse:
    """The latest company year that is over."""
    return _page(request, last_year_over(clock.today()))


@public
def year(request: HttpRequest, ends_in: int) -> HttpResponse:
    """One company year; the running one only for those who see the books."""
    return _page(request, _year(request, ends_in))


def _page(request: HttpRequest, of: CompanyYear) -> HttpResponse:
    address = address_for(request, of)
    page = surplus_page(of, address)
    open_books = may(request, BOOKS)
    context = {
        "page": page,
        "caption": f"Where the surplus came from, and where it went: year to 31 August {of.ends_in}",
        "lead": f"{'Every figure opens the rows behind it. ' if open_books else ''}{page.decided}",
        "figure_columns": [("Figure", "text"), ("Amount", "money")],
        "figures": figures_table(page.statement, address),
        "figures_total": ["Surplus", (page.statement.surplus, address(()))],
        "part_columns": PART_HEADS,
        "service_columns": SERVICE_HEADS,
        "parts": parts_table(page.lines, address, open_books=open_books),
        "services": services_table(page.statement, address) if open_books else [],
        "csv": reverse("billing:surplus_csv", args=[of.ends_in]),
        "may_decide": page.statement.appropriation is None and may(request, DECIDERS),
        "years": years_links(request, of),
    }
    return render(request, "billing/surplus.html", context)


@public
def year_csv(request: HttpRequest, ends_in: int) -> StreamingHttpResponse:
    """The year's figures, for a spreadsheet."""
    of = _year(request, ends_in)
    found = statement(of)
    lines = [
        *(("Income", one.label, one.amount) for one in found.by_type),
        *(("Cost", one.label, one.amount) for one in found.by_account),
        ("Surplus", "Income less cost", found.surplus),
        *(("Put to", part_name(line), line.amount) for line in found.lines),
    ]
    return sheet(f"surplus-{of.ends_in}.csv", ("Kind", "What", "Pounds"), lines)


@with_role(*BOOKS)
def rows(request: HttpRequest, ends_in: int) -> HttpResponse:
    """The rows behind a figure, with their sum."""
    of = _year(request, ends_in)
    found = found_or_404(lambda: rows_of_year(of, request.GET.dict()))
    csv_address = f"{reverse('billing:surplus_rows_csv', args=[ends_in])}?{request.GET.urlencode()}"
    return rows_page(request, found, of.label, reverse("billing:surplus_year", args=[ends_in]), csv_address)


@with_role(*BOOKS)
def rows_csv(request: HttpRequest, ends_in: int) -> StreamingHttpResponse:
    """The rows behind a figure, for a spreadsheet."""
    of = _year(request, ends_in)
    return rows_sheet(f"surplus-{ends_in}-rows.csv", found_or_404(lambda: rows_of_year(of, request.GET.dict())))


def rows_page(request: HttpRequest, found: Rows, caption: str, back: str, csv_address: str) -> HttpResponse:
    """The postings behind a figure, a page at a time, with what all of them come to."""
    page = Paginator(found.postings, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "title": f"{page.paginator.count} row{'' if page.paginator.count == 1 else 's'} come to {found.total}",
        "caption": caption,
        "columns": HEADS,
        "rows": rows_table(page, found.sign),
        "csv": csv_address,
        "back": back,
    }
    return render(request, "billing/surplus_rows.html", context)


def found_or_404(find: Callable[[], Rows]) -> Rows:
    """The rows of a figure; a figure that does not exist is a page that does not exist."""
    try:
        return find()
    except NoSuchFigure as missing:
        raise Http404 from missing


def address_for(request: HttpRequest, of: CompanyYear) -> Address:
    """Where a figure's rows are; nowhere for those who do not see the books."""
    if not may(request, BOOKS):
        return lambda _asked: ""
    base = reverse("billing:surplus_rows", args=[of.ends_in])
    return lambda asked: f"{base}?{urlencode(asked)}" if asked else base


def _year(request: HttpRequest, ends_in: int) -> CompanyYear:
    now = year_of(clock.today()).ends_in
    newest = now if may(request, BOOKS) else now - 1
    if not FIRST_YEAR <= ends_in <= newest:
        raise Http404
    return CompanyYear(ends_in)


def years_links(request: HttpRequest, of: CompanyYear) -> list[dict[str, object]]:
    """The years one may look at, as filters."""
    now = year_of(clock.today()).ends_in
    newest = now if may(request, BOOKS) else now - 1
    options = [
        {
            "label": CompanyYear(ends_in).name + (" so far" if ends_in == now else ""),
            "href": reverse("billing:surplus_year", args=[ends_in]),
            "current": ends_in == of.ends_in,
        }
        for ends_in in range(newest, newest - YEARS_SHOWN, -1)
    ]
    return [{"label": "Year", "options": options}]
