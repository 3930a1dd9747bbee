"""What the demo's company spends, what is left each year, and what the board makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from billing import public as billing
from billing.public import Bill, CompanyYear, Part
from config.demo import board
from config.demo.calendar import Calendar, noon
from config.demo.trade import key_of
from kernel.money import Money
from kernel.periods import Period, add_months
from members.public import Organisation, Person

RESERVES_BEFORE = Money.pounds(320_000)
# For each finished year: the surplus, the level of reserves wanted, and the projects with their part in pounds.
YEARS = (
    (64_000, 340_000, (("early-reading", 26_000), ("governor-induction", 18_000))),
    (92_000, 380_000, (("early-reading", 30_000), ("small-schools-cover", 22_000))),
    (120_000, 420_000, (("oracy-in-year-1", 34_000), ("attendance-service", 28_000), ("adviser-training", 18_000))),
)
PROJECTS = {
    "early-reading": ("Early reading", "Training and books for every reception class."),
    "governor-induction": ("Governor induction", "A first course for each new governor, free to every school."),
    "small-schools-cover": ("Cover for small schools", "Supply cover, so that small schools can send somebody."),
    "oracy-in-year-1": ("Oracy in Year 1", "Coaching in talk for learning, with a measure before and after."),
    "attendance-service": ("New attendance service", "Launching a service that schools asked for."),
    "adviser-training": ("Adviser training", "Two advisers train as lead reviewers."),
}
# What became of the projects: share spent (of a hundred), schools that took part, what changed.
OUTCOMES = {
    "early-reading": (100, 24, "Phonics check in these schools 71 → 79 of a hundred; area 74 → 76."),
    "governor-induction": (100, 31, "112 new governors took the course; 9 of 10 would recommend it."),
    "small-schools-cover": (82, 9, "61 days of cover given; small schools took 3 times as many course places."),
    "oracy-in-year-1": (91, 18, "Listening score 61 → 70, confirmed by 16 of 18 schools."),
    "attendance-service": (100, 9, "Launched; breaks even at 12 schools, 3 to go."),
    "adviser-training": (35, 0, "Under way: two of six modules done."),
}
# Each month's bills: supplier, what for, account, share of the month's income in basis points.
BILLS = (
    ("Mereshire Payroll Bureau", "Salaries and pensions", "5100", 6_300),
    ("Guildhall Estates", "Office and rooms", "5200", 700),
    ("Marl Associates", "Associate advisers", "5000", 900),
    ("Thorne and Lyle", "Audit and legal advice", "5300", 300),
)
CLOSING = ("Mereshire Payroll Bureau", "Holiday pay and pension at the year's end", "5100")


@dataclass(frozen=True, slots=True)
class Books:
    """What the demo's money needs at hand."""

    calendar: Calendar
    suppliers: dict[str, Organisation]
    finance: Person
    secretary: Person
    directors: dict[str, Person]
    schools: list[Organisation]


def spend_and_decide(books: Books) -> None:
    """Year by year: the bills, the year's closing, the board's decision, and what the projects spent."""
    opening = books.calendar.founded_on
    billing.bring_reserves_forward(RESERVES_BEFORE, on=opening, by=books.finance, at=noon(opening))
    for number, year in enumerate(books.calendar.years):
        surplus, policy, parts = YEARS[number]
        _bills(books, year, Money.pounds(surplus))
        _close(books, year)
        held_on = date(year.ends_on.year if year.ends_on else 0, 10, 14)
        if held_on < books.calendar.on:
            _decide(books, year, held_on, Money.pounds(surplus), Money.pounds(policy), parts)


def _bills(books: Books, year: Period, surplus: Money) -> None:
    """Twelve months of bills, and a last one that leaves exactly the surplus."""
    company_year = CompanyYear(year.ends_on.year if year.ends_on else 0)
    income = billing.surplus_of(company_year)
    for month in range(12):
        day = add_months(year.starts_on, month) + timedelta(days=27)
        for supplier, label, account, share in BILLS:
            net = Money(income.pence * share // 120_000)
            _pay(books, supplier, f"{label}, {day:%B %Y}", account, day, net, vat=account in ("5000", "5300"))
    left = billing.surplus_of(company_year) - surplus
    supplier, label, account = CLOSING
    _pay(books, supplier, label, account, add_months(year.starts_on, 12) - timedelta(days=1), left, vat=False)


def _pay(
    books: Books, supplier: str, label: str, account: str, day: date, net: Money, *, vat: bool, fund: str = "general"
) -> None:
    bill = Bill(
        supplier=books.suppliers[supplier],
        supplier_reference=f"{books.suppliers[supplier].pk}-{day:%y%m%d}-{label[:3]}",
        invoiced_on=day,
        due_on=day + timedelta(days=30),
        label=label,
        account=account,
        net=net,
        vat=net.basis_points(2000) if vat else Money(0),
        fund=fund,
    )
    cost = billing.enter_cost(bill, by=books.finance, at=noon(day))
    paid_on = day + timedelta(days=30)
    if paid_on < books.calendar.on:
        key = key_of("cost", cost.reference)
        billing.pay_cost(cost, on=paid_on, amount=cost.gross, request_key=key, by=books.finance, at=noon(paid_on))


def _close(books: Books, year: Period) -> None:
    for period in billing.AccountingPeriod.objects.filter(
        starts_on__gte=year.starts_on, starts_on__lt=year.ends_on, closed_at=None
    ).order_by("starts_on"):
        at = noon(max(period.ends_on, year.ends_on or period.ends_on) + timedelta(days=20))
        billing.close_period(period, at=at, reason="Month end agreed with the bank.", by=books.finance)


def _decide(
    books: Books, year: Period, held_on: date, surplus: Money, policy: Money, parts: tuple[tuple[str, int], ...]
) -> None:
    """The board's October meeting: eight for, none against, four abstained, and the surplus put to use."""
    at = noon(held_on + timedelta(days=1))
    company_year = CompanyYear(held_on.year)
    present = [person for name, person in sorted(books.directors.items()) if name != "Desmond Yarrow"]
    decided = board.resolve(
        board.surplus_proposal(company_year.key, company_year.name, held_on, surplus),
        held_on=held_on,
        title="Board meeting",
        present=present,
        votes=(8, 0, 4),
        by=books.secretary,
    )
    billing.set_reserves_policy(
        policy, starts_on=held_on, authority=decided.number, by=books.secretary, at=noon(held_on)
    )
    chosen = [Part(_project(books, slug, held_on), Money.pounds(pounds)) for slug, pounds in parts]
    reserves = surplus - Money.total(part.amount for part in chosen)
    billing.appropriate_surplus(
        company_year, reserves=reserves, parts=chosen, authority=decided.number, by=books.finance, at=at
    )
    for part in chosen:
        _outcome(books, part, held_on)


def _project(books: Books, slug: str, on: date) -> billing.Project:
    name, purpose = PROJECTS[slug]
    return billing.open_project(slug=slug, name=name, purpose=purpose, on=on, by=books.secretary, at=noon(on))


def _outcome(books: Books, part: Part, decided_on: date) -> None:
    """What was spent of the part, which schools took part, and what changed."""
    spent, count, text = OUTCOMES[part.project.slug]
    day = min(decided_on + timedelta(days=200), books.calendar.before(3))
    if day <= decided_on:
        return
    if spent:
        net = Money(part.amount.pence * spent // 100)
        fund = str(part.project.fund_id)
        _pay(books, "Marl Associates", part.project.name, "5000", day, net, vat=False, fund=fund)
    schools = books.schools[part.project.pk % 7 :: 2][:count]
    billing.join_project(part.project, schools, on=decided_on + timedelta(days=1), by=books.secretary, at=noon(day))
    billing.note_project(part.project, text, on=day, by=books.secretary, at=noon(day))


def suppliers() -> dict[str, Organisation]:
    """The invented suppliers by name."""
    names = sorted({name for name, _, _, _ in BILLS})
    return {name: Organisation.objects.create(kind="other", name=name, town="Aldermere") for name in names}
