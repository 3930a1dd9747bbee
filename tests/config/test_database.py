"""The embedded PostgreSQL: any folder, several processes, never stopped under somebody who uses it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.database import database, embedded

ROOT = Path(__file__).resolve().parents[2]
CONNECT = """
import sys, time, psycopg
from pathlib import Path
from config.database import embedded
place = embedded(Path(sys.argv[1]))
reach = dict(host=place["HOST"], user=place["USER"], dbname=place["NAME"])
print(place["HOST"], flush=True)
for _ in range(int(sys.argv[2])):
    with psycopg.connect(**reach) as connection:
        connection.execute("SELECT 1")
    time.sleep(0.1)
print("done", flush=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder that every user of the system may enter, as PostgreSQL does not run as root."""
    for step in (tmp_path, *tmp_path.parents[:2]):
        step.chmod(step.stat().st_mode | 0o011)
    return tmp_path


def use(project: Path, tenths: int) -> subprocess.Popen[str]:
    """A process that uses the project's database for so many tenths of a second."""
    return subprocess.Popen(
        [sys.executable, "-c", CONNECT, str(project), str(tenths)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def answers(host: str) -> bool:
    try:
        psycopg.connect(host=host, user="coppice", dbname="coppice").close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_database_of_the_users_own_is_used_and_none_is_started(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:secret@db.example:5433/theirs")
    place = database(folder)
    assert (place["HOST"], place["PORT"], place["NAME"]) == ("db.example", 5433, "theirs")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["plain", "a folder with spaces", "one, two 'and' three", "long" * 40],
    ids=["plain", "spaces", "punctuation", "long"],
)
def test_it_starts_in_any_folder_and_stops_after_its_last_user(folder: Path, name: str) -> None:
    project = folder / name
    project.mkdir()
    user = use(project, 1)
    said, _ = user.communicate(timeout=60)
    host, last = said.splitlines()
    assert (user.returncode, last) == (0, "done")
    assert not answers(host)


def test_it_lives_as_long_as_its_last_user_even_if_another_is_killed(folder: Path) -> None:
    users = [use(folder, tenths) for tenths in (1, 5, 15)]
    killed = use(folder, 600)
    assert killed.stdout is not None
    host = killed.stdout.readline().strip()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    for user in users:
        said, _ = user.communicate(timeout=60)
        assert user.returncode == 0, said
        assert said.splitlines()[-1] == "done"
    assert not answers(host)


def test_a_child_process_keeps_it_when_the_parent_has_gone(folder: Path) -> None:
    host, family = left_behind_by_a_parent(folder)
    assert answers(host)
    family.communicate(timeout=60)
    # The child has ended without ceremony; the next user is the last one out.
    use(folder, 0).communicate(timeout=60)
    assert not answers(host)


def left_behind_by_a_parent(project: Path) -> tuple[str, subprocess.Popen[str]]:
    """A child whose parent has started the database, forked, and ended; it lives until its standard input is closed."""
    script = """
import os, sys
from pathlib import Path
from config.database import embedded
place = embedded(Path(sys.argv[1]))
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
print(place["HOST"], flush=True)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(project)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    host = parent.stdout.readline().strip()
    parent.wait(timeout=60)
    return host, parent


def test_the_note_of_a_dead_server_does_not_stop_the_next(folder: Path) -> None:
    use(folder, 0).communicate(timeout=60)
    note = folder / ".postgres" / "data" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{note.parent}\n1\n5432\n{note.parent}\n\n")
    said, _ = use(folder, 1).communicate(timeout=60)
    assert said.splitlines()[-1] == "done"


def test_this_very_test_run_uses_one_of_at_least_a_hundred_connections() -> None:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("the database is the user's own")
    place = embedded(ROOT)
    with psycopg.connect(host=place["HOST"], user=place["USER"], dbname="postgres") as connection:
        found = connection.execute("SHOW max_connections").fetchone()
    assert found is not None
    assert int(found[0]) >= 100
