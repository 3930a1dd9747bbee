"""The catalogue's pages: what a visitor sees, what my school sees, and how few statements they take."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from kernel.records import SYSTEM
from members.models import Organisation
from services.actions.demo_catalogue import load
from services.models import CatalogueGroup, Interest, Service
from tests.services.builders import AT, ON, a_school, a_service, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> None:
    load(on=ON, by=SYSTEM, at=AT)


@pytest.fixture
def company() -> Organisation:
    return Organisation.objects.create(kind="company", name="Aldermere Schools Partnership")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_two_statements_for_a_visitor(
    client: Client, company: Organisation, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        a_service(f"S{number}")
    with django_assert_num_queries(2):
        assert page_of(client, "/catalogue/").count('<th scope="row">') == many


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_six_statements_for_a_school(
    client: Client, company: Organisation, many: int, django_assert_num_queries: Any
) -> None:
    signed_in(client, a_school())
    for number in range(many):
        a_service(f"S{number}")
    page_of(client, "/catalogue/")
    with django_assert_num_queries(6):
        assert page_of(client, "/catalogue/").count("£2,730.00") == many


def test_a_service_page_takes_two_statements_for_a_visitor_and_six_for_a_school(
    client: Client, company: Organisation, django_assert_num_queries: Any
) -> None:
    a_service()
    with django_assert_num_queries(2):
        page_of(client, "/catalogue/si01/")
    signed_in(client, a_school())
    page_of(client, "/catalogue/si01/")
    with django_assert_num_queries(6):
        page_of(client, "/catalogue/si01/")


@pytest.mark.usefixtures("catalogue")
def test_the_list_is_at_most_forty_kilobytes(client: Client) -> None:
    assert len(client.get("/catalogue/").content) <= 40_000
    signed_in(client, a_school())
    assert len(client.get("/catalogue/").content) <= 40_000


@pytest.mark.usefixtures("catalogue")
def test_my_price_shows_its_sum(client: Client) -> None:
    signed_in(client, a_school("420"))
    page = page_of(client, "/catalogue/core-membership/")
    for line in ("420 × £6.50", "£2,730.00", "Minimum £650.00", "not needed", "VAT 20 %", "£546.00", "£3,276.00"):
        assert line in page
    assert "Add to basket" in page


@pytest.mark.usefixtures("catalogue")
def test_a_visitor_sees_the_rule_in_words_and_what_members_pay(client: Client) -> None:
    page = page_of(client, "/catalogue/core-membership/")
    for line in ("£6.50 a pupil, at least £650.00 and at most £4,500.00", "£650.00", "£1,365.00", "£2,730.00"):
        assert line in page
    assert "Add to basket" not in page


@pytest.mark.usefixtures("catalogue")
def test_a_viewer_sees_the_price_and_no_button(client: Client) -> None:
    signed_in(client, a_school(), "school_viewer")
    page = page_of(client, "/catalogue/core-membership/")
    assert "£2,730.00" in page
    assert "Add to basket" not in page


@pytest.mark.usefixtures("catalogue")
def test_the_price_follows_what_is_asked_for(client: Client) -> None:
    signed_in(client, a_school())
    assert "2 × £560.00 + 1 × £315.00" in page_of(client, "/catalogue/adviser-day/?quantity=2.5")
    assert "£520.00" in page_of(client, "/catalogue/day-of-a-national-or-local-leader/?option=local")
    assert "Write how many as a number" in page_of(client, "/catalogue/adviser-day/?quantity=two")
    assert "sold whole or by halves" in page_of(client, "/catalogue/adviser-day/?quantity=1.25")


@pytest.mark.usefixtures("catalogue")
def test_without_a_pupil_number_the_page_says_what_to_do(client: Client) -> None:
    signed_in(client, a_school(None))
    assert "Ask us to enter your pupil number" in page_of(client, "/catalogue/core-membership/")
    page_of(client, "/catalogue/")


@pytest.mark.usefixtures("catalogue")
def test_what_the_council_pays_says_so(client: Client) -> None:
    signed_in(client, a_school())
    assert "Paid for by the council; your school pays nothing" in page_of(client, "/catalogue/assessment-moderation/")


@pytest.mark.usefixtures("catalogue")
def test_a_signpost_has_a_contact_and_no_price(client: Client) -> None:
    page = page_of(client, "/catalogue/educational-psychology/")
    assert "psychology@aldermere-council.example" in page
    assert "we do not sell it" in page
    assert "£" not in page.split("<main")[1].split("</main")[0]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("attendance", "Attendance hour"),
        ("attendence", "Attendance hour"),
        ("saveguarding review", "Safeguarding review"),
        ("clark meetings", "Governance professional"),
        ("SI02", "Adviser day"),
        ("safegu", "Safeguarding review"),
        ("educational psychologist", "Educational psychology"),
    ],
)
def test_search_finds_what_is_meant(client: Client, typed: str, found: str) -> None:
    assert found in page_of(client, f"/catalogue/?q={typed}")


@pytest.mark.usefixtures("catalogue")
def test_a_search_that_finds_nothing_says_what_to_do(client: Client) -> None:
    page = page_of(client, "/catalogue/?q=xylophone+zzz")
    assert "No service matches" in page
    assert "Show the whole catalogue" in page


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 65),
        ("group=governors", 10),
        ("group=planned", 3),
        ("pays=council", 6),
        ("phase=college&group=it-support", 4),
    ],
)
def test_filters_are_links_and_counted(client: Client, query: str, count: int) -> None:
    page = page_of(client, f"/catalogue/?{query}")
    assert f"{count} services" in page
    assert 'href="?group=' in page


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "query", ["page=x", "page=99999999999", "phase=moon", "q=%00", "sort=%27", "q=%22%28", "page=3"]
)
def test_a_strange_question_has_an_answer(client: Client, query: str) -> None:
    page_of(client, f"/catalogue/?{query}")


@pytest.mark.usefixtures("catalogue")
def test_pages_follow_one_another_without_gap(client: Client) -> None:
    names: list[str] = []
    for number in (1, 2, 3):
        page = page_of(client, f"/catalogue/?page={number}")
        names += [part.split("/")[2] for part in page.split('<th scope="row"><div><a href="')[1:]]
    assert len(names) == len(set(names)) == 65


@pytest.mark.usefixtures("catalogue")
def test_the_spreadsheet_holds_my_prices(client: Client) -> None:
    signed_in(client, a_school("420"))
    text = client.get("/catalogue/prices.csv?group=membership").content.decode("utf-8-sig")
    rows = {row["Code"]: row for row in csv.DictReader(StringIO(text))}
    assert rows["CORE"]["Price before VAT"] == "2730.00"
    assert rows["CORE"]["To pay"] == "3276.00"
    assert "joined already" in rows["JOIN"]["Remark"]


@pytest.mark.usefixtures("catalogue")
def test_interest_is_registered_once_and_may_be_taken_back(client: Client) -> None:
    school = a_school()
    signed_in(client, school)
    address = f"/schools/{school.urn}/interest/music-whole-class-teaching/"
    client.post(address, {"note": "Year 4"})
    client.post(address, {"note": "again"})
    assert [row.note for row in Interest.objects.all()] == ["Year 4"]
    assert "would buy this" in page_of(client, "/catalogue/music-whole-class-teaching/")
    client.post(address, {"withdraw": "yes"})
    assert not Interest.objects.filter(withdrawn_at=None).exists()


@pytest.mark.usefixtures("catalogue")
def test_interest_in_what_can_be_bought_is_refused(client: Client) -> None:
    school = a_school()
    signed_in(client, school)
    assert client.post(f"/schools/{school.urn}/interest/adviser-day/").status_code == 409
    assert client.post("/schools/999999/interest/adviser-day/").status_code == 404


def test_a_service_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/catalogue/nothing/").status_code == 404


def test_an_empty_catalogue_has_a_page(client: Client) -> None:
    assert "No service matches" in page_of(client, "/catalogue/")


def test_nothing_is_left_to_migrate() -> None:
    call_command("makemigrations", "services", check=True, dry_run=True, verbosity=0)
    assert not CatalogueGroup.objects.exists()
    assert not Service.objects.exists()
