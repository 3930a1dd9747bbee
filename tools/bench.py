"""How fast it is: one JSON line per figure, each beside a yardstick taken in the same run.

Words after the command choose figures: `make bench ARGS="pages"`.
"""

import os
import sys

from tools.terminal import ROOT


def main() -> None:
    """Become the bench."""
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "tests.bench", *sys.argv[1:]])  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main()
