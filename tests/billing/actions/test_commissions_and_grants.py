"""The council's commission and grants: each pound with its type, none of it charged to a school."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from billing.actions import commissions, grants
from billing.actions.payments import ReceivedInTheFuture
from billing.models import Charge, Grant, Invoice, Order, Posting
from billing.rules.commissions import Commissioned, NotTheCouncil, TermNotWholeMonths, plan
from billing.rules.grants import GrantUnclear
from kernel.money import Money
from kernel.periods import Period
from kernel.records import SYSTEM
from members.models import Organisation
from services.models import Service
from tests.billing import build
from tests.services.builders import a_service

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
DAY = date(2026, 4, 1)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))


def agree(council: Organisation, *, key: UUID | None = None, net: int = 64_000_000, instalments: int = 4) -> Order:
    build.company()
    service = Service.objects.filter(code="SS02").first() or a_service("SS02", name="Schools causing concern")
    return commissions.agree(
        council=council,
        lines=[Commissioned(service.pk, service.code, service.name, Money(net), 2000)],
        term=YEAR,
        instalments=instalments,
        request_key=key or uuid4(),
        ordered_by=build.person("commissioner@aldermere.example", "Cora Commissioner"),
        agreed_by=build.person(),
        at=AT,
    )


def test_instalments_are_rounded_down_and_the_last_absorbs_the_rest() -> None:
    parts = plan(Commissioned(1, "SS02", "x", Money(10_001), 2000), YEAR, 4)
    assert [part.net.pence for part in parts] == [2500, 2500, 2500, 2501]
    assert [part.due_on for part in parts] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 1),
        date(2027, 1, 1),
    ]
    assert sum(part.vat.pence for part in parts) == 2000


@pytest.mark.parametrize(
    ("term", "instalments"),
    [(YEAR, 5), (YEAR, 0), (Period(date(2026, 4, 1), date(2026, 4, 20)), 1), (Period(date(2026, 4, 1)), 1)],
)
def test_a_term_that_is_not_whole_months_is_refused(term: Period, instalments: int) -> None:
    with pytest.raises(TermNotWholeMonths):
        plan(Commissioned(1, "SS02", "x", Money(100), 2000), term, instalments)


@pytest.mark.django_db
def test_a_commission_is_invoiced_to_the_council_a_quarter_at_a_time() -> None:
    order = agree(build.council())
    invoice = Invoice.objects.get()
    assert (invoice.payer.kind, invoice.net) == ("council", Money(16_000_000))
    assert Charge.objects.filter(line__order=order).count() == 4
    income = Posting.objects.get(account_id="4100")
    assert (income.amount, income.money_type) == (Money(-16_000_000), "statutory_commissioned")


@pytest.mark.django_db
def test_agreeing_twice_is_one_commission() -> None:
    key = uuid4()
    assert agree(build.council(), key=key) == agree(build.council(), key=key)
    assert Invoice.objects.count() == 1


@pytest.mark.django_db
def test_a_school_cannot_commission_and_nothing_is_left_behind() -> None:
    with pytest.raises(NotTheCouncil):
        agree(build.school())
    assert not Order.objects.exists()


def give(amount: int = 8_000_000, purpose: str = "Reading in Year 1", on: date = DAY) -> Grant:
    build.company()
    return grants.receive(
        funder=build.other("Foundation for Reading"),
        amount=Money(amount),
        received_on=on,
        purpose=purpose,
        request_key=UUID(int=7),
        by=SYSTEM,
        at=AT,
    )


@pytest.mark.django_db
def test_a_grant_is_income_of_its_own_type_and_recorded_once() -> None:
    assert give() == give()
    income = Posting.objects.get(account_id="4400")
    assert (income.amount, income.money_type) == (Money(-8_000_000), "grant")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"amount": 0}, GrantUnclear),
        ({"purpose": "  "}, GrantUnclear),
        ({"on": date(2026, 4, 2)}, ReceivedInTheFuture),
    ],
)
def test_a_grant_of_nothing_for_nothing_or_from_the_future_is_refused(
    changed: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(**changed)  # type: ignore[arg-type]
    assert not Grant.objects.exists()
