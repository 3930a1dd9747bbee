"""What kind of school an official type code stands for.

Source: the official school file's establishment types. Maintained: community, voluntary aided, voluntary controlled,
foundation, community special, foundation special, pupil referral unit, local authority nursery.
"""

from __future__ import annotations

MAINTAINED_TYPES = frozenset({1, 2, 3, 5, 7, 12, 14, 15})


def is_maintained_type(type_code: int | None) -> bool:
    """Whether the council maintains schools of this type; unknown types count as not maintained."""
    return type_code in MAINTAINED_TYPES
