"""A rule is asked in JSON and answers in JSON, and what cannot be read is said by field."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from kernel.money import Money
from kernel.rulebook import BadInput, Count, Day, Pupils, Rule, Text, value


@value
class Spell:
    name: Text
    from_: Annotated[Day, Field(alias="from")]


@value
class Asked:
    on: Day
    votes: Count
    pupils: Pupils = Decimal(0)
    spells: tuple[Spell, ...] = ()


@value
class Answered:
    holds: bool
    owed: Money
    from_: date


RULE = Rule(
    name="toy",
    title="A toy",
    group="Toys",
    plain="For the tests.",
    source="Nobody",
    given=Asked,
    answer=Answered,
    run=lambda asked: Answered(holds=asked.votes > 3, owed=Money(asked.votes), from_=asked.on),
    examples=(),
)


def test_it_answers_in_plain_json() -> None:
    answer = RULE.ask('{"on": "2026-10-01", "votes": 4, "spells": [{"name": "A", "from": "2020-02-29"}]}')
    assert answer == {"holds": True, "owed": 4, "from": "2026-10-01"}


GOOD: dict[str, Any] = {"on": "2026-10-01", "votes": 4}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"on": "2026-02-30"}, "on"),
        ({"on": "9999-01-01"}, "on"),
        ({"on": 20260101}, "on"),
        ({"votes": -1}, "votes"),
        ({"votes": 3.5}, "votes"),
        ({"votes": "4"}, "votes"),
        ({"votes": True}, "votes"),
        ({"votes": 10**30}, "votes"),
        ({"pupils": "😀"}, "pupils"),
        ({"pupils": 210.55}, "pupils"),
        ({"spells": [{"name": " ", "from": "2020-02-29"}]}, "spells.0.name"),
        ({"spells": [{"name": "A"}]}, "spells.0.from"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_read_is_said_by_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        RULE.ask(json.dumps(GOOD | changed))
    assert [where for where, _ in refused.value.problems] == [field]
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("body", ["", "[1", "[]", "null", '"x"', b"\xff\xfe", "[" * 5000])
def test_what_is_not_an_object_is_refused_as_a_whole(body: str | bytes) -> None:
    with pytest.raises(BadInput):
        RULE.ask(body)
