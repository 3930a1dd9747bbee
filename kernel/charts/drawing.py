"""The paper and the pencil that all charts share: text, shapes, the frame with its title and description."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDE = 680
NARROW = 330
CATEGORIES = 5


@dataclass(frozen=True, slots=True)
class Chart:
    """A finding, its drawing for a wide and a narrow page, and the same values as a table.

    `columns` are (label, kind) with kind text, money or number; `rows` and `total` are cells in that order, each a
    value or a (value, address) pair, as `components/table.html` takes them.
    """

    finding: str
    wide: SafeString
    narrow: SafeString
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] = ()
    note: str = ""


def frame(title: str, description: str, width: int, height: int, shapes: Sequence[str]) -> SafeString:
    """An SVG element named by its title and described by a sentence, of the given size in units."""
    name = "drawing-" + hashlib.sha256(f"{title}|{width}|{height}".encode()).hexdigest()[:10]
    return mark_safe(
        f'<svg class="drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{name}-t {name}-d" focusable="false">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def text(x: int, y: int, words: str, kind: str = "", anchor: str = "start", then: str = "") -> str:
    """Words with their baseline at (x, y); `kind` is a class such as `strong` or `soft`; `then` follows in bold."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    classes = f' class="d-{kind}"' if kind else ""
    more = f' <tspan class="d-strong">{escape(then)}</tspan>' if then else ""
    return f'<text x="{x}" y="{y}"{place}{classes}>{escape(words)}{more}</text>'


def box(x: int, y: int, width: int, height: int, kind: str, hint: str = "") -> str:
    """A filled rectangle; `hint` shows when pointed at."""
    inside = f"<title>{escape(hint)}</title>" if hint else ""
    return f'<rect x="{x}" y="{y}" width="{max(width, 0)}" height="{max(height, 0)}" class="d-{kind}">{inside}</rect>'


def line(x1: int, y1: int, x2: int, y2: int, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="d-{kind}"/>'


def category(number: int) -> str:
    """The class of the nth category, counted from 1; those after the fifth are all `rest`."""
    return f"cat-{number}" if 1 <= number <= CATEGORIES else "cat-rest"


def length(words: str) -> int:
    """Roughly how many units the words take at the size of a drawing's text, a little generous."""
    return sum(
        4 if sign in " .,:;'ilj|" else 9 if sign.isdigit() or sign == "£" else 13 if sign in "mwMW" else 9
        for sign in words
    )


def wrapped(words: str, room: int) -> list[str]:
    """The words broken into lines of at most `room` units; a single word is never broken."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and length(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def scaled(values: Sequence[int], room: int) -> list[int]:
    """Lengths in proportion to the values that add up to exactly `room`; nothing negative."""
    whole = sum(values)
    if whole <= 0:
        return [0 for _ in values]
    edges, reached = [0], 0
    for value in values:
        reached += value
        edges.append(reached * room // whole)
    return [after - before for before, after in pairwise(edges)]
