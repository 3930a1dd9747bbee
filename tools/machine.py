"""What the machine itself must have: two libraries for PDF and a browser for the tests.

As root on Debian they are installed. Otherwise the demo goes on without PDF and says so; the tests stop with the one
command an administrator must run.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence

from tools.terminal import step, stop, warn

Wanted = dict[str, Callable[[], bool]]


def library(name: str) -> Callable[[], bool]:
    """Whether the system's linker finds a library."""

    def is_here() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_here


def browser() -> bool:
    """Whether there is a Chromium for the tests to drive."""
    return bool(os.environ.get("CHROMIUM") or shutil.which("chromium"))


PDF: Wanted = {
    "libpango-1.0-0": library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0.so.0"),
}
BROWSER: Wanted = {"chromium": browser}


def offer(wanted: Wanted) -> None:
    """Install what is missing if we may; otherwise say what will not work."""
    missing = _missing_after_trying(wanted)
    if missing:
        warn(
            f"PDF documents will not work here until an administrator runs: {_command(missing)}\n"
            "  Their links say so and offer the page for printing."
        )


def insist(wanted: Wanted) -> None:
    """Install what is missing if we may; otherwise stop with the command for an administrator."""
    missing = _missing_after_trying(wanted)
    if missing:
        stop(f"The tests need {' and '.join(missing)}. As an administrator, run: {_command(missing)}")


def install_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages; False when we are not root, this is not Debian, or apt could not."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    step(f"installing {', '.join(packages)} with apt")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([apt, "-qq", *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        warn(f"apt could not: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'it gave no reason'}")
    return done.returncode == 0


def _missing_after_trying(wanted: Wanted) -> list[str]:
    missing = [name for name, is_here in wanted.items() if not is_here()]
    if missing:
        install_packages(missing)
    return [name for name in missing if not wanted[name]()]


def _command(packages: Sequence[str]) -> str:
    return f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
