"""The pages about the surplus: every figure opens the rows behind it, and they add up to it."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from billing.actions import surplus
from billing.models import Appropriation
from company.models import Directorship
from kernel.money import Money
from kernel.ports import Viewer
from members.public import Role
from tests.billing import build
from tests.billing.surplus_world import DECIDED, YEAR, a_year, close_the_year, parts, resolved, sold, spent
from tests.billing.surplus_world import projects as three_projects
from tests.builders import signed_in, wearing
from tests.company.registers import seated

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/surplus/[^"]*rows[^"]*)">\s*(−?£[\d,]+\.\d\d)\s*</a>')


@pytest.fixture
def decided() -> Appropriation:
    a_year()
    close_the_year()
    saved = surplus.appropriate(
        YEAR,
        reserves=Money.pounds("40000"),
        parts=parts(),
        authority=resolved().number,
        by=build.person(),
        at=DECIDED,
    )
    oracy = three_projects()[0]
    spent("5000", "", Money.pounds("31250"), date(2026, 11, 2), fund=str(oracy.fund_id))
    schools = [build.school(), build.school(990002, "Second School")]
    surplus.take_part(oracy, schools, on=date(2026, 10, 20), by=build.person(), at=DECIDED)
    surplus.note_change(oracy, "Listening score 61 to 70", on=date(2026, 12, 1), by=build.person(), at=DECIDED)
    return saved


def director() -> Client:
    if not Directorship.objects.exists():
        seated()
    row = Directorship.objects.select_related("person").filter(seat="school").order_by("pk")[0]
    return signed_in(row.person)


def pence(text: str) -> int:
    sign = -1 if text.startswith(("−", "-")) else 1
    return sign * int(re.sub(r"[^\d]", "", text))


def file_of(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))[1:]


def figures_on(client: Client, address: str) -> list[tuple[str, str]]:
    return [(unescape(href), words) for href, words in LINK.findall(client.get(address).content.decode())]


def test_every_figure_opens_rows_that_add_up_to_it(decided: Appropriation) -> None:
    client = director()
    figures = figures_on(client, "/surplus/2026/") + figures_on(client, "/surplus/projects/oracy/")
    assert {words for _, words in figures} >= {
        "£640,000.00",
        "£1,390,000.00",
        "£290,000.00",
        "£80,000.00",
        "£2,400,000.00",
        "£2,280,000.00",
        "£120,000.00",
        "£40,000.00",
        "£34,000.00",
        "£28,000.00",
        "£18,000.00",
        "£31,250.00",
    }
    for address, words in figures:
        path, _, query = address.partition("?")
        rows = file_of(client, f"{path.removesuffix('/')}.csv?{query}")
        assert sum(pence(row[-1]) for row in rows) == pence(words), address
        page = client.get(address).content.decode()
        assert f"come to {words}" in page, address


def test_the_page_says_what_was_left_and_by_which_vote(decided: Appropriation) -> None:
    page = director().get("/surplus/2026/").content.decode()
    assert "£120,000.00 was left over, and all of it stays with the schools" in page
    assert "RES-2026-001 (8 for, 0 against, 4 abstained)" in page
    assert "Nothing paid to members as a distribution:" in page
    assert ">£0.00</a>" in page
    assert "Allocated equals surplus, to the penny" in page
    assert "Listening score 61 to 70" in page
    assert "(5.0" in page


def test_the_public_sees_the_summary_and_no_rows(decided: Appropriation) -> None:
    page = Client().get("/surplus/2026/").content.decode()
    assert "£120,000.00 was left over" in page
    assert "rows/" not in page
    assert "Service TR01" not in page
    assert Client().get("/surplus/2026/rows/").status_code == 302
    assert wearing(Role.SCHOOL_BUYER).get("/surplus/2026/rows/").status_code == 403
    assert wearing(Role.SCHOOL_BUYER, email="b@example.org").get("/surplus/2026/rows.csv").status_code == 403


def test_the_chart_has_its_table_and_its_file(decided: Appropriation) -> None:
    client = Client()
    page = client.get("/surplus/2026/").content.decode()
    assert "The same as a table" in page
    lines = file_of(client, "/surplus/2026.csv")
    assert ["Income", "Traded services", "1390000.00"] in lines
    assert ["Surplus", "Income less cost", "120000.00"] in lines
    assert ["Put to", "Oracy in Year 1", "34000.00"] in lines


def test_a_shortfall_and_an_empty_year_are_said_plainly() -> None:
    build.company()
    assert "Nothing was left over" in Client().get("/surplus/2026/").content.decode()
    sold("4200", "traded", "TR01", Money(100), date(2026, 1, 5))
    spent("5000", "", Money(250), date(2026, 1, 6))
    page = Client().get("/surplus/2026/").content.decode()
    assert "The year cost £1.50 more than it brought in" in page
    assert "Shortfall, from reserves" in page


def test_a_figure_or_a_year_that_cannot_be_is_not_found(decided: Appropriation) -> None:
    client = director()
    for address in (
        "/surplus/2026/rows/?side=members",
        "/surplus/2026/rows/?service=x",
        "/surplus/2026/rows/?service=9999999999999",
        "/surplus/projects/oracy/rows/members/",
        "/surplus/1999/",
        "/surplus/2999/",
        "/surplus/projects/nothing/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_surplus_is_put_to_use_on_a_page(db: None) -> None:
    a_year()
    close_the_year()
    number = resolved().number
    rows = three_projects()
    client = wearing(Role.FINANCE_OFFICER)
    asked = {
        "authority": number,
        "reserves": "40,000",
        f"project_{rows[0].pk}": "34,000",
        f"project_{rows[1].pk}": "28,000",
        f"project_{rows[2].pk}": "17,999.99",
    }
    looked = client.post("/surplus/2026/appropriate/", {**asked, "do": "look"}).content.decode()
    assert "It does not add up yet" in looked
    refused = client.post("/surplus/2026/appropriate/", {**asked, "do": "post"}).content.decode()
    assert "£0.01 missing" in refused
    assert not Appropriation.objects.exists()
    right = {**asked, f"project_{rows[2].pk}": "18,000"}
    looked = client.post("/surplus/2026/appropriate/", {**right, "do": "look"}).content.decode()
    assert "It adds up to the penny" in looked
    wrong_authority = {**right, "authority": "RES-2026-999", "do": "post"}
    assert (
        "There is no resolution RES-2026-999"
        in client.post("/surplus/2026/appropriate/", wrong_authority).content.decode()
    )
    assert client.post("/surplus/2026/appropriate/", {**right, "do": "post"}).status_code == 302
    assert Appropriation.objects.get().authority == number


def test_projects_are_kept_on_their_pages(db: None) -> None:
    build.company()
    school = build.school()
    client = wearing(Role.FINANCE_OFFICER)
    client.post("/surplus/projects/open/", {"name": "Oracy in Year 1", "purpose": "Talk"})
    day = {"on_day": "1", "on_month": "10", "on_year": "2026"}
    client.post("/surplus/projects/oracy-in-year-1/note/", {**day, "text": "Begun"})
    unknown = client.post("/surplus/projects/oracy-in-year-1/schools/", {**day, "urns": "123456"}).content.decode()
    assert "We know no school with the number 123456" in unknown
    client.post("/surplus/projects/oracy-in-year-1/schools/", {**day, "urns": f"{school.urn}\n"})
    page = client.get("/surplus/projects/oracy-in-year-1/").content.decode()
    assert "Begun" in page
    assert "Nothing has been put to it yet" in page


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_however_much_was_sold(
    decided: Appropriation, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(times):
        sold("4200", "traded", f"NEW{number}", Money(100), date(2026, 10, 5))
    client = Client()
    client.get("/surplus/2026/")
    with django_assert_num_queries(8):
        client.get("/surplus/2026/")


def test_the_panels_cost_two_statements_each(
    decided: Appropriation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from billing.queries.surplus_panels import for_directors, for_school

    on = date(2026, 11, 21)
    buyer = Viewer(build.person(), "school_buyer", build.school(), on)
    director_ = Viewer(build.person(), "director", build.company(), on)
    with django_assert_max_num_queries(2):
        panel = for_school(buyer)
    assert panel is not None
    assert panel.context["took_part"] == ["Oracy in Year 1"]
    with django_assert_max_num_queries(2):
        assert for_directors(director_).needs == []


def test_directors_are_told_that_a_surplus_waits(db: None) -> None:
    from billing.queries.surplus_panels import for_directors

    a_year()
    needs = for_directors(Viewer(build.person(), "director", build.company(), date(2026, 11, 21))).needs
    assert [need.title for need in needs] == ["Decide what the surplus of 2025/26 is for"]
