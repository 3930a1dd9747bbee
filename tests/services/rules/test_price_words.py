"""A price rule in words."""

from typing import Any

import pytest

from services.rules.price_spec import read
from services.rules.price_words import asks_pupils, sections, words

CORE = {"type": "per_pupil", "rate": 650, "floor": 65000, "cap": 450000}
FLAT = {"type": "flat", "amount": 69000}


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (CORE, ["£6.50 a pupil, at least £650.00 and at most £4,500.00."]),
        ({"type": "per_pupil", "rate": 55, "base": 12000}, ["£120.00 and £0.55 a pupil."]),
        ({"type": "per_day", "day": 56000, "half_day": 31500}, ["£560.00 a day, £315.00 a half day."]),
        (
            {"type": "per_place", "rate": 9500, "further_less_bp": 2000},
            ["£95.00 a place, 20 % less for each further one."],
        ),
        (
            {"type": "bands", "bands": [{"up_to": 100, "amount": 78000}, {"above": 100, "amount": 124000}]},
            ["Up to 100 pupils: £780.00.", "Over 100 pupils: £1,240.00."],
        ),
        (
            {
                "type": "standings",
                "member": CORE,
                "in_area": {"type": "member_share", "share_bp": 12000},
                "out_of_area": {"type": "not_offered", "because": "Not sold outside the area."},
            },
            [
                "Members: £6.50 a pupil, at least £650.00 and at most £4,500.00.",
                "Schools in the area that are not members: 120 % of the member price.",
                "Schools outside the area: not sold outside the area.",
            ],
        ),
        (
            {"type": "adjusted", "rule": FLAT, "steps": [{"label": "Early booking", "less_bp": 500}]},
            ["£690.00; Early booking: 5 % less."],
        ),
        (
            {"type": "package", "amount": 162000, "contains": [{"number": 3, "of": "adviser days"}]},
            ["£1,620.00 for 3 adviser days."],
        ),
        ({"type": "commissioned", "by": "the council"}, ["Paid for by the council; nothing for the school to pay."]),
    ],
)
def test_a_rule_says_itself_in_words(spec: dict[str, Any], said: list[str]) -> None:
    assert list(words(read(spec))) == said


def test_a_rule_knows_whether_it_counts_pupils() -> None:
    assert asks_pupils(read({"type": "sum", "parts": [{"label": "x", "rule": CORE}]}))
    assert not asks_pupils(read(FLAT))


def test_a_price_by_standing_has_a_section_for_each() -> None:
    spec = {
        "type": "standings",
        "member": CORE,
        "in_area": {"type": "member_share", "share_bp": 12000},
        "out_of_area": FLAT,
    }
    assert [(section.heading, section.lines) for section in sections(read(spec))] == [
        ("Members", ("£6.50 a pupil, at least £650.00 and at most £4,500.00.",)),
        ("Schools in the area that are not members", ("120 % of the member price.",)),
        ("Schools outside the area", ("£690.00, whatever the size of the school.",)),
    ]


def test_a_price_that_is_the_same_for_all_has_one_section() -> None:
    spec = {
        "type": "standings",
        "member": FLAT,
        "in_area": {"type": "member_share", "share_bp": 10000},
        "out_of_area": FLAT,
    }
    assert [section.heading for section in sections(read(spec))] == [""]
