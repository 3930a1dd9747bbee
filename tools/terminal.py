"""What the commands say, and how they give up: one line a step, in words."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def step(sentence: str) -> None:
    """Say what is happening now."""
    print(f"· {sentence}", flush=True)


def warn(sentence: str) -> None:
    """Say what is missing when the command can go on without it."""
    print(f"! {sentence}", flush=True)


def stop(sentence: str) -> NoReturn:
    """Say what is missing when the command cannot go on, and end with exit code 2."""
    print(f"\n✗ {sentence}", file=sys.stderr, flush=True)
    raise SystemExit(2)


def run_quietly(command: Sequence[str | Path], *, otherwise: str) -> None:
    """Run a command in the project's folder; show its output only when it fails, then stop with `otherwise`."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        stop(otherwise)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        stop(otherwise)
