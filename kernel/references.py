"""References people can read out: random, so that none tells another or the volume of business."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# No vowels (no words), no 0/O, 1/I/L, 5/S, 2/Z or U/V.
ALPHABET = "346789BCDFGHJKMNPQRTWXY"

_source: ContextVar[random.Random] = ContextVar("_source", default=secrets.SystemRandom())  # noqa: B039


def new(prefix: str) -> str:
    """A new reference such as `ORD-7K3M-Q9TX`: 8 characters of 23, some 78 thousand million."""
    letters = "".join(_source.get().choices(ALPHABET, k=8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def salt() -> str:
    """32 random hexadecimal characters."""
    return f"{_source.get().getrandbits(128):032x}"


@contextmanager
def repeatable(seed: str) -> Iterator[None]:
    """Inside, references and salts follow from the seed: only for the demo world, where nothing is secret."""
    token = _source.set(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        _source.reset(token)
