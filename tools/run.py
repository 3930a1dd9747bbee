"""The demo on this machine: database, demo world, stand-in for Stripe, worker and server, until Ctrl-C."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

import psycopg
from psycopg.conninfo import make_conninfo

from config.database import database
from tools.terminal import ROOT, step, stop, warn

HOST = "127.0.0.1"
WEBHOOK = "stripe/webhook/"
PATIENCE = 60  # seconds until the server must answer, and a tenth of it until a program must have ended
Environment = dict[str, str]


def main() -> None:
    """Start everything in order, say where it is, and stop all of it at Ctrl-C or when a part of it ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_ctrl_c)
    port = _free_port(os.environ.get("PORT", "8000"))
    address = f"http://{HOST}:{port}"
    environment = {**os.environ, "DEMO": os.environ.get("DEMO", "1"), "PYTHONUNBUFFERED": "1"}
    programs = Programs()
    try:
        _prepare_database(environment)
        _start_stripe(programs, environment, address)
        step("starting the worker and the server")
        manage = [sys.executable, "manage.py"]
        worker = [*manage, "procrastinate", "worker", "--concurrency=2"]
        programs.start("the worker", worker, environment, is_quiet=True)
        programs.start("the server", _server(port), environment)
        programs.wait_for(address)
        print(f"\n  Sign in as one of the demo people: {address}/demo/")
        print("  Ctrl-C stops everything.\n")
        print(f"ready: {address}", flush=True)
        programs.watch()
    except KeyboardInterrupt:
        step("stopping")
    finally:
        programs.stop()


def _prepare_database(environment: Environment) -> None:
    own = bool(environment.get("DATABASE_URL"))
    step("using the database that DATABASE_URL names" if own else "starting PostgreSQL in this folder")
    # This process holds the server until its own end, so that it does not stop and start between the programs.
    place = database(ROOT)
    step("bringing the database up to date")
    _manage(environment, "migrate", "--verbosity=0", "--skip-checks")
    if any(ROOT.glob("*/management/commands/load_demo.py")) and _is_empty(place):
        step("loading the demo world, once")
        _manage(environment, "load_demo")


def _is_empty(place: dict[str, Any]) -> bool:
    words = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    reach = make_conninfo("", **{word: str(place[name]) for word, name in words.items() if place.get(name)})
    with psycopg.connect(reach) as connection:
        found = connection.execute("SELECT EXISTS (SELECT FROM members_organisation)").fetchone()
    return found is not None and not found[0]


def _manage(environment: Environment, *words: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=False)
    if done.returncode != 0:
        stop(f"`manage.py {' '.join(words)}` did not succeed; its own words are above.")


def _start_stripe(programs: "Programs", environment: Environment, address: str) -> None:
    """Start the stand-in for Stripe, unless the user has named a Stripe of their own."""
    if environment.get("STRIPE_API_KEY") or not (ROOT / "fakes" / "stripe").exists():
        return
    step("starting the stand-in for Stripe")
    port = _free_port("0")
    environment |= {
        "STRIPE_API_KEY": "sk_test_standin",
        "STRIPE_API_BASE": f"http://{HOST}:{port}",
        "STRIPE_WEBHOOK_SECRET": "whsec_standin",
    }
    words = ["--port", str(port), "--webhook", f"{address}/{WEBHOOK}"]
    programs.start(
        "the stand-in for Stripe", [sys.executable, "-m", "fakes.stripe", *words], environment, is_quiet=True
    )


def _server(port: int) -> list[str]:
    words = ["--interface=wsgi", f"--host={HOST}", f"--port={port}", "--no-ws", "--http=1"]
    load = ["--workers=1", "--blocking-threads=4", "--log-level=warning"]
    return [sys.executable, "-m", "granian", *words, *load, "config.wsgi:application"]


def _free_port(wanted: str) -> int:
    """Return the port if nobody listens there, or any free one for 0."""
    if not wanted.isdecimal() or int(wanted) > 65535:
        stop(f"PORT={wanted} is not a port. Try: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except OSError:
            stop(f"Port {wanted} is in use, perhaps by another `make run`. Try: make run PORT={int(wanted) + 1}")
        port = probe.getsockname()[1]
    return int(port)


class Programs:
    """What we started; each in a group of its own, so that Ctrl-C reaches us alone and we stop them in order."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.parent = os.getppid()

    def start(self, name: str, command: Sequence[str], environment: Environment, *, is_quiet: bool = False) -> None:
        """Start a program that ends with us, whatever ends us."""
        self.running[name] = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if is_quiet else None,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def wait_for(self, address: str) -> None:
        """Wait until the server answers with a page."""
        for _ in range(PATIENCE * 10):
            self._stop_if_one_ended()
            try:
                with urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310  (our own address)
                    return
            except urllib.error.HTTPError as answer:
                stop(f"The server runs, but its first page answers {answer.code}; its own words are above.")
            except OSError:
                time.sleep(0.1)
        stop(f"The server did not answer within {PATIENCE} seconds.")

    def watch(self) -> None:
        """Wait for Ctrl-C; give up when a program ends by itself or the terminal is gone."""
        while os.getppid() == self.parent:
            self._stop_if_one_ended()
            time.sleep(0.3)

    def stop(self) -> None:
        """Ask every program to end, the last started first, and end those that will not."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for program in reversed(self.running.values()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
        for name, program in self.running.items():
            try:
                program.wait(PATIENCE / 10)
            except subprocess.TimeoutExpired:
                warn(f"{name} would not end by itself")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()

    def _stop_if_one_ended(self) -> None:
        for name, program in self.running.items():
            code = program.poll()
            if code is not None:
                stop(f"{name.capitalize()} ended by itself with {code}; its own words are above.")


def _end_with_parent() -> None:
    """Linux ends the program when we are killed so hard that we cannot do it ourselves."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
