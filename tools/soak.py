"""The long tests: hypothesis with many examples, and those marked as soak."""

import os

from tools.test import run


def main() -> None:
    """Run every test with the long profile."""
    os.environ["HYPOTHESIS_PROFILE"] = "long"
    run(["--soak"])


if __name__ == "__main__":
    main()
