"""What the machine checks besides the tests: form, types, floors, habits, templates, dependencies, coverage.

Two checks run at a time. What fails shows its own words at the end.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from tools.terminal import ROOT

PROGRAMS = Path(sys.executable).parent
PYTHON = sys.executable
PACKAGES = ("kernel", "members", "company", "services", "billing", "config")


@dataclass(frozen=True)
class Check:
    """One check: what it looks at, and the command whose exit code is its answer."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Answer:
    """What a check said."""

    check: Check
    is_kept: bool
    seconds: float
    words: str


# The longest first, so that the two hands finish together.
CHECKS = [
    Check("types (mypy, strict)", [PYTHON, "-m", "mypy", "."]),
    Check(
        "architecture tests", [PYTHON, "-m", "pytest", "-q", "--durations=0", "--durations-min=5", "tests/architecture"]
    ),
    Check("migrations are complete", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check("safe to deploy", [PYTHON, "manage.py", "check", "--deploy", "--fail-level=WARNING"]),
    Check("floors and doors (import-linter)", [str(PROGRAMS / "lint-imports"), "--no-cache"]),
    Check("templates (djlint)", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]),
    Check("dependencies (deptry)", [PYTHON, "-m", "deptry", "."]),
    Check("form (ruff format)", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Check("habits (ruff)", [PYTHON, "-m", "ruff", "check", "."]),
    Check("lock files name no address", [PYTHON, "-m", "tools.locks"]),
]
# How docs/operations.md says to deploy, so that Django's own deployment check has something to judge.
AS_DEPLOYED = {
    "DEMO": "0",
    "SECRET_KEY": "a-key-for-this-check-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SECURE_SSL_REDIRECT": "1",
    "SECURE_HSTS_SECONDS": "31536000",
}
COVERAGE = Check("coverage", [PYTHON, "-m", "coverage", "report", "--skip-covered", "--skip-empty"])


def main() -> None:
    """Run every check and end with 1 when one of them fails."""
    is_measured = coverage_is_of_this_tree()
    checks = [*CHECKS, COVERAGE] if is_measured else CHECKS
    with ThreadPoolExecutor(max_workers=2) as hands:
        answers = [shown(future.result()) for future in as_completed(hands.submit(ask, check) for check in checks)]
    broken = [answer for answer in answers if not answer.is_kept]
    for answer in broken:
        print(f"\n--- {answer.check.name}\n{answer.words}")
    if not is_measured:
        print("· coverage is measured by `make test`, and compared with its floor here when it has just run")
    print(f"\n{len(answers) - len(broken)} of {len(answers)} checks hold")
    raise SystemExit(1 if broken else 0)


def coverage_is_of_this_tree() -> bool:
    """Whether the tests have run, whole, since the last change to what they cover."""
    measured = ROOT / ".coverage"
    if not measured.exists():
        return False
    sources = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return all(file.stat().st_mtime <= measured.stat().st_mtime for file in sources)


def ask(check: Check) -> Answer:
    """Run one check and keep its words."""
    started = time.monotonic()
    environment = {**os.environ, **AS_DEPLOYED, "NO_COLOR": "1"}
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Answer(check, done.returncode == 0, time.monotonic() - started, done.stdout.strip())


def shown(answer: Answer) -> Answer:
    """Say how a check went, as soon as it is known."""
    print(f"{'✓' if answer.is_kept else '✗'} {answer.check.name}  {answer.seconds:.1f} s", flush=True)
    return answer


if __name__ == "__main__":
    main()
