"""From a bare clone to a place where the other tools can work; needs nothing but Python's own library.

Makes .venv, installs the requirements by hash, brings the front-end files, and becomes the tool asked for.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools import machine
from tools.terminal import ROOT, run_quietly, step, stop, warn

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
PIP: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
RUN, DEVELOP = "requirements.lock", "requirements-dev.lock"


def main() -> None:
    """Prepare what the command needs, then become it."""
    command, *words = sys.argv[1:]
    make_environment()
    (ROOT / "staticfiles").mkdir(exist_ok=True)  # WhiteNoise warns when there is none
    install(RUN if command in {"run", "assets"} else DEVELOP)
    if command == "assets":
        hand_over("assets")
    if command in {"run", "test", "soak", "bench"}:
        subprocess.run([PYTHON, "-m", "tools.assets"], cwd=ROOT, check=True)
    if command == "run":
        machine.offer(machine.PDF)
    if command in {"test", "soak"}:
        machine.insist({**machine.PDF, **machine.BROWSER})
    hand_over(command, *words)


def make_environment() -> None:
    """Make .venv with Python's own venv, unless it is there."""
    if PYTHON.exists():
        return
    step("making a Python environment in .venv")
    make = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(make, cwd=ROOT, capture_output=True, check=False).returncode == 0:
        return
    if not machine.install_packages(["python3.11-venv"]):
        stop("Python's venv module is missing. As an administrator: apt-get install python3.11-venv")
    run_quietly([*make, "--clear"], otherwise="Python could not make .venv; its own words are above.")


def install(lock: str) -> None:
    """Install a lock file's packages by their hashes, unless this very file is installed already."""
    stamp = VENV / f".{lock}.stamp"
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not UV.exists():
        step("installing uv, which installs the rest")
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        run_quietly(
            [*pip, "-r", "requirements-uv.lock"],
            otherwise="pip could not fetch uv. Is the Python package index reachable from here?",
        )
    step(f"installing the Python packages of {lock}")
    if not installed_by_uv(lock):
        warn("uv could not install them; trying pip, which is slower")
        run_quietly(
            [*PIP, "-r", lock],
            otherwise="The Python packages could not be installed; pip's own words are above.",
        )
    stamp.write_text(wanted)


def installed_by_uv(lock: str) -> bool:
    """Whether uv did it; an index that only pip's settings know is out of its reach."""
    command: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, check=False).returncode == 0


def hand_over(command: str, *words: str) -> None:
    """Become the tool asked for, so that signals reach it and its exit code is ours."""
    os.chdir(ROOT)
    python = str(PYTHON)
    sys.stdout.flush()
    os.execv(python, [python, "-m", f"tools.{command}", *words])  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main()
