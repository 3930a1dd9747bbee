"""The tables of the surplus pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse

from billing.models import AppropriationLine, Posting
from billing.queries.surplus import COST, INCOME, ProjectLine, Statement
from billing.queries.surplus_page import Address, part_filter, part_name
from billing.queries.surplus_rows import Rows
from kernel.sheets import sheet
from members.public import HatRequest

HEADS = [
    ("Day", "text"),
    ("What", "text"),
    ("Document", "text"),
    ("Whose", "text"),
    ("Account", "text"),
    ("Amount", "money"),
]
PART_HEADS = [
    ("Put to", "text"),
    ("Amount", "money"),
    ("Spent so far", "money"),
    ("Schools", "number"),
    ("What changed", "text"),
]
SERVICE_HEADS = [("Service", "text"), ("Income", "money"), ("Its own cost", "money"), ("Left", "money")]


def may(request: HttpRequest, roles: Iterable[str]) -> bool:
    """Whether the hat worn is one of these."""
    hat = cast(HatRequest, request).hat
    return hat is not None and hat.role in {str(role) for role in roles}


def parts_table(
    lines: Iterable[tuple[AppropriationLine, ProjectLine | None]], address: Address, *, open_books: bool
) -> list[list[Any]]:
    """What each part of the surplus went to, with what was spent and what changed."""
    return [_part(line, project, address, open_books) for line, project in lines]


def _part(line: AppropriationLine, project: ProjectLine | None, address: Address, open_books: bool) -> list[Any]:
    amount = (line.amount, address(part_filter(line)))
    if project is None:
        return [part_name(line), amount, "", "", "Kept so that a bad year does not end a service"]
    slug = project.project.slug
    spent = (project.spent, reverse("billing:project_rows", args=[slug, COST]) if open_books else "")
    name = (part_name(line), reverse("billing:project", args=[slug]))
    return [name, amount, spent, str(project.schools or ""), project.note or "Not begun"]


def figures_table(statement: Statement, address: Address) -> list[list[Any]]:
    """Income by type of money and cost by account, each with its whole."""
    return [
        *(
            [f"Income: {one.label[0].lower()}{one.label[1:]}", (one.amount, address(one.filter))]
            for one in statement.by_type
        ),
        ["Income together", (statement.income, address((("side", INCOME),)))],
        *(
            [f"Cost: {one.label[0].lower()}{one.label[1:]}", (one.amount, address(one.filter))]
            for one in statement.by_account
        ),
        ["Cost together", (statement.cost, address((("side", COST),)))],
    ]


def services_table(statement: Statement, address: Address) -> list[list[Any]]:
    """Each service with its income, its own cost and what is left."""
    return [
        [
            line.income.label,
            (line.income.amount, address(line.income.filter)) if line.income.rows else "",
            (line.cost.amount, address(line.cost.filter)) if line.cost.rows else "",
            line.left,
        ]
        for line in statement.by_service
    ]


def rows_table(page: Iterable[Posting], sign: int) -> list[list[Any]]:
    """Postings as a page shows them."""
    return [[_day(row), *_said(row), row.amount * sign] for row in page]


def rows_sheet(name: str, found: Rows) -> StreamingHttpResponse:
    """Postings as a spreadsheet, all of them."""
    rows = ((row.on, *_said(row), row.amount * found.sign) for row in found.postings)
    return sheet(name, [label for label, _ in HEADS], rows)


def _said(row: Posting) -> tuple[str, str, str, str]:
    return row.journal.memo, row.journal.source, row.organisation.name, str(row.account)


def _day(row: Posting) -> str:
    return f"{row.on.day} {row.on:%B %Y}"
