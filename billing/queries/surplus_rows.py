"""The rows behind a figure of the surplus: the postings that add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from billing.models import Posting
from billing.queries.surplus import COST, INCOME, NO_SERVICE, in_days, of_the_year, outside_the_surplus
from billing.rules import chart
from billing.rules.surplus import CompanyYear
from kernel.money import ZERO, Money

SIDES = {INCOME: ("4000", "5000"), COST: ("5000", "6000")}
SET_ASIDE, RESERVES, DISTRIBUTED = "set-aside", "reserves", "distributed"


class NoSuchFigure(LookupError):
    """The address asks for a figure that does not exist."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The postings behind one figure and what they come to, with the figure's own sign."""

    postings: QuerySet[Posting]
    sign: int

    @property
    def total(self) -> Money:
        """What the rows add up to; one SQL statement."""
        return (self.postings.aggregate(total=Sum("amount"))["total"] or ZERO) * self.sign


def rows_of_year(year: CompanyYear, asked: Mapping[str, str]) -> Rows:
    """The rows behind a figure of a year: by side, type of money, service or account; all of them for the surplus.

    Raises NoSuchFigure for a side or a service that cannot be.
    """
    side = asked.get("side", "")
    if side in (SET_ASIDE, RESERVES):
        source = f"appropriation/{year.ends_in}"
        account = chart.RESERVES if side == RESERVES else chart.SET_ASIDE
        found = Posting.objects.filter(journal__source=source, account=account)
        return Rows(_narrow(found, {"fund": asked.get("fund", "")}), -1)
    if side == DISTRIBUTED:
        return Rows(_detailed(in_days(outside_the_surplus().filter(amount__lt=0), year.period)), -1)
    rows = of_the_year(year.period)
    if side:
        first, last = _span(side)
        rows = rows.filter(account__gte=first, account__lt=last)
    return Rows(_narrow(rows, asked), 1 if side == COST else -1)


def rows_of_fund(fund: str, side: str) -> Rows:
    """The rows behind a project's figures, of all years: what was set aside for it, or what it spent.

    Raises NoSuchFigure for another side.
    """
    if side == SET_ASIDE:
        return Rows(_detailed(Posting.objects.filter(fund=fund, account=chart.SET_ASIDE)), -1)
    first, last = _span(side)
    return Rows(_detailed(Posting.objects.filter(fund=fund, account__gte=first, account__lt=last)), 1)


def _span(side: str) -> tuple[str, str]:
    if side not in SIDES:
        raise NoSuchFigure(side)
    return SIDES[side]


def _narrow(rows: QuerySet[Posting], asked: Mapping[str, str]) -> QuerySet[Posting]:
    if asked.get("type"):
        rows = rows.filter(money_type=asked["type"])
    if asked.get("account"):
        rows = rows.filter(account=asked["account"])
    if asked.get("fund"):
        rows = rows.filter(fund=asked["fund"])
    if asked.get("service"):
        rows = rows.filter(service=_service(asked["service"]))
    return _detailed(rows)


def _service(text: str) -> int | None:
    if text == NO_SERVICE:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NoSuchFigure(text)
    return int(text)


def _detailed(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    return rows.select_related("journal", "account", "organisation", "service").order_by("on", "pk")
