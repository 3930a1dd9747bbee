"""Published prices: versions follow one another and are never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kernel.money import Money
from kernel.records import SYSTEM
from services import public as services
from services.actions.prices import (
    LaterVersionExists,
    NewPrice,
    PriceInThePast,
    ReasonMissing,
    publish,
    treat_vat,
)
from services.models import Price, VatTreatment
from services.rules.price_spec import UnclearPriceRule
from services.rules.vat import EXEMPT
from tests.services.builders import AT, FROM, ON, a_school, a_service

pytestmark = pytest.mark.django_db

NEXT = NewPrice({"type": "flat", "amount": 10000}, date(2027, 4, 1), "at_renewal", 90, "Costs rose by 3 %.")


def published(service: Any, new: NewPrice = NEXT) -> Price:
    return publish(service, new, by=SYSTEM, at=AT, on=ON)


def test_a_new_version_follows_the_old_one() -> None:
    service, school = a_service(), a_school()
    published(service)
    assert services.quote(service, school=school, on=date(2027, 3, 31)).net == Money.pounds(2730)
    assert services.quote(service, school=school, on=date(2027, 4, 1)).net == Money.pounds(100)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"starts_on": ON - timedelta(days=1)}, PriceInThePast),
        ({"rule": {"type": "flat"}}, UnclearPriceRule),
        ({"reason": " "}, ReasonMissing),
    ],
)
def test_a_version_that_may_not_be_is_refused_and_nothing_changes(change: dict[str, Any], refusal: type) -> None:
    service = a_service()
    with pytest.raises(refusal):
        published(service, replace(NEXT, **change))
    assert list(Price.objects.values_list("ends_on", flat=True)) == [None]


def test_a_version_before_one_that_is_published_is_refused() -> None:
    service = a_service()
    published(service)
    with pytest.raises(LaterVersionExists):
        published(service)


def test_finance_changes_the_treatment_from_a_day() -> None:
    service, school = a_service(), a_school()
    start = date(2027, 1, 1)
    treat_vat(service, EXEMPT, starts_on=start, reason="Eligible body.", by=SYSTEM, at=AT, on=ON)
    assert services.quote(service, school=school, on=start - timedelta(days=1)).vat_rate == 2000
    assert services.quote(service, school=school, on=start).vat_code == "exempt"


@pytest.mark.parametrize("table", ["services_price", "services_vattreatment"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET reason = 'x'", "UPDATE {} SET starts_on = '2020-01-01'", "DELETE FROM {}"]
)
def test_the_database_keeps_what_was_published(table: str, statement: str) -> None:
    a_service()
    with pytest.raises(ProgrammingError, match="published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_end_is_set_once() -> None:
    a_service()
    Price.objects.update(ends_on=date(2027, 1, 1))
    with pytest.raises(ProgrammingError), transaction.atomic():
        Price.objects.update(ends_on=date(2028, 1, 1))


def test_two_prices_at_a_time_are_refused_by_the_database() -> None:
    service = a_service()
    with pytest.raises(IntegrityError, match="a_service_has_one_price_at_a_time"), transaction.atomic():
        Price.objects.create(
            service=service,
            rule={"type": "flat", "amount": 1},
            starts_on=FROM + timedelta(days=9),
            applies_to_existing="never",
            reason="x",
            recorded_at=AT,
        )


@pytest.mark.parametrize(("code", "rate"), [("exempt", 2000), ("standard", 0), ("mystery", 0)])
def test_a_rate_without_tax_is_refused_by_the_database(code: str, rate: int) -> None:
    service = a_service(vat=None)
    with pytest.raises(IntegrityError, match="a_vat_rate_belongs_to_a_taxed_supply"), transaction.atomic():
        VatTreatment.objects.create(
            service=service, code=code, rate_bp=rate, starts_on=FROM, reason="x", recorded_at=AT
        )
