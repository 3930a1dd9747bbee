"""Every test, ending with pytest's own closing line.

Words after the command go to pytest: `make test ARGS="tests/members -x"`. `make test HANDS=2` shares them between two
processes.
"""

import os
import sys

from tools.terminal import ROOT, step


def main() -> None:
    """Run the tests under coverage and become pytest, so that its exit code is ours."""
    run(["--cov", "--cov-report=", "--cov-fail-under=0"])


def run(extra: list[str]) -> None:
    """Become pytest; the words of the user come last, so that they win."""
    step("running the tests")
    many = os.environ.get("HANDS", "1")
    hands = [] if many == "1" else ["-n", many, "--dist", "loadgroup"]
    command = [sys.executable, "-m", "pytest", *hands, *extra, *sys.argv[1:]]
    os.chdir(ROOT)
    os.execv(sys.executable, command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main()
