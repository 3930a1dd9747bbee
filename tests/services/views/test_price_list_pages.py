"""The price list for staff: who sees it, how a price is written, looked at and published."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock
from members.models import Organisation
from services.models import Interest, Price, VatTreatment
from tests.services.builders import AT, a_person, a_school, a_service, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Organisation:
    return Organisation.objects.create(kind="company", name="Aldermere Schools Partnership")


@pytest.fixture
def manager(client: Client, company: Organisation) -> Client:
    signed_in(client, company, "catalogue_manager")
    return client


@pytest.fixture
def finance(client: Client, company: Organisation) -> Client:
    signed_in(client, company, "finance_officer")
    return client


def on_form(day: date) -> dict[str, str]:
    return {"starts_on_day": str(day.day), "starts_on_month": str(day.month), "starts_on_year": str(day.year)}


def a_price(**change: Any) -> dict[str, Any]:
    given = {
        "rule": json.dumps({"type": "per_pupil", "rate": 700, "floor": 65000, "cap": 450000}),
        **on_form(clock.today() + timedelta(days=120)),
        "applies_to_existing": "at_renewal",
        "notice_days": "90",
        "reason": "Pay rose by 3 %.",
    }
    return {**given, **change}


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_statements_whatever_its_length(
    manager: Client, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        a_service(f"S{number}")
    manager.get("/staff/catalogue/")
    with django_assert_num_queries(7):
        page = manager.get("/staff/catalogue/").content.decode()
    assert page.count('<th scope="row">') == many


def test_the_list_is_searched_by_name_and_code(manager: Client) -> None:
    a_service("SI01", name="Coaching")
    a_service("SI02", name="Adviser day")
    page = manager.get("/staff/catalogue/?q=si02").content.decode()
    assert "Adviser day" in page
    assert "Coaching" not in page
    assert "No service matches" in manager.get("/staff/catalogue/?q=zzz").content.decode()


def test_a_school_does_not_see_the_price_list(client: Client) -> None:
    a_service()
    signed_in(client, a_school())
    for address in ("", "si01/", "si01/price/", "si01/vat/"):
        assert client.get(f"/staff/catalogue/{address}").status_code == 403


def test_finance_sees_prices_and_does_not_write_them(finance: Client) -> None:
    a_service()
    assert finance.get("/staff/catalogue/si01/").status_code == 200
    assert finance.get("/staff/catalogue/si01/price/").status_code == 403
    assert finance.get("/staff/catalogue/nothing/").status_code == 404


def test_a_service_shows_its_history_its_bench_and_who_waits_for_it(manager: Client) -> None:
    service = a_service(availability="planned")
    Interest.objects.create(
        service=service, school=a_school(), note="Year 4", registered_by=a_person(), registered_at=AT
    )
    page = manager.get("/staff/catalogue/si01/").content.decode()
    for words in ("In force", "£6.50 a pupil", "£4,498.00", "1,200 pupils", "Year 4", "Standard rate, 20 %"):
        assert words in page


def test_a_price_is_looked_at_before_it_is_published(manager: Client) -> None:
    a_service()
    page = manager.post("/staff/catalogue/si01/price/", a_price(preview="yes")).content.decode()
    assert "£7.00 a pupil" in page
    assert "£2,940.00" in page
    assert "Publish this price" in page
    assert Price.objects.count() == 1


def test_a_published_price_follows_the_one_before(manager: Client) -> None:
    service = a_service()
    answer = manager.post("/staff/catalogue/si01/price/", a_price(publish="yes"))
    assert answer.status_code == 302
    first, second = Price.objects.filter(service=service).order_by("starts_on")
    assert first.ends_on == second.starts_on
    assert second.rule["rate"] == 700
    assert second.recorded_by is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rule": "{"}, "missing comma or bracket"),
        ({"rule": '{"type": "flat", "amount": -1}'}, "At amount: The amount cannot be less than nothing."),
        ({"rule": '{"type": "flat", "amount": NaN}'}, "whole number"),
        ({"rule": "[" * 5000}, "data"),
        ({"reason": ""}, "Why?"),
        (on_form(date(2020, 1, 1)), "The first day is in the past."),
        ({"applies_to_existing": "perhaps"}, "When does it apply"),
    ],
)
def test_a_price_that_is_unclear_is_refused_on_its_field(manager: Client, change: dict[str, Any], words: str) -> None:
    a_service()
    answer = manager.post("/staff/catalogue/si01/price/", a_price(publish="yes", **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Price.objects.count() == 1


def test_every_amount_may_be_raised_at_once(manager: Client) -> None:
    a_service()
    page = manager.get("/staff/catalogue/si01/price/?raise=3.5").content.decode()
    assert "&quot;rate&quot;: 673" in page


def test_finance_says_how_vat_falls_from_a_day(finance: Client) -> None:
    service = a_service()
    day = clock.today() + timedelta(days=30)
    given = {"code": "exempt", **on_form(day), "reason": "Our accountant confirmed it in November."}
    assert finance.post("/staff/catalogue/si01/vat/", given).status_code == 302
    latest = VatTreatment.objects.filter(service=service).latest("starts_on")
    assert (latest.code, latest.rate_bp, latest.starts_on) == ("exempt", 0, day)


def test_a_reduced_rate_needs_its_figure(finance: Client) -> None:
    a_service()
    day = clock.today() + timedelta(days=30)
    given = {"code": "reduced", **on_form(day), "reason": "Energy."}
    assert "Write the reduced rate" in finance.post("/staff/catalogue/si01/vat/", given).content.decode()
    assert finance.post("/staff/catalogue/si01/vat/", {**given, "rate": "5"}).status_code == 302
    assert VatTreatment.objects.latest("starts_on").rate_bp == 500


def test_a_service_without_price_may_get_its_first(manager: Client) -> None:
    a_service(rule={})
    assert manager.post("/staff/catalogue/si01/price/", a_price(publish="yes")).status_code == 302
