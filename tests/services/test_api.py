"""The catalogue and quotes by the REST interface: the same sums as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

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


def test_the_catalogue_holds_my_prices_in_pence(buyer: Program) -> None:
    page = buyer.get("catalogue/?group=membership").json()
    rows = {row["code"]: row for row in page["results"]}
    assert page["count"] == 3
    assert (rows["CORE"]["quote"]["net"], rows["CORE"]["quote"]["vat"]) == (273000, 54600)
    assert rows["JOIN"]["quote"] is None
    assert rows["JOIN"]["refusal"]["rule"] == "NotOffered"


def test_a_mistyped_search_says_what_it_looked_for(buyer: Program) -> None:
    page = buyer.get("catalogue/?q=saveguarding").json()
    assert page["corrected"] == "safeguarding"
    assert page["count"] == len(page["results"]) > 0


def test_one_service_has_its_working_and_its_rule_in_words(buyer: Program) -> None:
    one = buyer.get("catalogue/core-membership/").json()
    assert "420 × £6.50 = £2,730.00." in one["quote"]["sentences"]
    assert {"label": "420 × £6.50", "value": "£2,730.00", "note": ""} in one["quote"]["working"]
    assert any("£6.50 a pupil" in line for line in one["price_in_words"])
    assert buyer.get("catalogue/nothing/").status_code == 404
    assert buyer.get("catalogue/adviser-day/?quantity=two").status_code == 400


def test_staff_price_for_any_school_and_see_no_price_without_one(school: Organisation) -> None:
    staff = a_program(a_person(), "catalogue_manager")
    assert staff.get("catalogue/core-membership/").json()["quote"] is None
    priced = staff.get(f"catalogue/core-membership/?school={school.urn}").json()
    assert priced["quote"]["net"] == 273000
    assert staff.get("catalogue/?school=123456").status_code == 404


def asked(school: Organisation, *lines: dict[str, Any]) -> dict[str, Any]:
    return {"school": school.urn, "on": ON.isoformat(), "lines": list(lines)}


def test_quotes_come_in_the_order_asked_and_add_up(buyer: Program, school: Organisation) -> None:
    answer = buyer.post(
        "quotes/",
        asked(
            school,
            {"service": "adviser-day", "quantity": "2.5"},
            {"service": "half-day-course", "quantity": 3},
            {"service": "day-of-a-national-or-local-leader", "option": "local"},
        ),
    )
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert [one["net"] for one in body["quotes"]] == [143500, 24700, 52000]
    assert [one["vat_code"] for one in body["quotes"]] == ["standard", "exempt", "standard"]
    assert (body["net"], body["vat"], body["gross"]) == (220200, 39100, 259300)


@pytest.mark.parametrize(
    ("line", "status", "field"),
    [
        ({"service": "nothing"}, 400, "lines.0.service"),
        ({"service": "adviser-day", "quantity": "x"}, 400, "lines.0.quantity"),
        ({"service": "adviser-day", "quantity": -1}, 400, "lines.0.quantity"),
        ({"service": "adviser-day", "quantity": "1.25"}, 409, "quantity"),
        ({"service": "core-membership", "quantity": 2}, 409, "quantity"),
        ({"service": "day-of-a-national-or-local-leader", "option": "x"}, 409, "option"),
        ({}, 400, "lines.0.service"),
    ],
)
def test_what_cannot_be_quoted_names_its_field(
    buyer: Program, school: Organisation, line: dict[str, Any], status: int, field: str
) -> None:
    answer = buyer.post("quotes/", asked(school, line))
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert field in [one["field"] for one in answer.json()["errors"]]


def test_a_school_gets_no_quote_for_another(buyer: Program) -> None:
    assert buyer.post("quotes/", asked(a_school(), {"service": "adviser-day"})).status_code == 404
    assert buyer.post("quotes/", {"school": True, "lines": []}).status_code == 400
