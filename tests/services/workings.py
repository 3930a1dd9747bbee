"""Reading a printed working as a careful reader would: every line is checked, and the price comes out again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from kernel.money import Money
from services.rules.working import WorkingLine

TOKEN = re.compile(r"£?[\d,]+(?:\.\d+)?(?: %)?|[×+−]")


def amount(text: str) -> Decimal:
    """Pounds as printed, in pence."""
    return Decimal(text.removeprefix("£").replace(",", "")) * 100


def plain(text: str) -> Decimal:
    """A count as printed."""
    return Decimal(text.replace(",", ""))


def evaluate(expression: str) -> Decimal:
    """The exact pence of "420 × £6.50", "£120.00 + 210 × £0.55", "120 % of £1,140.00" or "£9.00 − £1.00"."""
    total, product, sign = Decimal(0), None, 1
    for token in TOKEN.findall(expression):
        if token in "+−":
            assert product is not None
            total, product, sign = total + sign * product, None, 1 if token == "+" else -1
        elif token != "×":
            value = amount(token) if token.startswith("£") else None
            if value is None:
                value = plain(token[:-2]) / 100 if token.endswith("%") else plain(token)
            product = value if product is None else product * value
    assert product is not None, expression
    return total + sign * product


def is_expression(label: str) -> bool:
    return bool(re.search(r"^[\d,.]+ (?:×|% of) |^£[\d,.]+ [+−] ", label))


def recompute(lines: Iterable[WorkingLine]) -> Money:
    """The price a working leads to, after checking each of its lines and sentences."""
    running: Decimal | None = None
    pupils: Decimal | None = None
    for line in lines:
        label, value = line.label, line.value
        check_sentence(line.sentence)
        if label.startswith("Pupils"):
            pupils = plain(value)
        elif label.startswith(("Minimum ", "Most you can pay ")):
            limit = amount(label.rsplit(" ", 1)[1])
            assert running is not None
            low = label.startswith("Minimum")
            if value in {"not needed", "not reached"}:
                assert running >= limit if low else running <= limit, line
            else:
                assert running < limit if low else running > limit, line
                running = amount(value)
                assert running == limit
        elif is_expression(label):
            exact = evaluate(label)
            rounded = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
            assert amount(value) in {rounded, exact}, line
            running = rounded
        elif label.startswith("Band "):
            check_band(label, pupils)
            running = None if value.endswith("each") else amount(value)
        elif label.startswith("Blocks of "):
            if pupils is not None:
                size = plain(label.split(" ")[2])
                assert plain(value) == (pupils / size).to_integral_value(rounding=ROUND_CEILING)
        elif value == "free":
            running = Decimal(0)
        elif value.startswith("£"):
            if (
                label in {"Price on the list", "Package"}
                or label.startswith("Paid for by")
                or line.note.startswith("never")
            ):
                running = amount(value)
            assert running == amount(value), line
    assert running is not None, "the working ends without a price"
    return Money(int(running))


def check_sentence(sentence: str) -> None:
    """Each "left = right" is true, and a rounding is the nearest penny with halves up."""
    if " = " not in sentence:
        return
    left, right = sentence.rstrip(".").split(" = ")
    exact, _, rounded = right.partition(", rounded to ")
    assert evaluate(left) == amount(exact), sentence
    if rounded:
        assert amount(exact).quantize(Decimal(1), rounding=ROUND_HALF_UP) == amount(rounded), sentence


def check_band(label: str, pupils: Decimal | None) -> None:
    """The pupil number is above the lower edge of the band and not above the upper one."""
    if pupils is None or not label.endswith("pupils"):
        return
    over = re.search(r"over ([\d,]+)", label)
    up_to = re.search(r"up to ([\d,]+)", label)
    assert over is None or pupils > plain(over[1]), label
    assert up_to is None or pupils <= plain(up_to[1]), label
