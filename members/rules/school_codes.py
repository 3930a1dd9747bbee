"""What the register's codes stand for, in words.

Source: the code lists of "Get information about schools".
"""

from __future__ import annotations

TYPE_NAMES = {
    1: "Community school",
    2: "Voluntary aided school",
    3: "Voluntary controlled school",
    5: "Foundation school",
    6: "City technology college",
    7: "Community special school",
    8: "Non-maintained special school",
    10: "Other independent special school",
    11: "Other independent school",
    12: "Foundation special school",
    14: "Pupil referral unit",
    15: "Local authority nursery school",
    18: "Further education",
    24: "Secure units",
    25: "Offshore schools",
    26: "Service children's education",
    27: "Miscellaneous",
    28: "Academy sponsor led",
    29: "Higher education institutions",
    30: "Welsh establishment",
    31: "Sixth form centres",
    32: "Special post 16 institution",
    33: "Academy special sponsor led",
    34: "Academy converter",
    35: "Free schools",
    36: "Free schools special",
    37: "British schools overseas",
    38: "Free schools alternative provision",
    39: "Free schools 16 to 19",
    40: "University technical college",
    41: "Studio schools",
    42: "Academy alternative provision converter",
    43: "Academy alternative provision sponsor led",
    44: "Academy special converter",
    45: "Academy 16-19 converter",
    46: "Academy 16 to 19 sponsor led",
    47: "Children's centre",
    48: "Children's centre linked site",
    49: "Online provider",
    56: "Institution funded by other government department",
    57: "Academy secure 16 to 19",
}

PHASE_NAMES = {
    0: "Not applicable",
    1: "Nursery",
    2: "Primary",
    3: "Middle, deemed primary",
    4: "Secondary",
    5: "Middle, deemed secondary",
    6: "16 plus",
    7: "All-through",
}


def type_name(code: int | None) -> str:
    """Such as "Academy converter"; a code that is not on the list is shown as it is."""
    return "" if code is None else TYPE_NAMES.get(code, f"Type {code}")


def phase_name(code: int | None) -> str:
    """Such as "Primary"."""
    return "" if code is None else PHASE_NAMES.get(code, f"Phase {code}")
