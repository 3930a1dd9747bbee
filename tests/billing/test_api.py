"""Orders, invoices, payments and the surplus by the REST interface."""

from __future__ import annotations

from uuid import uuid4

import pytest

from billing.models import Order, Payment
from kernel.records import SYSTEM
from members.models import Organisation
from services.actions.demo_catalogue import load
from tests.builders import a_person, the_company
from tests.keys import Program, a_program
from tests.services.builders import AT, ON, a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    the_company()
    load(on=ON, by=SYSTEM, at=AT)
    return a_school("420")


@pytest.fixture
def buyer(school: Organisation) -> Program:
    return a_program(a_person(), "school_buyer", school)


def test_what_is_free_is_ordered_once_under_one_key(buyer: Program) -> None:
    body = {"request_key": str(uuid4()), "lines": [{"service": "peer-review-cycle"}]}
    first, again = buyer.post("orders/", body), buyer.post("orders/", body)
    assert first.status_code == again.status_code == 201, first.content
    assert first.json()["reference"] == again.json()["reference"]
    assert buyer.get("orders/").json()["count"] == 1
    assert buyer.get(f"orders/{first.json()['reference']}/").json() == first.json()


def test_what_costs_money_needs_an_approver_on_a_page(buyer: Program) -> None:
    answer = buyer.post("orders/", {"request_key": str(uuid4()), "lines": [{"service": "core-membership"}]})
    assert (answer.status_code, answer.json()["type"]) == (409, "ApprovalNeeded")
    assert not Order.objects.exists()


def test_another_schools_orders_are_not_found(buyer: Program) -> None:
    other = a_school()
    for address in ("orders/", "invoices/", "payments/", "statement/"):
        assert buyer.get(f"{address}?school={other.urn}").status_code == 404
        assert buyer.get(address).status_code == 200
    assert buyer.get("orders/ORD-NONE/").status_code == 404


def test_a_year_that_nobody_kept_books_for_is_refused(buyer: Program) -> None:
    assert buyer.get("surplus/").json()["surplus"] == 0
    assert buyer.get("surplus/?year=1999").status_code == 400
    assert buyer.get("surplus/?year=9999").status_code == 400


def test_a_buyer_records_no_payment(buyer: Program, school: Organisation) -> None:
    body = {"school": school.urn, "amount": 100, "received_on": "2026-11-01", "request_key": str(uuid4())}
    assert buyer.post("payments/", body).status_code in {403, 404}


def test_finance_records_a_payment_once_and_it_stays_on_account(school: Organisation) -> None:
    finance = a_program(a_person(), "finance_officer", the_company())
    body = {
        "school": school.urn,
        "amount": 10_000,
        "received_on": "2026-11-01",
        "request_key": str(uuid4()),
        "bank_reference": "LARKFIELD",
    }
    first, again = finance.post("payments/", body), finance.post("payments/", body)
    assert first.status_code == again.status_code == 201, first.content
    assert first.json() == again.json()
    assert first.json()["amount"] == 10_000
    assert Payment.objects.get().bank_reference == "LARKFIELD"
    assert finance.get(f"payments/?school={school.urn}").json()["count"] == 1
