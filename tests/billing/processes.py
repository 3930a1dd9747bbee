"""Real processes of our own program on the tests' database, for killing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from urllib.parse import quote

from django.conf import settings
from django.db import connection


def environment() -> dict[str, str]:
    """The environment in which a process of ours works on the tests' database."""
    where = connection.settings_dict
    url = f"postgres://{where['USER']}@/{where['NAME']}?host={quote(where['HOST'])}"
    if where["PORT"] or where["PASSWORD"]:  # a server of the user's own, by its address
        url = f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT'] or 5432}/{where['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "only-for-tests-" + "x" * 40}


def manage(*words: str) -> subprocess.Popen[str]:
    """Start `manage.py …` as a process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a process to end well and give back what it printed."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def kill_when_it_waits(process: subprocess.Popen[str], *, seconds: float = 60) -> None:
    """SIGKILL a process once it waits for a lock that this connection holds; fails when it ends instead."""
    until = time.monotonic() + seconds
    while not _somebody_waits():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "it never came to the lock"
        time.sleep(0.02)
    process.kill()
    process.communicate()


def _somebody_waits() -> bool:
    with connection.cursor() as sql:
        sql.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_get_activity(NULL) AS who USING (pid)"
            " WHERE NOT granted AND who.datid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(sql.fetchone()[0])
