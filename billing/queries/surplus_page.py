"""What the page about a year's surplus shows, and to whom its figures open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from billing.models import AppropriationLine
from billing.queries.surplus import Figure, ProjectLine, Statement, distributed, projects, statement
from billing.queries.surplus_rows import DISTRIBUTED, RESERVES, SET_ASIDE
from billing.rules.surplus import CompanyYear
from company import public as company
from kernel import charts, clock
from kernel.charts import Chart, Outlet, Stream
from kernel.money import ZERO, Money
from kernel.templatetags.coppice import share_of

CATEGORIES = {"traded": 1, "statutory_commissioned": 2, "membership": 3, "reinvestment": 4, "grant": 5}
ALL: tuple[tuple[str, str], ...] = ()

Address = Callable[[tuple[tuple[str, str], ...]], str]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise about the surplus, checked: its state, the word for it, the sentence, and where the rows are."""

    state: str
    label: str
    text: str
    source: str
    amount: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class SurplusPage:
    """A year's page: the statement, the drawing, what became of it, and the promises."""

    statement: Statement
    chart: Chart | None
    lines: tuple[tuple[AppropriationLine, ProjectLine | None], ...]
    promises: tuple[Promise, ...]
    vote: str

    @property
    def title(self) -> str:
        """The finding."""
        found = self.statement
        if found.surplus < ZERO:
            return f"The year cost {-found.surplus} more than it brought in"
        if not found.surplus:
            return "Nothing was left over"
        if found.appropriation is None:
            return f"{found.surplus} was left over, and the board has yet to decide what it is for"
        return f"{found.surplus} was left over, and all of it stays with the schools"

    @property
    def decided(self) -> str:
        """By which resolution the board decided, in a sentence."""
        row = self.statement.appropriation
        if row is None:
            return ""
        day = clock.day_of(row.recorded_at)
        vote = f" ({self.vote})" if self.vote else ""
        return f"Decided under {row.authority}{vote} and posted on {day.day} {day:%B %Y}."


def surplus_page(year: CompanyYear, address: Address) -> SurplusPage:
    """The page of a year; seven SQL statements. `address` gives the address of the rows behind a filter, or nothing."""
    found = statement(year)
    known = {line.project.pk: line for line in projects()} if found.lines else {}
    lines = tuple((line, known.get(line.project_id or 0)) for line in found.lines)
    return SurplusPage(found, chart_of(found, address), lines, _promises(found, address), _vote(found))


def chart_of(found: Statement, address: Address) -> Chart | None:
    """Where the money came from and where it went; nothing for a year without income, or with some below zero."""
    if found.income <= ZERO or found.cost < ZERO or any(one.amount < ZERO for one in found.by_type):
        return None
    sources = [_stream(one, address) for one in found.by_type]
    outlets = [_outlet("Cost of services", found.cost, address((("side", "cost"),)))]
    title = f"{found.surplus} of {found.income} was left over ({share_of(found.surplus.pence, found.income.pence)})"
    if found.surplus < ZERO:
        sources.append(Stream("Shortfall, from reserves", -found.surplus.pence, str(-found.surplus), 5))
        title = f"{-found.surplus} was missing"
    elif found.surplus:
        outlets.append(_outlet("Surplus", found.surplus, address(ALL), _parts(found, address), gold=True))
    whole = max(found.income, found.cost)
    return charts.flow(
        title, sources, outlets, whole="Income" if whole == found.income else "Spent", whole_words=str(whole)
    )


def _stream(figure: Figure, address: Address) -> Stream:
    money_type = dict(figure.filter)["type"]
    category = CATEGORIES.get(money_type, 5)
    return Stream(figure.label, figure.amount.pence, str(figure.amount), category, address(figure.filter))


def _outlet(label: str, amount: Money, href: str, parts: tuple[Stream, ...] = (), *, gold: bool = False) -> Outlet:
    return Outlet(label, amount.pence, str(amount), parts=parts, gold=gold, href=href)


def _parts(found: Statement, address: Address) -> tuple[Stream, ...]:
    return tuple(
        Stream(
            part_name(line),
            line.amount.pence,
            str(line.amount),
            4 if line.project is None else 1,
            address(part_filter(line)),
        )
        for line in found.lines
    )


def part_name(line: AppropriationLine) -> str:
    """What a part of the surplus went to."""
    return line.project.name if line.project else "Reserves, to the policy level"


def part_filter(line: AppropriationLine) -> tuple[tuple[str, str], ...]:
    """The filter that gives the rows behind a part."""
    if line.project is None:
        return (("side", RESERVES),)
    return (("side", SET_ASIDE), ("fund", str(line.project.fund_id)))


def _promises(found: Statement, address: Address) -> tuple[Promise, ...]:
    gone = distributed(found.year.period)
    nothing = Promise(
        "broken" if gone else "holds",
        "Broken" if gone else "Holds",
        "Nothing paid to members as a distribution:",
        "School Companies Regulations 2002 reg. 10; the database refuses it",
        str(gone),
        address((("side", DISTRIBUTED),)),
    )
    allocated = Money.total(line.amount for line in found.lines)
    if found.appropriation is None:
        open_words = (
            f"{found.surplus} waits for the board’s decision" if found.surplus > ZERO else "Nothing to allocate"
        )
        return nothing, Promise("neutral", "Open", open_words, "A resolution of the board for this surplus")
    equal = allocated == found.surplus
    return nothing, Promise(
        "holds" if equal else "broken",
        "Holds" if equal else "Broken",
        f"Allocated equals surplus, to the penny: {allocated} of",
        "The database holds every appropriation to the ledger",
        str(found.surplus),
        address(ALL),
    )


def _vote(found: Statement) -> str:
    if found.appropriation is None:
        return ""
    row = company.Resolution.objects.filter(number=found.appropriation.authority).first()
    return row.vote if row else ""
