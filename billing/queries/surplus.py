"""A company year as the ledger tells it: what came in, what went out, what was left and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from billing.models import (
    Appropriation,
    AppropriationLine,
    Posting,
    Project,
    ProjectNote,
    ProjectSchool,
    ReservesPolicy,
)
from billing.rules import chart
from billing.rules.surplus import CompanyYear
from kernel.money import ZERO, Money
from kernel.periods import Period
from services.public import MoneyType

INCOME, COST = "income", "cost"
EQUITY = Q(account__gte="3000", account__lt="4000")
NO_SERVICE = "none"
TYPE_NAMES = {
    "statutory_commissioned": "Council commission",
    "traded": "Traded services",
    "membership": "Membership",
    "grant": "Grants",
    "reinvestment": "Reinvestment",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group of postings: an account, a type of money and a service, with what they come to."""

    account: str
    account_name: str
    money_type: str
    service: int | None
    service_name: str
    amount: Money
    rows: int

    @property
    def side(self) -> str:
        """Income or cost, by the account's first digit."""
        return INCOME if self.account.startswith("4") else COST


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the statement: what it is called, what it comes to, and the filter that gives the rows behind it."""

    label: str
    amount: Money
    rows: int
    filter: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service with what it brought in, what it cost, and what is left."""

    income: Figure
    cost: Figure

    @property
    def left(self) -> Money:
        """Income less its own cost."""
        return self.income.amount - self.cost.amount


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with what was allocated to it, what was spent, how many schools take part and what changed."""

    project: Project
    allocated: Money
    spent: Money
    schools: int
    confirmed: int
    note: str

    @property
    def left(self) -> Money:
        """What is not spent yet."""
        return self.allocated - self.spent


@dataclass(frozen=True, slots=True)
class Statement:
    """A year's statement: every figure with its filter, and the appropriation where the board has decided."""

    year: CompanyYear
    income: Money
    cost: Money
    by_type: tuple[Figure, ...]
    by_service: tuple[ServiceLine, ...]
    by_account: tuple[Figure, ...]
    appropriation: Appropriation | None
    lines: tuple[AppropriationLine, ...]

    @property
    def surplus(self) -> Money:
        """Income less cost; below zero it is a shortfall."""
        return self.income - self.cost


def of_the_year(period: Period) -> QuerySet[Posting]:
    """The postings that make a year's surplus: income and cost, without what projects spend of money set aside."""
    return in_days(Posting.objects.filter(account__gte="4000", account__lt="6000"), period).exclude(
        fund__in=Project.objects.values("fund")
    )


def in_days(rows: QuerySet[Posting], period: Period) -> QuerySet[Posting]:
    """The postings dated in a period."""
    return rows.filter(on__gte=period.starts_on, on__lt=period.ends_on)


def surplus_of(year: CompanyYear) -> Money:
    """A year's surplus; one SQL statement."""
    return -(of_the_year(year.period).aggregate(total=Sum("amount"))["total"] or ZERO)


def statement(year: CompanyYear) -> Statement:
    """The statement of a year; three SQL statements however many postings there are."""
    sums = _groups(year.period)
    decided = Appropriation.objects.filter(starts_on=year.period.starts_on).select_related("recorded_by").first()
    lines = AppropriationLine.objects.filter(appropriation__starts_on=year.period.starts_on).select_related("project")
    income = [one for one in sums if one.side == INCOME]
    costs = [one for one in sums if one.side == COST]
    return Statement(
        year=year,
        income=Money.total(one.amount for one in income),
        cost=Money.total(one.amount for one in costs),
        by_type=_by_type(income),
        by_service=_by_service(sums),
        by_account=_by_account(costs),
        appropriation=decided,
        lines=tuple(lines.order_by("-kind", "-amount", "pk")),
    )


def _groups(period: Period) -> list[Group]:
    groups = (
        of_the_year(period)
        .values("account", "account__name", "money_type", "service", "service__name")
        .annotate(total=Sum("amount"), number=Count("pk"))
        .order_by("account", "money_type", "service__name", "service")
    )
    return [_group(row) for row in groups]


def _group(row: Mapping[str, Any]) -> Group:
    sign = -1 if row["account"].startswith("4") else 1
    return Group(
        account=row["account"],
        account_name=row["account__name"],
        money_type=row["money_type"],
        service=row["service"],
        service_name=row["service__name"] or "Not for one service",
        amount=row["total"] * sign,
        rows=row["number"],
    )


def _figure(label: str, sums: Sequence[Group], **filter_: str) -> Figure:
    amount, rows = Money.total(one.amount for one in sums), sum(one.rows for one in sums)
    return Figure(label, amount, rows, tuple(filter_.items()))


def _by_type(income: Sequence[Group]) -> tuple[Figure, ...]:
    """Income by type of money, the most first."""
    found = []
    for money_type in chart.INCOME_BY_MONEY_TYPE:
        here = [one for one in income if one.money_type == money_type]
        if here:
            label = TYPE_NAMES.get(money_type) or MoneyType(money_type).label
            found.append(_figure(label, here, side=INCOME, type=money_type))
    return tuple(sorted(found, key=lambda figure: -figure.amount.pence))


def _by_service(groups: Sequence[Group]) -> tuple[ServiceLine, ...]:
    """A line for each service: those that brought in most first, what is for no one service last."""
    lines = []
    for key in dict.fromkeys(one.service for one in groups):
        here = [one for one in groups if one.service == key]
        name = here[0].service_name
        figures = {
            side: _figure(name, [one for one in here if one.side == side], side=side, service=_text(key))
            for side in (INCOME, COST)
        }
        lines.append((key is None, ServiceLine(figures[INCOME], figures[COST])))
    lines.sort(key=lambda line: (line[0], -line[1].income.amount.pence, line[1].income.label))
    return tuple(line for _, line in lines)


def _by_account(costs: Sequence[Group]) -> tuple[Figure, ...]:
    found = []
    for account in dict.fromkeys(one.account for one in costs):
        here = [one for one in costs if one.account == account]
        found.append(_figure(here[0].account_name, here, side=COST, account=account))
    return tuple(found)


def _text(service: int | None) -> str:
    return NO_SERVICE if service is None else str(service)


def reserves_held(on: date) -> Money:
    """The reserves at the end of a day; one SQL statement."""
    return -(Posting.objects.filter(account=chart.RESERVES, on__lte=on).aggregate(total=Sum("amount"))["total"] or ZERO)


def reserves_target(on: date) -> Money:
    """The level of reserves the policy in force on a day asks for; £0.00 without a policy."""
    row = ReservesPolicy.objects.filter(starts_on__lte=on).order_by("-starts_on").first()
    return row.target if row else ZERO


def projects() -> list[ProjectLine]:
    """Every project with its figures; two SQL statements."""
    spent = (
        Posting.objects.filter(fund=OuterRef("fund"), account__gte="5000", account__lt="6000")
        .order_by()
        .values("fund")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    allocated = (
        AppropriationLine.objects.filter(project=OuterRef("pk"))
        .order_by()
        .values("project")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    note = ProjectNote.objects.filter(project=OuterRef("pk")).order_by("-on", "-pk").values("text")
    rows = Project.objects.annotate(
        note=Subquery(note[:1]), spent=Subquery(spent), allocated=Subquery(allocated)
    ).order_by("opened_on", "pk")
    numbers = {
        row["project"]: (row["number"], row["sure"])
        for row in ProjectSchool.objects.values("project").annotate(number=Count("pk"), sure=Count("confirmed_on"))
    }
    return [
        ProjectLine(row, row.allocated or ZERO, row.spent or ZERO, *numbers.get(row.pk, (0, 0)), row.note or "")
        for row in rows
    ]


def outside_the_surplus() -> QuerySet[Posting]:
    """Lines of journals that touch the surplus, and are not themselves of it: there are none, by the database."""
    return Posting.objects.filter(journal__in=Posting.objects.filter(EQUITY).values("journal")).exclude(EQUITY)


def distributed(period: Period) -> Money:
    """What left the surplus for anything outside it: £0.00, because the database refuses it. One SQL statement."""
    rows = in_days(outside_the_surplus().filter(amount__lt=0), period)
    return -(rows.aggregate(total=Sum("amount"))["total"] or ZERO)
