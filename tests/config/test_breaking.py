"""Try to break it. That every attempt is refused is proved on the demo world itself (test_demo.py)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from config.breaking import attempt, try_to_break_it
from config.breaking_attempts import ATTEMPTS, Attempt

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_what_goes_through_is_undone_and_said() -> None:
    answer = attempt(Attempt("x", "x", "x", "x", lambda at: None), AT)
    assert not answer.was_refused
    assert answer.nothing_changed
    assert "Nobody refused this." in answer.sentence


def page(method: str, **answers: str) -> str:
    """The page as a visitor sees it; the address itself exists in demo mode only."""
    request = getattr(RequestFactory(), method)("/try-to-break-it/", answers)
    request.user = AnonymousUser()
    response = cast(HttpResponse, try_to_break_it(request))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_the_page_shows_every_attempt_once() -> None:
    shown = page("get")
    assert len({each.slug for each in ATTEMPTS}) == len(ATTEMPTS) == 17
    assert [each.slug for each in ATTEMPTS if shown.count(f'value="{each.slug}"') != 1] == []


@pytest.mark.django_db
def test_pressing_one_shows_what_came_of_it() -> None:
    shown = page("post", attempt="order")  # there is no order to delete here: nobody can refuse
    assert "Nobody refused this." in shown
    assert "Nothing has changed" in shown
    with pytest.raises(Http404):
        page("post", attempt="something else")
