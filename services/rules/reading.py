"""Taking figures out of JSON one field at a time, refusing what is unclear by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from kernel.money import Money
from kernel.refusal import Refusal

MOST_MONEY = 10_000_000_000
MOST_DEEP = 8
MOST_ITEMS = 60
MOST_NUMBER = 1_000_000

E = TypeVar("E", bound=StrEnum)


class UnclearPriceRule(Refusal):
    """A price rule that cannot be read in exactly one way; `field` says where."""

    rule = "A published price must give one answer for every school it is offered to."
    forward = "Correct the field named here and preview the price again."


class Reader:
    """One JSON object on the way to a rule: takes its fields, then refuses what is left."""

    def __init__(self, given: object, path: str, depth: int = 0) -> None:
        if not isinstance(given, Mapping):
            raise UnclearPriceRule("Write an object with a type and its figures.", field=path)
        if depth > MOST_DEEP:
            raise UnclearPriceRule(f"Nest at most {MOST_DEEP} rules in one another.", field=path)
        self._given: dict[str, Any] = {str(name): value for name, value in given.items()}
        self._path = path
        self.depth = depth

    def at(self, name: str) -> str:
        """Where a field of this object stands, as the refusal names it."""
        return f"{self._path}.{name}" if self._path else name

    def refuse(self, name: str, sentence: str) -> UnclearPriceRule:
        """The refusal for one field."""
        return UnclearPriceRule(sentence, field=self.at(name))

    def take(self, name: str) -> Any:
        """The raw value of a field, or None where it is left out."""
        return self._given.pop(name, None)

    def peek(self, name: str) -> Any:
        """The raw value of a field, left where it is."""
        return self._given.get(name)

    def needed(self, name: str) -> Any:
        """The raw value of a field that must be there."""
        value = self.take(name)
        if value is None:
            raise self.refuse(name, f"Say the {name.replace('_', ' ')}.")
        return value

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number within stated limits."""
        return self.number(name, self.needed(name), least, most)

    def whole_or(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number, or the default where it is left out."""
        value = self.take(name)
        return default if value is None else self.number(name, value, least, most)

    def number(self, name: str, value: object, least: int, most: int) -> int:
        """A given value as a whole number within stated limits."""
        said = name.replace("_", " ")
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(name, f"Write the {said} as a whole number.")
        if value < least:
            limit = "cannot be less than nothing" if least == 0 else f"must be at least {least:,}"
            raise self.refuse(name, f"The {said} {limit}.")
        if value > most:
            raise self.refuse(name, f"The {said} cannot be more than {most:,}.")
        return value

    def money(self, name: str) -> Money:
        """An amount in whole pence."""
        return Money(self.whole(name, least=0, most=MOST_MONEY))

    def money_or_none(self, name: str) -> Money | None:
        """An amount in whole pence, or None where it is left out."""
        value = self.take(name)
        return None if value is None else Money(self.number(name, value, 0, MOST_MONEY))

    def text(self, name: str) -> str:
        """Words that must be there, at most 200 characters."""
        value = self.needed(name)
        if not isinstance(value, str) or not value.strip() or len(value) > 200:
            raise self.refuse(name, f"Write the {name.replace('_', ' ')} in 1 to 200 characters.")
        return value.strip()

    def choice(self, name: str, options: type[E], default: E | None = None) -> E:
        """One word of a list."""
        value = self.take(name)
        if value is None and default is not None:
            return default
        try:
            return options(value)
        except ValueError:
            words = ", ".join(options)
            raise self.refuse(name, f"Choose one of: {words}.") from None

    def words(self, name: str, allowed: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of words, each of the allowed ones where there is such a list."""
        value = self.take(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not value or len(value) > MOST_ITEMS:
            raise self.refuse(name, "Write a list of at least one word.")
        for word in value:
            if not isinstance(word, str) or (allowed and word not in allowed):
                raise self.refuse(name, f"Choose from: {', '.join(allowed)}." if allowed else "Write words.")
        return tuple(value)

    def each(self, name: str, *, least: int = 1) -> Iterator[Reader]:
        """The objects of a list, in order."""
        value = self.take(name)
        value = [] if value is None else value
        if not isinstance(value, list) or len(value) < least or len(value) > MOST_ITEMS:
            raise self.refuse(name, f"Write a list of {least} to {MOST_ITEMS} entries.")
        for place, item in enumerate(value):
            reader = Reader(item, f"{self.at(name)}[{place}]", self.depth)
            yield reader
            reader.done()

    def within(self, name: str) -> Reader:
        """The object that stands in a field."""
        return Reader(self.needed(name), self.at(name), self.depth + 1)

    def __contains__(self, name: str) -> bool:
        return self._given.get(name) is not None

    def done(self) -> None:
        """Refuse whatever name was given that nobody asked for."""
        for name in self._given:
            raise self.refuse(name, f"“{name}” is not a part of this price rule.")

    def limits(self) -> tuple[Money | None, Money | None]:
        """Floor and cap, the floor not above the cap."""
        floor, cap = self.money_or_none("floor"), self.money_or_none("cap")
        if floor is not None and cap is not None and floor > cap:
            raise self.refuse("floor", f"The floor of {floor} is above the cap of {cap}.")
        return floor, cap
