"""`manage.py import_gias`: what it prints, how it ends, and what happens when it is not alone or is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from kernel.models import Record
from members.models import Organisation, PupilCount, SchoolImport, Succession
from tests.members.school_files import a_school, an_academy, closed, file_of, links_of

KEYS = ["read", "created", "updated", "unchanged", "skipped", "closed", "linked", "not_seen", "errors"]
ROOT = Path(__file__).resolve().parents[2]


def kept(folder: Path, rows: list[dict[str, str]] | bytes, name: str = "schools.csv") -> str:
    path = folder / name
    path.write_bytes(rows if isinstance(rows, bytes) else file_of(rows))
    return str(path)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("import_gias", *arguments, stdout=out)
    return out.getvalue()


def figures(*arguments: str) -> dict[str, int]:
    found = json.loads(told(*arguments, "--json"))
    assert list(found) == KEYS
    assert found["read"] == sum(found[key] for key in ("created", "updated", "unchanged", "skipped", "errors"))
    return {key: count for key, count in found.items() if count}


def refusal(*arguments: str) -> tuple[str, dict[str, int]]:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_gias", *arguments, "--json", stdout=out)
    assert refused.value.returncode == 2
    found = json.loads(out.getvalue())
    assert list(found) == KEYS
    assert found["errors"] >= 1
    assert found["read"] == sum(found[key] for key in ("created", "updated", "unchanged", "skipped", "errors"))
    return str(refused.value), {key: count for key, count in found.items() if count}


@pytest.mark.django_db
def test_json_prints_the_nine_figures_and_a_dry_run_prints_the_same(tmp_path: Path) -> None:
    path = kept(tmp_path, [a_school(100001), closed(a_school(100002)), a_school(100003, **{"LA (code)": "991"})])
    links = kept(tmp_path, links_of((100002, 100001, "Successor", "01-09-2026")), "links.csv")
    rehearsed = figures(path, "--authority", "990", "--links", links, "--dry-run")
    assert not Organisation.objects.exists()
    assert not SchoolImport.objects.exists()
    assert figures(path, "--authority", "990", "--links", links) == rehearsed
    assert rehearsed == {"read": 3, "created": 2, "skipped": 1, "linked": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("given", [["--authority", "990", "991"], ["--authority", "990", "--authority", "991"]])
def test_several_authorities_may_be_given_either_way(tmp_path: Path, given: list[str]) -> None:
    rows = [a_school(100001 + n, **{"LA (code)": str(990 + n)}) for n in range(3)]
    assert figures(kept(tmp_path, rows), *given) == {"read": 3, "created": 2, "skipped": 1}


@pytest.mark.django_db
def test_five_authorities_then_one_alone_closes_nobody(tmp_path: Path) -> None:
    rows = [a_school(100001 + n, **{"LA (code)": str(990 + n % 5)}) for n in range(200)]
    figures(kept(tmp_path, rows))
    alone = [row for row in rows if row["LA (code)"] == "991"]
    assert figures(kept(tmp_path, alone)) == {"read": 40, "unchanged": 40, "not_seen": 160}
    assert Organisation.objects.filter(status_code=1).count() == 200


@pytest.mark.django_db
def test_in_words_it_says_what_happened_and_lists_who_was_not_seen(tmp_path: Path) -> None:
    told(kept(tmp_path, [a_school(100001), a_school(100002, "Willow Beck Primary School")]))
    words = told(kept(tmp_path, [a_school(100001, CensusDate="")]), "--dry-run")
    assert "1  rows read" in words
    assert "1  pupil numbers without a census date, left out" in words
    assert "Not seen in this file, and left as they are:\n  100002  Willow Beck Primary School" in words
    assert words.endswith("This was a dry run: nothing was changed.\n")


@pytest.mark.django_db
def test_a_gzipped_file_loads_like_a_plain_one(tmp_path: Path) -> None:
    path = kept(tmp_path, gzip.compress(file_of([a_school(100001, "Brontë House")])), "schools.csv.gz")
    assert figures(path) == {"read": 1, "created": 1}
    assert Organisation.objects.get().name == "Brontë House"


@pytest.mark.django_db
def test_a_row_at_fault_ends_with_2_a_sentence_and_figures_that_add_up(tmp_path: Path) -> None:
    path = kept(tmp_path, [a_school(100001), a_school(100002, NumberOfPupils="420.0"), a_school(100003)])
    sentence, found = refusal(path)
    assert sentence == (
        "schools.csv: Line 3, column NumberOfPupils: “420.0” is not a whole number of pupils. "
        "Write digits only, or leave it blank. Nothing was changed."
    )
    assert found == {"read": 3, "unchanged": 2, "errors": 1}
    assert refusal(path, "--dry-run") == (sentence, found)
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_or_is_a_folder_is_said_plainly(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "none.csv"))[0] == "none.csv: There is no such file. Nothing was changed."
    assert "This is a folder, not a file." in refusal(str(tmp_path))[0]
    path = kept(tmp_path, [a_school(100001)])
    assert "none.csv: There is no such file." in refusal(path, "--links", str(tmp_path / "none.csv"))[0]
    assert "--authority: “Leeds” is not an authority code." in refusal(path, "--authority", "Leeds")[0]
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_mass_closure_is_refused_unless_allowed(tmp_path: Path) -> None:
    rows = [a_school(100001 + n) for n in range(30)]
    figures(kept(tmp_path, rows))
    path = kept(tmp_path, [closed(row) for row in rows])
    sentence, found = refusal(path)
    assert "30 of 30 open schools would close, more than 5 in 100." in sentence
    assert found == {"read": 30, "errors": 30}
    assert figures(path, "--allow-mass-closure") == {"read": 30, "updated": 30, "closed": 30}


# On its own, as a program


@pytest.fixture
def program(transactional_db: None) -> Iterator[Any]:
    """Starts the command as its own process on the tests' database; kills what is left of it."""
    started: list[subprocess.Popen[str]] = []
    settings = connection.settings_dict
    url = f"postgres://{settings['USER']}@/{settings['NAME']}?host={quote(settings['HOST'])}"
    if settings["PORT"] or settings["PASSWORD"]:  # a server of the user's own, by its address
        who, where = f"{settings['USER']}:{settings['PASSWORD']}", f"{settings['HOST']}:{settings['PORT'] or 5432}"
        url = f"postgres://{who}@{where}/{settings['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "DEMO": "1"}

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_gias", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_program_ends_with_2_and_prints_its_sentence_on_stderr_only(program: Any, tmp_path: Path) -> None:
    process = program(kept(tmp_path, [a_school(100001, OpenDate="31-02-2020")]), "--json")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert json.loads(out)["errors"] == 1
    assert "Line 2, column OpenDate: “31-02-2020” is not a date." in err
    assert "Traceback" not in err


def test_the_program_shows_no_progress_bar_where_nobody_watches(program: Any, tmp_path: Path) -> None:
    process = program(kept(tmp_path, [a_school(100001)]))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "1  schools new" in out
    assert "Reading" not in err


def test_two_loads_at_once_wait_for_each_other_and_load_everything_once(program: Any, tmp_path: Path) -> None:
    rows = [an_academy(100001 + n, str(16900 + n % 7)) for n in range(2000)]
    path = kept(tmp_path, rows)
    both = [program(path, "--json") for _ in range(2)]
    found = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(figures["created"] for figures in found) == [0, 2000]
    assert sorted(figures["unchanged"] for figures in found) == [0, 2000]
    assert Organisation.objects.filter(kind="school").count() == PupilCount.objects.count() == 2000


def test_a_load_killed_while_it_writes_has_changed_nothing(program: Any, tmp_path: Path) -> None:
    path = kept(tmp_path, [a_school(100001), an_academy(100002, "16900"), closed(a_school(100003))])
    links = kept(tmp_path, links_of((100003, 100002, "Successor", "")), "links.csv")
    with transaction.atomic(), connection.cursor() as cursor:
        # The last thing a load writes is its successions: there it waits for us, all else being written.
        cursor.execute("LOCK TABLE members_succession IN SHARE MODE")
        process = program(path, "--links", links)
        _until_it_waits(process)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert not Organisation.objects.exists()
    assert not (PupilCount.objects.exists() or Succession.objects.exists())
    assert not (SchoolImport.objects.exists() or Record.objects.exists())
    again = program(path, "--links", links, "--json")
    assert json.loads(again.communicate(timeout=60)[0])["created"] == 3


def _until_it_waits(process: subprocess.Popen[str]) -> None:
    """Until another connection waits for a lock; fails when the program has ended instead."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the load never came to its last statement")


def test_a_load_does_not_wait_for_ever_for_another(transactional_db: None, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from kernel.records import SYSTEM
    from members.actions.school_import import ONE_AT_A_TIME, SourceFile, Wish, load
    from members.rules.school_import import AnotherLoadRuns

    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor, (tmp_path / "schools.csv").open("w+b") as stream:
            stream.write(file_of([a_school(100001)]))
            stream.seek(0)
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            wish = Wish(SourceFile(stream, "schools.csv"), patience=1)
            with pytest.raises(AnotherLoadRuns, match="Another school file is being loaded"):
                load(wish, by=SYSTEM, at=datetime(2026, 11, 21, tzinfo=UTC))
    finally:
        other.close()
    assert not Organisation.objects.exists()


# The official files

SHARED = ROOT.parent / "shared" / "data" / "gias"
official = pytest.mark.skipif(not SHARED.is_dir(), reason="the official files lie in ../shared, which is not here")


@official
@pytest.mark.django_db
def test_the_official_files_of_five_authorities_and_of_one() -> None:
    five, one = str(SHARED / "edubasealldata_five_authorities.csv"), str(SHARED / "edubasealldata_301.csv")
    links = str(SHARED / "links_edubasealldata.csv")
    assert figures(one) == {"read": 113, "created": 113}
    assert figures(five, "--links", links) == {"read": 1898, "created": 1785, "unchanged": 113, "linked": 598}
    assert figures(five, "--links", links) == {"read": 1898, "unchanged": 1898}
    assert figures(one) == {"read": 113, "unchanged": 113, "not_seen": 1785}
    assert figures(five, "--authority", "301", "372") == {"read": 1898, "unchanged": 342, "skipped": 1556}
    assert Organisation.objects.filter(kind="school", status_code__in=(1, 3)).count() == 906


@official
@pytest.mark.django_db
def test_the_official_nationwide_file_loads_in_one_go() -> None:
    nationwide = str(SHARED / "edubasealldata_national.csv.gz")
    assert figures(nationwide) == {"read": 51325, "created": 51325}
    assert Organisation.objects.filter(kind="trust").count() == 6
    assert Organisation.objects.get(urn=140677).name == "North Star 180°"
    assert Organisation.objects.get(urn=146833).name == "St Stephen’s International"
    with connection.cursor() as cursor:
        # With fresh statistics the planner is at its boldest: the second run must still take seconds.
        cursor.execute("ANALYZE members_organisation, members_proprietorship, members_pupilcount")
        cursor.execute("SET LOCAL statement_timeout = '30s'")
    assert figures(nationwide, "--dry-run") == {"read": 51325, "unchanged": 51325}
