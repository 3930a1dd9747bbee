"""The staff pages: the list of schools, one school, and a school file from upload to result."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from pytest_django import DjangoAssertNumQueries

from kernel import clock
from kernel.models import Record
from members import tasks
from members.actions.school_uploads import private_files
from members.models import Organisation, Person, SchoolImport, SchoolImportChange
from members.states import Role
from tests.builders import the_council, wearing
from tests.members.school_files import a_school, an_academy, closed, file_of, links_of

pytestmark = pytest.mark.django_db


def staff(role: Role) -> Client:
    """A browser of somebody with this role, in a company that has a council."""
    the_council()
    return wearing(role)


@pytest.fixture
def secretary() -> Client:
    return staff(Role.COMPANY_SECRETARY)


@pytest.fixture(autouse=True)
def _kept_elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def handed_in(client: Client, rows: list[dict[str, str]] | bytes, **answers: Any) -> SchoolImport:
    content = rows if isinstance(rows, bytes) else file_of(rows)
    response = client.post("/staff/schools/import/", {"schools": SimpleUploadedFile("schools.csv", content), **answers})
    assert response.status_code == 302, response.content
    return SchoolImport.objects.latest("pk")


def compared(client: Client, rows: list[dict[str, str]] | bytes, **answers: Any) -> SchoolImport:
    taken = handed_in(client, rows, **answers)
    with TestCase.captureOnCommitCallbacks(execute=True):
        tasks.compare_school_file(taken.pk)
    taken.refresh_from_db()
    return taken


def loaded(client: Client, rows: list[dict[str, str]], **answers: Any) -> SchoolImport:
    taken = compared(client, rows, **answers)
    assert client.post(f"/staff/schools/import/{taken.pk}/confirm/").status_code == 302
    with TestCase.captureOnCommitCallbacks(execute=True):
        tasks.load_school_file(taken.pk)
    taken.refresh_from_db()
    return taken


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def stored() -> list[str]:
    folder = Path(private_files().location)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# A file from upload to result


def test_a_file_is_kept_privately_and_changes_nothing_until_it_is_confirmed(secretary: Client) -> None:
    taken = handed_in(secretary, [a_school(100001)])
    (name,) = stored()
    assert Path(private_files().path(name)).stat().st_mode & 0o077 == 0
    assert "schools" not in name
    page = shown(secretary, f"/staff/schools/import/{taken.pk}/")
    assert "We are reading this file" in page
    assert "Look again" in page
    tasks.compare_school_file(taken.pk)
    assert not Organisation.objects.filter(kind="school").exists()


def test_the_page_shows_what_would_change_before_anything_does(secretary: Client) -> None:
    loaded(secretary, [a_school(100001), a_school(100002), an_academy(100003, "16900"), a_school(100004)])
    rows = [
        a_school(100001, "Renamed School", NumberOfPupils="431", CensusDate="15-01-2027"),
        closed(a_school(100002)),
        an_academy(100003, "16901", Postcode="ZZ9 9ZZ"),
        a_school(100005, "Brand New School"),
    ]
    taken = compared(secretary, rows)
    page = shown(secretary, f"/staff/schools/import/{taken.pk}/")
    assert "This file: 1 new, 3 changed, 1 of them closed" in page
    assert "Nothing has been changed yet" in page
    found = SchoolImportChange.objects.filter(school_import=taken).order_by("urn", "kind")
    assert list(found.values_list("kind", "urn", "was", "becomes")) == [
        ("renamed", 100001, "School 100001", "Renamed School"),
        ("roll", 100001, "", "431"),
        ("closed", 100002, "", "31 August 2026"),
        ("moved", 100003, "Trust 16900", "Trust 16901"),
        ("other", 100003, "", "postcode"),
        ("not_seen", 100004, "", ""),
        ("new", 100005, "", ""),
    ]
    assert "Trust 16901" in shown(secretary, f"/staff/schools/import/{taken.pk}/?kind=moved")
    assert "School 100004" in shown(secretary, f"/staff/schools/import/{taken.pk}/?kind=not_seen")
    assert Organisation.objects.get(urn=100002).is_open


def test_a_file_that_waits_is_on_the_home_page_of_those_who_may_load_it(secretary: Client) -> None:
    taken = compared(secretary, [a_school(100001)])
    home = shown(secretary, "/")
    assert "Look at what schools.csv changes" in home
    assert f"/staff/schools/import/{taken.pk}/" in home
    assert "schools.csv" not in shown(staff(Role.ADVISER), "/")


def test_a_confirmed_file_is_loaded_in_the_name_of_who_confirmed_it_and_removed(secretary: Client) -> None:
    links = SimpleUploadedFile("links.csv", links_of((100002, 100001, "Successor", "01-09-2026")))
    done = loaded(secretary, [a_school(100001), closed(a_school(100002))], links=links, authorities="990, 991")
    assert (done.state, done.figures["created"], done.figures["linked"]) == ("done", 2, 1)
    assert (done.authorities, done.links_name, done.confirmed_by) == (["990", "991"], "links.csv", Person.objects.get())
    assert stored() == []
    entries = Record.objects.order_by("pk").values_list("verb", "by_key", "hat")
    hat = entries[0][2]
    assert hat.startswith("company_secretary@organisation/")
    assert list(entries) == [
        (verb, Person.objects.get().key, hat)
        for verb in ("members.school_file.uploaded", "members.school_file.confirmed", "members.schools.imported")
    ]
    page = shown(secretary, f"/staff/schools/import/{done.pk}/")
    assert "Schools: 2 new" in page
    assert "Load this file" not in page
    assert "schools.csv" in shown(secretary, "/staff/schools/import/")


def test_a_file_that_cannot_be_used_is_refused_with_its_sentence_and_removed(secretary: Client) -> None:
    taken = compared(secretary, [a_school(100001, OpenDate="31-02-2020")])
    page = shown(secretary, f"/staff/schools/import/{taken.pk}/")
    assert "This file was not loaded" in page
    assert "Line 2, column OpenDate: “31-02-2020” is not a date." in page
    assert (taken.state, stored()) == ("refused", [])


def test_a_gzipped_upload_is_read_like_a_plain_one(secretary: Client) -> None:
    assert compared(secretary, gzip.compress(file_of([a_school(100001)]))).figures["created"] == 1


def test_mass_closure_asks_for_a_word_more(secretary: Client) -> None:
    rows = [a_school(100001 + n) for n in range(30)]
    loaded(secretary, rows)
    taken = compared(secretary, [closed(row) for row in rows])
    address = f"/staff/schools/import/{taken.pk}/"
    assert "Yes, all these schools have closed" in shown(secretary, address)
    refused = secretary.post(f"{address}confirm/")
    assert refused.status_code == 409
    assert "30 schools would close at once." in refused.content.decode()
    assert secretary.post(f"{address}confirm/", {"allows_mass_closure": "on"}).status_code == 302
    tasks.load_school_file(taken.pk)
    assert not Organisation.objects.filter(kind="school", status_code=1).exists()


def test_a_file_that_is_given_up_changes_nothing_and_is_removed(secretary: Client) -> None:
    taken = compared(secretary, [a_school(100001)])
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert secretary.post(f"/staff/schools/import/{taken.pk}/give-up/").status_code == 302
    assert stored() == []
    assert "This file was given up" in shown(secretary, f"/staff/schools/import/{taken.pk}/")
    again = secretary.post(f"/staff/schools/import/{taken.pk}/confirm/")
    assert again.status_code == 409
    assert "This file is not waiting any more: given up." in again.content.decode()
    assert not Organisation.objects.filter(kind="school").exists()


def test_a_second_confirmation_and_a_repeated_job_load_nothing_twice(secretary: Client) -> None:
    done = loaded(secretary, [a_school(100001)])
    assert secretary.post(f"/staff/schools/import/{done.pk}/confirm/").status_code == 409
    tasks.load_school_file(done.pk)
    tasks.compare_school_file(done.pk)
    done.refresh_from_db()
    assert (done.state, done.figures["created"]) == ("done", 1)
    assert Record.objects.filter(verb="members.schools.imported").count() == 1


def test_work_that_stopped_can_be_asked_for_again_and_work_that_goes_on_cannot(secretary: Client) -> None:
    taken = handed_in(secretary, [a_school(100001)])
    address = f"/staff/schools/import/{taken.pk}/"
    assert "Ask for it again" not in shown(secretary, address)
    assert secretary.post(f"{address}again/").status_code == 409
    SchoolImport.objects.update(touched_at=clock.now() - timedelta(minutes=3))
    assert "Ask for it again" in shown(secretary, address)
    assert secretary.post(f"{address}again/").status_code == 302
    tasks.compare_school_file(taken.pk)
    assert SchoolImport.objects.get().state == "ready"


def test_the_upload_form_says_what_to_do(secretary: Client) -> None:
    page = secretary.post("/staff/schools/import/", {"authorities": "Leeds"}).content.decode()
    assert "Choose a file" in page
    assert "“Leeds” has not three digits." in page
    assert not SchoolImport.objects.exists()


@pytest.mark.parametrize("role", [Role.CATALOGUE_MANAGER, Role.COMPANY_SECRETARY, Role.ADMINISTRATOR])
def test_who_may_import(role: Role) -> None:
    assert staff(role).get("/staff/schools/import/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADVISER, Role.FINANCE_OFFICER, Role.SCHOOL_BUYER, Role.COUNCIL_COMMISSIONER])
def test_who_may_not_import(role: Role) -> None:
    client = staff(role)
    taken = SchoolImport.objects.create(file_name="x.csv", state="ready", asked_at=clock.now(), touched_at=clock.now())
    assert client.get("/staff/schools/import/").status_code == 403
    assert client.get(f"/staff/schools/import/{taken.pk}/").status_code == 403
    for act in ("confirm", "give-up", "again"):
        assert client.post(f"/staff/schools/import/{taken.pk}/{act}/").status_code == 403


# The schools we hold


def titles(page: str) -> list[str]:
    return [part.split(">")[-1] for part in page.split("</a></th>")[:-1]]


def test_the_list_shows_open_schools_and_finds_by_name_place_and_urn(secretary: Client) -> None:
    rows = [
        a_school(100001, "Willow Beck Primary School"),
        a_school(100002, "Ash Grove School", Town="Nether End"),
        closed(a_school(100003, "Willow Bank")),
        an_academy(100004, "16900", NumberOfPupils="1200"),
    ]
    loaded(secretary, rows)
    page = shown(secretary, "/staff/schools/")
    assert titles(page) == ["Ash Grove School", "School 100004", "Willow Beck Primary School"]
    assert "Trust 16900" in page
    assert "1,200" in page
    for query, names in {
        "q=willow": ["Willow Beck Primary School"],
        "q=willow&status=all": ["Willow Bank", "Willow Beck Primary School"],
        "q=nether+end": ["Ash Grove School"],
        "q=100004": ["School 100004"],
        "q=nothing": [],
        "status=closed": ["Willow Bank"],
        "kind=academy": ["School 100004"],
        "kind=maintained&sort=urn": ["Willow Beck Primary School", "Ash Grove School"],
        "sort=pupils": ["School 100004", "Ash Grove School", "Willow Beck Primary School"],
        "status=nonsense&kind=x&sort=y&page=99&q=%00": [
            "Ash Grove School",
            "School 100004",
            "Willow Beck Primary School",
        ],
    }.items():
        assert titles(shown(secretary, f"/staff/schools/?{query}")) == names, query


def test_the_list_costs_the_same_statements_for_one_school_and_for_three(
    secretary: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in ([a_school(100001)], [a_school(100001), an_academy(100002, "16900"), a_school(100003)]):
        loaded(secretary, rows)
        with django_assert_num_queries(8):
            shown(secretary, "/staff/schools/")


def test_the_list_leaves_as_a_spreadsheet_that_no_name_can_turn_into_a_formula(secretary: Client) -> None:
    loaded(secretary, [a_school(100001, "=cmd|' /C calc'!A0"), a_school(100002, "Brontë House")])
    response = secretary.get("/staff/schools/schools.csv")
    lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("\ufeffURN,name,authority")
    assert "100001,'=cmd|' /C calc'!A0,990" in lines[1] + lines[2]
    assert "100002,Brontë House,990,1,Open,2,,,,420.0,2026-01-16,Aldermere,ZZ9 1AA" in lines


def test_a_school_shows_its_trusts_its_numbers_and_whom_it_took_over_from(secretary: Client) -> None:
    links = SimpleUploadedFile("links.csv", links_of((100002, 100001, "Predecessor", "01-09-2026")))
    loaded(secretary, [closed(a_school(100001)), an_academy(100002, "16900", OpenDate="01-09-2026")], links=links)
    page = shown(secretary, "/staff/schools/100002/")
    for words in ("Academy converter", "Trust 16900", "1 September 2026", "16 January 2026", "School 100001"):
        assert words in page
    assert "The member in law would be its trust." in page
    assert "It is closed." in shown(secretary, "/staff/schools/100001/")
    shown(secretary, "/staff/schools/999999/", 404)


@pytest.mark.parametrize("role", [Role.SCHOOL_BUYER, Role.COUNCIL_COMMISSIONER])
def test_who_may_not_look_up_schools(role: Role) -> None:
    client = staff(role)
    for address in ("/staff/schools/", "/staff/schools/schools.csv", "/staff/schools/100001/"):
        assert client.get(address).status_code == 403
