"""The pages about the board, as people with different hats see them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from company.actions import meetings, resolutions
from company.actions.resolutions import Proposal
from company.models import AcceptedBreach, Articles, Directorship, Meeting, Resolution
from kernel.models import Record
from kernel.money import Money
from kernel.ports import Viewer
from members.models import Appointment
from members.public import Person, Role, the_company
from tests.builders import signed_in
from tests.company.registers import AT, ON, STARTED, person, seated

pytestmark = pytest.mark.django_db
HELD = datetime(2026, 10, 14, 16, tzinfo=UTC)
NEW = {
    "name": "New Head",
    "email": "new.head@example.org",
    "seat": "school",
    "starts_on_day": "1",
    "starts_on_month": "3",
    "starts_on_year": "2027",
}


def secretary() -> Client:
    who = person("Sasha Secretary")
    Appointment.objects.get_or_create(
        person=who, organisation=the_company(), role=Role.COMPANY_SECRETARY, starts_on=STARTED
    )
    return signed_in(who)


def resolved(count: int = 1) -> Meeting:
    who = person("Sasha Secretary")
    meeting = meetings.call(title="Autumn board", starts_at=HELD, place="Town hall", by=who, at=HELD)
    people = [row.person for row in Directorship.objects.select_related("person").order_by("-pk")[:12]]
    meetings.record_attendance(meeting, people, by=who, at=HELD)
    for _ in range(count):
        proposal = Proposal("To contribute", "fund-contribution", date(2026, 10, 14), amount=Money(500_000))
        resolutions.propose(meeting, proposal, by=who, at=HELD)
    return meeting


def test_the_board_page_says_whether_the_board_is_lawful() -> None:
    rows = seated()
    page = signed_in(rows["S1"].person).get("/company/board/?on=2026-10-01").content.decode()
    assert "13 directors, lawfully composed" in page
    assert "2 of 13 · 15.4 %" in page
    assert "Breaks three rules" in page
    assert "No headroom" in page


def test_the_board_page_sees_a_term_ending() -> None:
    rows = seated("5S 2G 2C 1E 2X")
    Directorship.objects.filter(pk__in=[rows["S1"].pk, rows["S2"].pk]).update(ends_on=date(2027, 5, 1))
    page = signed_in(rows["S3"].person).get("/company/board/?on=2026-10-01").content.decode()
    assert "lawfully composed until 1 May 2027" in page
    assert "From 1 May" in page


@pytest.mark.parametrize("day", ["2026-02-31", "0001-01-01", "9999-12-31", "soon", "20261001", "💥"])
@pytest.mark.parametrize("page", ["board/", "directors/", "directors.csv"])
def test_any_day_at_all_gives_a_page(page: str, day: str) -> None:
    rows = seated()
    assert signed_in(rows["S1"].person).get(f"/company/{page}", {"on": day}).status_code == 200


def test_a_day_that_does_not_exist_is_pointed_out() -> None:
    rows = seated()
    page = signed_in(rows["S1"].person).get("/company/board/?on=2026-02-31").content.decode()
    assert "Enter a day" in page


@pytest.mark.parametrize("year", ["1", "9999", "10000", "-1", "x"])
def test_what_if_answers_for_any_year(year: str) -> None:
    rows = seated()
    steps = {"look": "1", "on_day": "31", "on_month": "12", "on_year": year, "step_1": "join:school"}
    assert signed_in(rows["S1"].person).get("/company/what-if/", steps).status_code == 200


def test_the_board_page_costs_the_same_for_any_board(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = seated()
    client = signed_in(rows["S1"].person)
    client.get("/company/board/")
    for _ in range(2):
        with django_assert_num_queries(8):
            client.get("/company/board/")
        Directorship.objects.filter(pk=rows["S6"].pk).delete()


def test_the_register_is_drawn_as_at_any_day_and_as_csv() -> None:
    rows = seated()
    Directorship.objects.filter(pk=rows["S1"].pk).update(ends_on=date(2026, 6, 1))
    client = secretary()
    assert "13 directors on 31 May 2026" in client.get("/company/directors/?on=2026-05-31").content.decode()
    assert "12 directors on 1 June 2026" in client.get("/company/directors/?on=2026-06-01").content.decode()
    lines = list(csv.reader(io.StringIO(client.get("/company/directors.csv?on=2026-06-01").content.decode())))
    assert len(lines) == 13
    assert lines[1][:5] == ["School 2", "School", "", "2025-09-01", "2029-08-31"]


def test_appointing_shows_what_it_does_before_it_saves() -> None:
    seated()
    client = secretary()
    looked = client.post("/company/directors/appoint/", {**NEW, "do": "look"}).content.decode()
    assert "2 of 14 · 14.3 %" in looked
    assert "Every rule stays as it is" in looked
    assert not Person.objects.filter(email="new.head@example.org").exists()
    assert client.post("/company/directors/appoint/", {**NEW, "do": "save"}).status_code == 302
    saved = Directorship.objects.get(person__email="new.head@example.org")
    assert (saved.starts_on, saved.ends_on) == (date(2027, 3, 1), date(2031, 3, 1))


def test_appointing_a_councillor_asks_for_a_reason_and_a_cure_date() -> None:
    seated()
    client = secretary()
    councillor = {**NEW, "seat": "governor", "is_councillor": "on"}
    looked = client.post("/company/directors/appoint/", {**councillor, "do": "look"}).content.decode()
    assert "This would break 2 rules" in looked
    assert "3 of 14" in looked
    refused = client.post("/company/directors/appoint/", {**councillor, "do": "save"}).content.decode()
    assert "From 1 March 2027 this would break" in refused
    assert not Directorship.objects.filter(seat="governor", starts_on=date(2027, 3, 1)).exists()
    excused = {
        **councillor,
        "reason": "One more school director is elected in April",
        "cure_by_day": "30",
        "cure_by_month": "4",
        "cure_by_year": "2027",
        "do": "save",
    }
    assert client.post("/company/directors/appoint/", excused).status_code == 302
    assert AcceptedBreach.objects.get().cure_by == date(2027, 4, 30)


def test_a_reason_without_a_day_is_asked_for_the_day() -> None:
    seated()
    page = secretary().post("/company/directors/appoint/", {**NEW, "reason": "Because", "do": "save"}).content.decode()
    assert "Give the day by which it will be cured" in page


@pytest.mark.parametrize("path", ["end", "chair", "council", "work"])
def test_the_forms_about_a_director_open_for_the_secretary_alone(path: str) -> None:
    rows = seated()
    address = f"/company/directorships/{rows['S1'].pk}/{path}/"
    assert secretary().get(address).status_code == 200
    assert signed_in(rows["S2"].person).get(address).status_code == 403


def test_a_director_leaving_is_recorded_with_its_last_day() -> None:
    rows = seated()
    end = {"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2027", "left_by": "resigned"}
    client = secretary()
    looked = client.post(f"/company/directorships/{rows['S1'].pk}/end/", {**end, "do": "look"}).content.decode()
    assert "2 of 12 · 16.7 %" in looked
    client.post(f"/company/directorships/{rows['S1'].pk}/end/", {**end, "do": "save"})
    assert "28 February 2027" in client.get(f"/company/directors/{rows['S1'].person_id}/").content.decode()
    assert Record.objects.get(verb="company.director.left").hat.startswith("company_secretary@")


def test_somebody_never_a_director_has_no_page() -> None:
    seated()
    client = secretary()
    assert client.get(f"/company/directors/{person('Sasha Secretary').pk}/").status_code == 404


def test_what_if_shows_every_step() -> None:
    rows = seated("4S 2G 2C 1E 2X")
    steps = {
        "look": "1",
        "on_day": "1",
        "on_month": "10",
        "on_year": "2026",
        "step_1": "join:council",
        "name_1": "Cllr New",
        "step_2": "join:school",
        "step_3": "",
        "step_4": "",
    }
    page = signed_in(rows["S1"].person).get("/company/what-if/", steps).content.decode()
    assert "3 of 12 · 25.0 %" in page
    assert "3 of 13 · 23.1 %" in page
    assert "Cllr New joins (council): that would break the rules" in page


def test_a_new_version_of_the_articles_is_looked_at_first() -> None:
    seated()
    client = secretary()
    figures = {
        "starts_on_day": "1",
        "starts_on_month": "3",
        "starts_on_year": "2027",
        "minimum": "15",
        "cap": "19.9",
        "term_years": "4",
        "most_terms": "2",
        "quorum": "5",
        "authority": "RES-2026-004",
    }
    looked = client.post("/company/articles/change/", {**figures, "do": "look"}).content.decode()
    assert "At least 15 directors: 13" in looked
    assert Articles.objects.count() == 1
    client.post("/company/articles/change/", {**figures, "minimum": "11", "do": "save"})
    assert Articles.objects.get(starts_on=date(2027, 3, 1)).cap_bp == 1990
    assert "The articles of 1 September 2025 are in force" in client.get("/company/articles/").content.decode()


def test_a_vote_of_thirteen_by_twelve_is_refused_on_the_form_and_eight_none_four_carried() -> None:
    seated()
    resolved()
    client = secretary()
    count = {"votes_for": "9", "votes_against": "0", "abstained": "4", "casting": "none"}
    refused = client.post("/company/resolutions/RES-2026-001/vote/", count).content.decode()
    assert "13 votes were counted, and 12 directors present could vote." in refused
    client.post("/company/resolutions/RES-2026-001/vote/", {**count, "votes_for": "8"})
    assert Resolution.objects.get().carried
    page = client.get("/company/resolutions/RES-2026-001/").content.decode()
    assert "Carried: 8 for, 0 against, 4 abstained" in page


def test_a_meeting_is_called_attended_and_asked_on_its_pages() -> None:
    seated()
    client = secretary()
    called = {"title": "Winter", "on_day": "9", "on_month": "12", "on_year": "2026", "time": "16:30", "place": "Here"}
    client.post("/company/meetings/call/", called)
    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2026, 12, 9, 16, 30, tzinfo=UTC)
    came = [row.person_id for row in Directorship.objects.all()[:7]]
    client.post(f"/company/meetings/{meeting.pk}/attendance/", {"people": came})
    asked = {
        "text": "To do it",
        "purpose": "other",
        "starts_on_day": "9",
        "starts_on_month": "12",
        "starts_on_year": "2026",
        "subjects": "school/100001\nschool/100002",
    }
    client.post(f"/company/meetings/{meeting.pk}/propose/", asked)
    page = client.get(f"/company/meetings/{meeting.pk}/").content.decode()
    assert "7 came and 0 resolutions carried" in page
    assert "28.6 %" in page or "Council under 20 % of the votes in the room" in page
    assert Resolution.objects.get().subjects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_row_and_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = seated()
    resolved(count)
    client = signed_in(rows["S1"].person)
    client.get("/company/resolutions/")
    with django_assert_num_queries(9):
        client.get("/company/resolutions/")
    with django_assert_num_queries(11):
        client.get("/company/meetings/")
    with django_assert_num_queries(9):
        client.get("/company/directors/")


def test_the_panels_cost_two_statements_each(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    from company.queries.panels import PANELS

    seated()
    resolved()
    viewer = Viewer(person("Sasha Secretary"), "company_secretary", the_company(), ON)
    for panel in PANELS:
        with django_assert_max_num_queries(2):
            panel.build(viewer)


def test_the_secretary_is_told_what_to_do() -> None:
    from company.queries.panels import board, meetings, to_settle

    rows = seated("4S 2G 2C 1E 2X")
    resolved()
    meetings_actions_at = datetime(2026, 9, 1, 16, tzinfo=UTC)
    Meeting.objects.create(title="Missed", starts_at=meetings_actions_at, place="Here", recorded_at=AT)
    viewer = Viewer(person("Sasha Secretary"), "company_secretary", the_company(), ON)
    assert [need.title for need in meetings(viewer).needs] == ["Record who came: Missed"]
    assert [need.title for need in to_settle(viewer).needs] == ["Record the vote on RES-2026-001"]
    assert board(viewer).needs == []
    Directorship.objects.filter(pk=rows["S1"].pk).update(ends_on=ON)
    assert board(viewer).needs[0].urgent
