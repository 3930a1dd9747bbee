"""REST errors are problem details that name the field."""

from __future__ import annotations

from rest_framework.exceptions import NotFound, ValidationError

from kernel.problems import MEDIA_TYPE, handle
from kernel.refusal import Refusal


class TooMany(Refusal):
    rule = "Articles 12"
    forward = "Ask for fewer."


def test_a_refusal_answers_409_with_its_sentence_rule_and_way_forward() -> None:
    answer = handle(TooMany("Only three are left.", field="quantity"), {})
    assert answer is not None
    assert (answer.status_code, answer.content_type) == (409, MEDIA_TYPE)
    assert answer.data["type"] == "TooMany"
    assert answer.data["errors"] == [{"field": "quantity", "sentence": "Only three are left."}]
    assert (answer.data["rule"], answer.data["forward"]) == ("Articles 12", "Ask for fewer.")


def test_nested_validation_errors_name_the_field_by_its_path() -> None:
    answer = handle(ValidationError({"lines": [{}, {"quantity": ["Write a whole number."]}]}), {})
    assert answer is not None
    assert answer.data["errors"] == [{"field": "lines.1.quantity", "sentence": "Write a whole number."}]
    assert answer.data["detail"] == "Write a whole number."


def test_missing_things_answer_404_and_a_bug_is_not_hidden() -> None:
    missing = handle(NotFound(), {})
    assert missing is not None
    assert missing.status_code == 404
    assert handle(ZeroDivisionError(), {}) is None
