"""Keys for programs: shown once, kept as a digest, never more than the hat."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kernel import clock
from kernel.models import Record
from members.actions import tokens
from members.models import ApiToken, Appointment
from members.ports import Hat
from members.queries.tokens import bearer_of, digest_of
from members.states import Role, TokenScope
from tests.builders import a_person, a_school, appointed, signed_in, wearing

pytestmark = pytest.mark.django_db
HAT = "school_buyer@school/900001"


@pytest.fixture
def buyer():
    person = a_person()
    appointed(person, Role.SCHOOL_BUYER)
    return person


def a_key(person, days: int = 30) -> str:
    hat = Hat("school_buyer", "Buyer", a_school())
    scopes = [TokenScope.ORDERS_READ]
    return tokens.make(
        person=person, hat=hat, label="Finance system", scopes=scopes, days=days, by=person, at=clock.now()
    )[1]


def test_a_key_is_shown_once_and_kept_as_a_digest(buyer):
    browser = signed_in(buyer)
    answer = browser.post("/people/keys/new/", {"label": "Finance", "scopes": ["orders:read"], "days": "90"})
    text = re.search(r"coppice_[\w-]+", answer.content.decode())[0]
    assert text not in browser.get("/people/keys/").content.decode()
    row = ApiToken.objects.get()
    assert row.digest == digest_of(text)
    assert text not in str(ApiToken.objects.values()) + str(Record.objects.values())
    assert bearer_of(text, clock.now()).person == buyer


def test_a_key_stands_for_one_person_in_one_hat_for_some_purposes(buyer):
    bearer = bearer_of(a_key(buyer), clock.now())
    assert (bearer.hat.key, bearer.person.hat_worn) == (HAT, HAT)
    assert bearer.scopes == {"orders:read"}


def test_a_key_stops_when_it_expires_is_revoked_or_the_role_ends(buyer):
    now = clock.now()
    text = a_key(buyer)
    assert bearer_of(text, now + timedelta(days=29))
    assert bearer_of(text, now + timedelta(days=31)) is None
    tokens.revoke(ApiToken.objects.get(), by=buyer, at=now)
    assert bearer_of(text, now) is None

    text = a_key(buyer)
    Appointment.objects.update(ends_on=clock.today())
    assert bearer_of(text, now) is None


@pytest.mark.parametrize("text", ["", "coppice_", "coppice_wrong", "Bearer x", "'; drop table"])
def test_what_is_not_a_key_stands_for_nobody(buyer, text):
    a_key(buyer)
    assert bearer_of(text, clock.now()) is None


def test_the_last_use_is_noted_to_the_hour(buyer):
    text, now = a_key(buyer), clock.now()
    bearer_of(text, now)
    bearer_of(text, now + timedelta(minutes=59))
    assert ApiToken.objects.get().used_at == now
    bearer_of(text, now + timedelta(minutes=61))
    assert ApiToken.objects.get().used_at > now


@pytest.mark.parametrize("days", [0, 367])
def test_a_key_lasts_a_year_at_most(buyer, days):
    with pytest.raises(tokens.TooLong):
        a_key(buyer, days)
    assert not ApiToken.objects.exists()


def test_a_role_is_offered_only_what_it_may_do(buyer):
    page = signed_in(buyer).get("/people/keys/new/").content.decode()
    assert "Place orders" in page
    assert "Record payments" not in page
    answer = signed_in(buyer).post("/people/keys/new/", {"label": "x", "scopes": ["payments:write"], "days": "30"})
    assert answer.status_code == 200
    assert not ApiToken.objects.exists()


def test_nobody_revokes_the_key_of_somebody_else(buyer):
    a_key(buyer)
    row = ApiToken.objects.get()
    assert wearing(Role.SCHOOL_VIEWER).post(f"/people/keys/{row.pk}/revoke/").status_code == 404
    assert signed_in(buyer).post(f"/people/keys/{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at
