"""Promises: made once for each source, ended, secured, and asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kernel.records import SYSTEM
from services import public as services
from services.actions.promises import PromiseDiffers
from services.models import Promise, Service
from services.public import Promised, entitlements, may_use, promise_all, release, secured_until
from tests.services.builders import AT, ON, a_school, a_service

pytestmark = pytest.mark.django_db


def a_promise(service: Service, school: Any, **facts: Any) -> Promised:
    promised = Promised("ORD-7K3M-Q9TX/1", service.pk, school.pk, Decimal(2), date(2026, 9, 1), date(2027, 9, 1))
    return replace(promised, **facts)


def made(*promises: Promised) -> list[Promise]:
    return promise_all(promises, by=SYSTEM, at=AT)


def test_a_promise_holds_the_allowance_of_its_quantity() -> None:
    service, school = a_service(allowance=Decimal(3), allowance_unit="adviser days"), a_school()
    made(a_promise(service, school))
    (held,) = entitlements(school, ON)
    assert (held.name, held.allowance, held.allowance_unit) == (service.name, Decimal(6), "adviser days")
    assert held.last_day == date(2027, 8, 31)
    assert may_use(service, school, ON)


def test_the_same_source_again_changes_nothing() -> None:
    promise = a_promise(a_service(), a_school())
    assert made(promise)[0].pk == made(promise)[0].pk
    assert Promise.objects.count() == 1


def test_the_same_source_for_something_else_is_refused() -> None:
    promise = a_promise(a_service(), a_school())
    made(promise)
    with pytest.raises(PromiseDiffers):
        made(replace(promise, quantity=Decimal(3)))


def test_what_is_released_may_not_be_used_from_that_day() -> None:
    service, school = a_service(), a_school()
    made(a_promise(service, school))
    release("ORD-7K3M-Q9TX/1", ON, by=SYSTEM, at=AT)
    release("ORD-7K3M-Q9TX/1", date(2027, 1, 1), by=SYSTEM, at=AT)
    assert may_use(service, school, date(2026, 11, 20))
    assert not may_use(service, school, ON)
    assert entitlements(school, ON) == []


def test_a_service_is_used_until_it_is_secured_no_longer() -> None:
    service, school = a_service(), a_school()
    made(a_promise(service, school, secured_until=ON))
    assert not may_use(service, school, ON)
    secured_until("ORD-7K3M-Q9TX/1", date(2027, 1, 1), by=SYSTEM, at=AT)
    assert may_use(service, school, ON)
    assert services.entitlements(school, ON)[0].is_running


@pytest.mark.parametrize("many", [1, 3])
def test_one_statement_lists_what_a_school_has(many: int, django_assert_num_queries: Any) -> None:
    school = a_school()
    made(*(a_promise(a_service(f"S{n}"), school, source=f"ORD-7K3M-Q9TX/{n}") for n in range(many)))
    with django_assert_num_queries(1):
        assert len(entitlements(school, ON)) == many
