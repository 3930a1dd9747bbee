"""The pages every site owes its visitors, and the pages for when something is not as it should be."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import path

from kernel.refusal import Refusal
from members.public import public


@public
def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("The period August 2026 is closed.", forward="Post it in September.")


@public
def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@public
def misread(request: HttpRequest) -> HttpResponse:
    raise BadRequest


urlpatterns = [path("refuse/", refuse), path("forbid/", forbid), path("misread/", misread)]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/contact/", "/accessibility/", "/privacy/", "/terms/"])
def test_anybody_may_read_what_every_site_owes(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.count(b"<h1>") == 1


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refuse/", 409, "The period August 2026 is closed."),
        ("/forbid/", 403, "This is for another role"),
        ("/misread/", 400, "We could not read that"),
        ("/nowhere/", 404, "There is nothing here"),
    ],
)
def test_a_no_is_a_page_in_the_look_of_the_house(client: Client, address: str, status: int, words: str) -> None:
    page = client.get(address)
    assert page.status_code == status
    assert words in page.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_answered_with_what_to_do() -> None:
    page = Client(enforce_csrf_checks=True).post("/contact/", {})
    assert page.status_code == 403
    assert "Please send that again" in page.content.decode()


def test_the_page_for_our_own_faults_needs_neither_request_nor_database() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")
