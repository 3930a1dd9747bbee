"""A company year in the ledger: income of four types, costs, a board that decides, projects that spend."""

from __future__ import annotations

from datetime import UTC, date, datetime

from billing.actions import costs, ledger, surplus
from billing.actions.costs import Bill
from billing.models import AccountingPeriod, Project
from billing.rules.posting import Leg
from billing.rules.surplus import CompanyYear
from company.actions import meetings, resolutions
from company.actions.resolutions import Count, Proposal
from company.models import Directorship, Resolution
from kernel.money import Money
from members.models import Organisation
from services.models import Service
from tests.billing import build
from tests.company.registers import seated
from tests.services.builders import a_service

YEAR = CompanyYear(2026)
AT = datetime(2026, 10, 14, 16, tzinfo=UTC)
VOTED = datetime(2026, 10, 14, 17, 30, tzinfo=UTC)
DECIDED = datetime(2026, 10, 15, 9, tzinfo=UTC)
INCOME = (
    ("4100", "statutory_commissioned", "SC01", "640000", date(2025, 10, 1)),
    ("4200", "traded", "TR01", "890000", date(2025, 11, 3)),
    ("4200", "traded", "TR02", "500000", date(2026, 8, 31)),
    ("4300", "membership", "MB01", "290000", date(2025, 9, 1)),
    ("4400", "grant", "", "80000", date(2026, 4, 1)),
)
COSTS = (("5000", "TR01", "1500000"), ("5100", "", "700000"), ("5200", "", "80000"))


def a_year() -> None:
    """Income £2,400,000, cost £2,280,000, surplus £120,000; and a little on both sides of the year's ends."""
    company = build.company()
    ledger.open_books()
    for account, money_type, code, pounds, on in INCOME:
        sold(account, money_type, code, Money.pounds(pounds), on)
    for account, code, pounds in COSTS:
        spent(account, code, Money.pounds(pounds), date(2026, 2, 2))
    sold("4200", "traded", "TR01", Money(1), date(2025, 8, 31))
    sold("4200", "traded", "TR01", Money(1), date(2026, 9, 1))
    assert company.pk


def service_called(code: str) -> int | None:
    """The number of the service with that code, made once; nothing for no code."""
    if not code:
        return None
    known = Service.objects.filter(code=code).first()
    return (known or a_service(code)).pk


def sold(account: str, money_type: str, code: str, net: Money, on: date, to: Organisation | None = None) -> None:
    """Income as an invoice posts it."""
    buyer = (to or build.school()).pk
    service = service_called(code)
    legs = [Leg("1100", net, buyer), Leg(account, -net, buyer, service=service, money_type=money_type)]
    ledger.post(on=on, at=AT, source=f"invoice/T-{account}-{code}-{on}", memo="Invoice", lines=legs, by=build.person())


def spent(account: str, code: str, net: Money, on: date, fund: str = "general") -> None:
    """A supplier's invoice."""
    bill = Bill(
        supplier=build.other(),
        supplier_reference=f"{account}-{code}-{on}-{fund}-{net.pence}",
        invoiced_on=on,
        due_on=on,
        label="Work",
        account=account,
        net=net,
        vat=Money(0),
        service_id=service_called(code),
        fund=fund,
    )
    costs.enter(bill, by=build.person(), at=AT)


def close_the_year() -> None:
    """Every month of the books up to August is closed, with reserves of £380,000 brought forward before."""
    surplus.bring_reserves_forward(Money.pounds("380000"), on=date(2025, 9, 1), by=build.person(), at=AT)
    surplus.set_reserves_policy(
        Money.pounds("420000"), starts_on=date(2025, 9, 1), authority="", by=build.person(), at=AT
    )
    for month in AccountingPeriod.objects.filter(starts_on__lt=YEAR.period.ends_on or AT).order_by("starts_on"):
        ledger.close_period(month, at=AT, reason="Year end", by=build.person())


def resolved(amount: str = "120000", votes: tuple[int, int, int] = (8, 0, 4)) -> Resolution:
    """The board's resolution on the year's surplus, voted on at 17:30 UTC on 14 October."""
    if not Directorship.objects.exists():
        seated()
    by = build.person()
    meeting = meetings.call(title="Autumn board", starts_at=AT, place="Town hall", by=by, at=AT)
    if meeting.held_at is None:
        people = [row.person for row in Directorship.objects.select_related("person").order_by("-pk")[:12]]
        meeting = meetings.record_attendance(meeting, people, by=by, at=AT)
    proposal = Proposal(
        "To put the surplus back",
        "surplus-appropriation",
        date(2026, 10, 14),
        subjects=(YEAR.key,),
        amount=Money.pounds(amount),
    )
    return resolutions.record_vote(resolutions.propose(meeting, proposal, by=by, at=AT), Count(*votes), by=by, at=VOTED)


def projects() -> list[Project]:
    """Three projects."""
    names = (("oracy", "Oracy in Year 1"), ("attendance", "New attendance service"), ("advisers", "Adviser training"))
    return [
        surplus.open_project(slug=slug, name=name, purpose=name, on=date(2026, 10, 1), by=build.person(), at=AT)
        for slug, name in names
    ]


def parts(*pounds: str) -> list[surplus.Part]:
    """The projects' parts; £34,000, £28,000 and £18,000 unless told."""
    sums = pounds or ("34000", "28000", "18000")
    return [surplus.Part(project, Money.pounds(each)) for project, each in zip(projects(), sums, strict=False)]
