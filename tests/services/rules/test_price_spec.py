"""A price rule that can be read in two ways is refused, by the name of the field."""

from __future__ import annotations

from typing import Any

import pytest

from services.rules.price_spec import UnclearPriceRule, read

FLAT = {"type": "flat", "amount": 100}


@pytest.mark.parametrize(
    ("spec", "field", "words"),
    [
        (None, "", "object"),
        ([], "", "object"),
        ({}, "type", "types"),
        ({"type": "magic"}, "type", "types"),
        ({"type": ["flat"]}, "type", "types"),
        ({"type": "flat"}, "amount", "amount"),
        ({"type": "flat", "amount": -1}, "amount", "less than nothing"),
        ({"type": "flat", "amount": 1.5}, "amount", "whole number"),
        ({"type": "flat", "amount": True}, "amount", "whole number"),
        ({"type": "flat", "amount": "100"}, "amount", "whole number"),
        ({"type": "flat", "amount": "1😀"}, "amount", "whole number"),
        ({"type": "flat", "amount": 10**15}, "amount", "more than"),
        ({"type": "flat", "amount": 1, "flor": 2}, "flor", "not a part"),
        ({"type": "per_pupil", "rate": 650, "floor": 500, "cap": 400}, "floor", "above the cap"),
        ({"type": "limited", "rule": FLAT, "floor": 500, "cap": 400}, "floor", "above the cap"),
        ({"type": "per_day", "day": 100, "half_day": 200}, "half_day", "more than a day"),
        ({"type": "per_place", "rate": 1, "further_less_bp": 10_001}, "further_less_bp", "more than"),
        ({"type": "per_place", "rate": 1, "full_price_places": 0}, "full_price_places", "at least 1"),
        ({"type": "per_block", "size": 0, "rate": 1}, "size", "at least 1"),
        ({"type": "per_block", "size": 1, "rate": 1, "of": "cats"}, "of", "pupils, quantity"),
        ({"type": "per_unit", "rate": 1, "step": "0.3"}, "step", "halves"),
        ({"type": "per_unit", "rate": 1, "step": 0.5}, "step", "halves"),
        ({"type": "per_unit", "rate": 1, "step": "x"}, "step", "halves"),
        ({"type": "per_unit", "rate": 1, "times": [{"number": 1}]}, "times[0].of", "of"),
        ({"type": "bands", "bands": []}, "bands", "list"),
        ({"type": "bands", "bands": [{"above": 5, "amount": 1}]}, "bands[0].above", "gap"),
        (
            {"type": "bands", "bands": [{"up_to": 9, "amount": 1}, {"above": 10, "amount": 1}]},
            "bands[1].above",
            "gap: nothing is priced above 9 and up to 10",
        ),
        (
            {"type": "bands", "bands": [{"up_to": 9, "amount": 1}, {"above": 8, "amount": 1}]},
            "bands[1].above",
            "9 to 9 is priced twice",
        ),
        ({"type": "bands", "bands": [{"amount": 1}, {"above": 8, "amount": 1}]}, "bands[1].above", "overlap"),
        ({"type": "bands", "bands": [{"up_to": 0, "amount": 1}]}, "bands[0].up_to", "at least 1"),
        ({"type": "bands", "bands": [{"amount": 1, "rate": 1}]}, "bands[0].amount", "either"),
        ({"type": "bands", "bands": [{}]}, "bands[0].amount", "either"),
        ({"type": "bands", "mode": "marginal", "bands": [{"amount": 1}]}, "bands[0].rate", "slice"),
        (
            {"type": "package", "amount": 5, "contains": [{"number": 2, "of": "days", "rate": 3}]},
            "contains",
            "come to £0.06, the package to £0.05",
        ),
        ({"type": "adjusted", "rule": FLAT, "steps": [{"label": "x"}]}, "steps[0].less", "one of"),
        ({"type": "adjusted", "rule": FLAT, "steps": [{"label": "x", "less": 1, "plus": 1}]}, "steps[0].less", "one"),
        ({"type": "sum", "parts": [{"label": "", "rule": FLAT}]}, "parts[0].label", "1 to 200"),
        ({"type": "sum", "parts": [{"label": "x", "rule": {"type": "flat"}}]}, "parts[0].rule.amount", "amount"),
        ({"type": "cases", "cases": [{"label": "x", "when": {}, "rule": FLAT}]}, "cases[0].when.phase", "which"),
        (
            {"type": "cases", "cases": [{"label": "x", "when": {"phase": ["moon"]}, "rule": FLAT}]},
            "cases[0].when.phase",
            "nursery",
        ),
        (
            {"type": "cases", "cases": [{"label": "x", "when": {"sixth_form": 1}, "rule": FLAT}]},
            "cases[0].when.sixth_form",
            "true or false",
        ),
        (
            {
                "type": "options",
                "options": [
                    {"option": "a", "label": "A", "rule": FLAT},
                    {"option": "a", "label": "B", "rule": FLAT},
                ],
            },
            "options",
            "name of its own",
        ),
        ({"type": "standings", "member": FLAT, "in_area": FLAT}, "out_of_area", "Say"),
        (
            {"type": "standings", "member": FLAT, "in_area": {"type": "member_share"}, "out_of_area": FLAT},
            "in_area.share_bp",
            "share",
        ),
        ({"type": "member_share", "share_bp": 12000}, "type", "types"),
        ({"type": "free"}, "because", "Say"),
    ],
)
def test_an_unclear_rule_is_refused_by_field(spec: Any, field: str, words: str) -> None:
    with pytest.raises(UnclearPriceRule) as refused:
        read(spec)
    assert refused.value.field == field
    assert words in refused.value.sentence


def test_rules_nested_without_end_are_refused() -> None:
    spec: dict[str, Any] = FLAT
    for _ in range(50):
        spec = {"type": "limited", "rule": spec}
    with pytest.raises(UnclearPriceRule, match="Nest at most"):
        read(spec)
