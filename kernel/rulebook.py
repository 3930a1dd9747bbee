"""How a rule describes itself and how it is asked from outside: typed input, typed answer, worked examples.

A rule is a pure function on a frozen value. Around it stands a `Rule`: its name and title, plain English, where it
comes from, which of its figures are the company's own, how unsettled law is read, and examples that are run as tests.
The same description serves the rule's page, its try-it form, the REST interface and the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar, dataclass_transform

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from kernel.money import Money
from kernel.refusal import Refusal

STRICT = ConfigDict(strict=True, extra="forbid", regex_engine="python-re")

Given = TypeVar("Given")
Answer = TypeVar("Answer")
Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def value(cls: Class) -> Class:
    """A frozen value that can be read strictly from JSON: no unknown fields, no silent conversions."""
    cls.__pydantic_config__ = STRICT  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)  # type: ignore[return-value]


def _ordinary_year(day: date) -> date:
    if not 1900 <= day.year <= 2199:
        raise ValueError("Write a date between 1900 and 2199.")
    return day


def _ordinary_instant(at: datetime) -> datetime:
    _ordinary_year(at.date())
    return at


def _one_place(number: Decimal) -> Decimal:
    if number != number.quantize(Decimal("0.1")):
        raise ValueError("Write a number with at most one decimal, such as 210.5.")
    return number


Day = Annotated[date, AfterValidator(_ordinary_year)]
"""A day, written 2026-10-01; between 1900 and 2199."""
Instant = Annotated[AwareDatetime, AfterValidator(_ordinary_instant)]
"""An instant with its offset, written 2026-10-01T15:00:00+01:00."""
Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""How many: a whole number, nought or more."""
Positive = Annotated[int, Field(ge=1, le=1_000_000)]
"""How many: a whole number, one or more."""
Pence = Annotated[int, Field(ge=0, le=10**13)]
"""An amount of money in whole pence, nought or more."""
SignedPence = Annotated[int, Field(ge=-(10**13), le=10**13)]
"""An amount of money in whole pence; may be below nought."""
BasisPoints = Annotated[int, Field(ge=0, le=1_000_000)]
"""A rate in basis points: 2000 is 20 %."""
Percent = Annotated[int, Field(ge=0, le=100)]
"""A whole number of hundredths."""
Pupils = Annotated[Decimal, Field(ge=0, le=100_000), AfterValidator(_one_place)]
"""Pupils, full-time equivalent, at most one decimal."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
"""A name or reference: not empty, one line."""


class BadInput(Refusal):
    """What was given to a rule cannot be read; `problems` says for each field what to change."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        field, sentence = self.problems[0]
        super().__init__(sentence, field=field)


def bad(field: str, sentence: str) -> BadInput:
    """A rule's own objection to one field of what it was given."""
    return BadInput([(field, sentence)])


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what is given, and the part of the answer that matters. `vector` names the case it proves."""

    title: str
    given: Mapping[str, Any]
    answer: Mapping[str, Any]
    vector: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the company's articles or policies set: where it stands in the input, and what it is called."""

    path: str
    name: str


@dataclass(frozen=True)
class Rule(Generic[Given, Answer]):
    """A rule as the book shows it. `name` is its address; `run` is the pure function."""

    name: str
    title: str
    group: str
    plain: str
    source: str
    given: type[Given]
    answer: type[Answer]
    run: Callable[[Given], Answer]
    examples: tuple[Example, ...]
    figures: tuple[Figure, ...] = ()
    readings: tuple[str, ...] = ()
    enforced: tuple[str, ...] = ()

    @cached_property
    def _reader(self) -> TypeAdapter[Given]:
        return TypeAdapter(self.given)

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """The input as JSON Schema, titles and units included."""
        return self._reader.json_schema(by_alias=True)

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """The answer as JSON Schema."""
        return TypeAdapter(self.answer).json_schema(mode="serialization", by_alias=True)

    def read(self, body: bytes | str) -> Given:
        """The typed input from JSON text. Refuses with BadInput, naming each field."""
        try:
            return self._reader.validate_json(body)
        except ValidationError as problem:
            raise BadInput(list(_sentences(problem))) from None
        except (ValueError, OverflowError, RecursionError):
            raise bad("request", "This cannot be read as JSON.") from None

    def ask(self, body: bytes | str) -> dict[str, Any]:
        """Read, ask the rule, and write the answer as plain JSON values. Refuses with BadInput."""
        answer: dict[str, Any] = plain(self.run(self.read(body)))
        return answer


def plain(thing: Any) -> Any:
    """An answer as JSON values: money in pence, days and instants in ISO form, fractions as "3/14"."""
    if is_dataclass(thing) and not isinstance(thing, type | Money):
        return {_alias(field.name): plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Money):
        return thing.pence
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, datetime | date):
        return thing.isoformat()
    if isinstance(thing, Fraction):
        return f"{thing.numerator}/{thing.denominator}" if thing.denominator != 1 else thing.numerator
    if isinstance(thing, Decimal):
        return str(thing)
    if isinstance(thing, Mapping):
        return {str(key): plain(item) for key, item in thing.items()}
    if isinstance(thing, list | tuple | frozenset | set):
        return [plain(item) for item in thing]
    return thing


def _alias(name: str) -> str:
    """Names that Python keeps for itself end in an underscore: `from_` is written “from”."""
    return name.rstrip("_")


SENTENCES = {
    "missing": "Give this: it is needed.",
    "missing_argument": "Give this: it is needed.",
    "missing_keyword_only_argument": "Give this: it is needed.",
    "unexpected_keyword_argument": "There is no such field here.",
    "extra_forbidden": "There is no such field here.",
    "int_type": "Write a whole number, without quotation marks or decimals.",
    "int_from_float": "Write a whole number.",
    "int_parsing_size": "This number is too large.",
    "bool_type": "Write true or false.",
    "string_type": "Write this as text.",
    "string_too_short": "Write something here.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "string_pattern_mismatch": "Write this on one line, with at least one character that can be seen.",
    "date_type": "Write a date as 2026-10-01.",
    "date_parsing": "Write a date that exists, as 2026-10-01.",
    "date_from_datetime_parsing": "Write a date that exists, as 2026-10-01.",
    "datetime_type": "Write a day and time with its offset, as 2026-10-01T15:00:00+01:00.",
    "datetime_parsing": "Write a day and time that exist, as 2026-10-01T15:00:00+01:00.",
    "datetime_from_date_parsing": "Write a day and time that exist, as 2026-10-01T15:00:00+01:00.",
    "timezone_aware": "Add the offset to the time, as in 2026-10-01T15:00:00+01:00.",
    "decimal_type": "Write a number, such as 420 or 210.5.",
    "decimal_parsing": "Write a number, such as 420 or 210.5.",
    "finite_number": "Write a number, such as 420 or 210.5.",
    "greater_than_equal": "Write {ge} or more.",
    "less_than_equal": "Write {le} or less.",
    "literal_error": "Write one of: {expected}.",
    "enum": "Write one of: {expected}.",
    "tuple_type": "Write a list in square brackets.",
    "list_type": "Write a list in square brackets.",
    "too_short": "Give at least {min_length} of these.",
    "too_long": "Give at most {max_length} of these.",
    "dataclass_type": "Write an object in curly brackets.",
    "json_invalid": "This cannot be read as JSON: look for a missing comma, quotation mark or bracket.",
}


def _sentences(problem: ValidationError) -> Iterator[tuple[str, str]]:
    for error in problem.errors(include_url=False):
        where = ".".join(str(part) for part in error["loc"]) or "request"
        context = {key: str(item).replace("'", "") for key, item in error.get("ctx", {}).items()}
        if error["type"] == "value_error":
            yield where, context["error"]
        else:
            yield where, SENTENCES.get(error["type"], "This cannot be read as it stands.").format(**context)
