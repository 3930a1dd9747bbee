"""New lock files from the files beside them: exact versions and hashes, and no address of where they came from."""

import os
from pathlib import Path

from tools.prepare import UV
from tools.terminal import run_quietly, step

COMPILE: list[str | Path] = [UV, "pip", "compile", "--quiet", "--python-version=3.11"]
WITHOUT_ADDRESSES = ["--generate-hashes", "--no-emit-index-url"]
# The order matters: what is installed to run bounds what is installed to test.
NAMES = ["requirements-uv", "requirements-node", "requirements", "requirements-dev"]


def main() -> None:
    """Compile every requirements file, then npm's lock file."""
    os.environ["UV_CUSTOM_COMPILE_COMMAND"] = "make lock"
    for name in NAMES:
        step(f"locking {name}.in")
        run_quietly(
            [*COMPILE, *WITHOUT_ADDRESSES, f"{name}.in", "-o", f"{name}.lock"],
            otherwise=f"uv could not lock {name}.in.",
        )
    step("locking package.json")
    run_quietly(
        ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"],
        otherwise="npm could not lock package.json. Is Node installed?",
    )


if __name__ == "__main__":
    main()
