"""Mail that did not simply leave: the office is told, finds out, and says so."""

from __future__ import annotations

import pytest

from kernel import clock
from kernel.models import Outbox, Record
from members.states import Role
from tests.builders import wearing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost() -> Outbox:
    at = clock.now()
    return Outbox.objects.create(
        key="mail/1",
        to="ada@school.example",
        subject="Your invoice",
        text="It is due.",
        created_at=at,
        next_try_at=at,
        claimed_at=at,
        attempts=1,
        problem="not known whether sent: the line went dead",
    )


def test_the_office_is_told_on_its_home_page_and_sees_which(lost: Outbox) -> None:
    office = wearing(Role.ADMINISTRATOR)
    assert "One mail may not have arrived" in office.get("/").content.decode()
    page = office.get("/people/mail/").content.decode()
    assert "the line went dead" in page
    assert "ada@school.example" in page


def test_nobody_is_told_when_all_mail_has_left() -> None:
    office = wearing(Role.ADMINISTRATOR)
    assert "may not have arrived" not in office.get("/").content.decode()
    assert office.get("/people/mail/").content.decode().count("None.") == 2


@pytest.mark.parametrize(("answer", "is_sent"), [("sent", True), ("again", False)])
def test_an_answer_settles_it_once_and_is_recorded(lost: Outbox, answer: str, is_sent: bool) -> None:
    office = wearing(Role.ADMINISTRATOR)
    assert office.post(f"/people/mail/{lost.pk}/", {"answer": answer}).status_code == 302
    lost.refresh_from_db()
    assert bool(lost.sent_at) is is_sent
    assert Record.objects.get(verb="members.mail.settled").facts == {"was_sent": is_sent}
    assert office.post(f"/people/mail/{lost.pk}/", {"answer": answer}).status_code == 404
