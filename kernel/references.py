"""References people can read out: random, so that none tells another or the volume of business."""

from __future__ import annotations

import secrets

# No vowels (no words), no 0/O, 1/I/L, 5/S, 2/Z or U/V.
ALPHABET = "346789BCDFGHJKMNPQRTWXY"


def new(prefix: str) -> str:
    """A new reference such as `ORD-7K3M-Q9TX`: 8 characters of 23, some 78 thousand million."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
