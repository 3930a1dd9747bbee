"""What the finance pages share: filters as links, parts of a list, and saying no on the form that asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ROWS_A_PAGE = 50
Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its page shows it: the finding, the columns, the rows, and what may be done."""

    title: str
    columns: list[tuple[str, str]]
    rows: list[list[Any]]
    caption: str = ""
    lead: str = ""
    total: list[Any] | None = None
    empty: str = "Nothing here yet."
    filters: list[dict[str, Any]] = field(default_factory=list)
    csv: str = ""
    page: Page[Any] | None = None
    what: str = ""
    search: str | None = None
    search_label: str = ""
    acts: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, Any]] = field(default_factory=list)
    facts_title: str = ""
    crumbs: Crumbs = ()
    table_caption: str = ""


def show(request: HttpRequest, listing: Listing, **more: Any) -> HttpResponse:
    """The page of a list."""
    return render(request, "billing/finance/list.html", {"list": listing, "crumbs": listing.crumbs, **more})


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The part of a list that the address asks for; a number out of bounds gives the nearest part."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def chosen(request: HttpRequest, name: str, answers: Mapping[str, str], otherwise: str) -> str:
    """What the address says for one filter, if that is one of its answers."""
    wanted = request.GET.get(name, otherwise)
    return wanted if wanted in answers else otherwise


def links(request: HttpRequest, name: str, answers: Mapping[str, str], current: str, label: str) -> dict[str, Any]:
    """One group of filters as links that keep the other parts of the address."""
    options = []
    for value, title in answers.items():
        query = request.GET.copy()
        query[name] = value
        query.pop("page", None)
        options.append({"label": title, "href": f"?{query.urlencode()}", "current": value == current})
    return {"label": label, "options": options}
