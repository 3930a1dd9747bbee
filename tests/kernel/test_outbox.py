"""Mail: written with what it tells of, sent by a job, tried again after a definite no, and never twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kernel import outbox, tasks
from kernel.models import Outbox
from tests.billing.processes import environment
from tests.kernel.conftest import NOW, at_once

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink(tmp_path: Path, settings) -> Iterator[Path]:
    """A real mail server in its own process, and where it keeps what it has taken."""
    taken = tmp_path / "taken.jsonl"
    command = [sys.executable, "-m", "fakes.mail", "--into", str(taken)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        host, port = process.stdout.readline().strip().split(":")
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, int(port)
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield taken
        process.terminate()


def taken(sink: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in sink.read_text().splitlines()] if sink.exists() else []


def write(to: str = "ada@school.example", key: str = "", **more) -> str:
    key = key or f"invoice/{uuid4()}/issued"
    with transaction.atomic():
        outbox.post(key=key, to=to, subject="Your invoice", text="£2,730.00 is due.", at=NOW, **more)
    return key


def jobs(key: str) -> int:
    """How many jobs are waiting to send this mail."""
    return ProcrastinateJob.objects.filter(task_name="outbox.send", status="todo", args={"key": key}).count()


def test_a_mail_is_written_with_what_it_tells_of_and_its_job_with_it():
    key = write()
    assert jobs(key) == 1


def test_what_is_rolled_back_leaves_no_mail_and_no_job():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(key="rolled/back", to="a@b.example", subject="s", text="t", at=NOW)
        _ = 1 / 0
    assert not Outbox.objects.exists()
    assert jobs("rolled/back") == 0


def test_the_same_mail_written_again_is_one_mail_and_one_job():
    key = write()
    write(key=key)
    assert Outbox.objects.count() == 1
    assert jobs(key) == 1


def test_the_job_sends_it_once(sink):
    key = write()
    assert tasks.send_mail(key)
    assert not tasks.send_mail(key)
    [mail] = taken(sink)
    assert mail["to"] == "ada@school.example"
    assert "£2,730.00" in mail["text"] or "=C2=A32,730.00" in mail["text"] or "wqM" in mail["text"]
    assert Outbox.objects.get().sent_at


def test_sixteen_senders_send_it_once(sink):
    key = write()
    sent: list[bool] = []
    assert at_once(16, lambda number: sent.append(outbox.send(key, NOW))) == []
    assert sorted(sent) == [False] * 15 + [True]
    assert len(taken(sink)) == 1


@pytest.mark.parametrize("to", ["refused@school.example", "later@school.example"])
def test_a_definite_no_is_tried_again_after_longer_and_longer_waits_and_then_shown(sink, to):
    key = write(to)
    at, waits = NOW, []
    for _ in range(20):
        if not outbox.due(at).exists():
            break
        assert not outbox.send(key, at)
        mail = Outbox.objects.get()
        waits.append(mail.next_try_at - at)
        at = mail.next_try_at
    assert waits[:6] == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440)]
    assert len(waits) == 7
    assert [mail.key for mail in outbox.failed()] == [key]
    assert "nobody here" in mail.problem or "try again" in mail.problem
    assert taken(sink) == []


def test_a_mail_is_not_tried_before_its_time(sink):
    key = write("refused@school.example")
    outbox.send(key, NOW)
    Outbox.objects.update(to="ada@school.example")
    assert not outbox.send(key, NOW + timedelta(seconds=59))
    assert outbox.send(key, NOW + timedelta(seconds=60))


def test_no_mail_server_at_all_is_a_definite_no(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    key = write()
    assert not outbox.send(key, NOW)
    assert Outbox.objects.get().claimed_at is None
    assert outbox.due(NOW + timedelta(minutes=1)).exists()


def test_a_server_that_hangs_up_after_taking_it_leaves_it_not_known_and_it_is_not_sent_again(sink):
    key = write("dropped@school.example")
    assert not outbox.send(key, NOW)
    assert [mail.key for mail in outbox.unsure(NOW)] == [key]
    assert "not known whether sent" in Outbox.objects.get().problem
    assert not outbox.send(key, NOW + timedelta(days=9))
    assert len(taken(sink)) == 1


def test_a_sender_killed_between_sending_and_marking_leaves_it_not_known_and_it_is_not_sent_again(sink, settings):
    key = write("slow@school.example")
    code = f"import django; django.setup(); from kernel import clock, outbox;outbox.send({key!r}, clock.now())"
    surroundings = {
        **environment(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
    }
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=surroundings) as sender:
        end = time.monotonic() + 60
        while not taken(sink) and time.monotonic() < end:
            time.sleep(0.05)
        sender.send_signal(signal.SIGKILL)
    mail = Outbox.objects.get()
    assert (mail.claimed_at is not None, mail.sent_at) == (True, None)
    later = mail.claimed_at + outbox.LOST
    assert [mail.key for mail in outbox.unsure(later)] == [key]
    assert not tasks.send_mail(key)
    assert tasks.sweep(0) == 0
    assert len(taken(sink)) == 1


def test_somebody_who_finds_out_marks_it_sent_or_sends_it_afresh(sink):
    keys = [write("dropped@school.example", key=f"mail/{number}") for number in (1, 2)]
    for key in keys:
        outbox.send(key, NOW)
    Outbox.objects.update(to="ada@school.example")
    assert outbox.settle(keys[0], was_sent=True, at=NOW)
    assert outbox.settle(keys[1], was_sent=False, at=NOW)
    assert not outbox.settle("mail/3", was_sent=False, at=NOW)
    assert [outbox.send(key, NOW) for key in keys] == [False, True]
    assert list(outbox.unsure(NOW)) == []


def test_the_sweep_sends_what_a_lost_job_has_left(sink):
    write(key="mail/1")
    write(key="mail/2")
    assert tasks.sweep(0) == 2
    assert tasks.sweep(0) == 0
    assert len(taken(sink)) == 2


def test_the_text_of_a_secret_mail_goes_when_it_has_left(sink):
    key = write(secret=True)
    assert outbox.send(key, NOW)
    assert Outbox.objects.get().text == ""
    assert len(taken(sink)) == 1


def test_forgetting_somebody_empties_their_mails_and_sends_no_more(sink):
    key = write()
    assert outbox.forget("ADA@school.example") == 1
    assert not outbox.send(key, NOW)
    assert outbox.about("ada@school.example") == []
