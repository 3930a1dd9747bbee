"""Bars lying down, one a row; and one bar shared out between parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kernel.charts.drawing import NARROW, WIDE, Chart, box, category, frame, length, line, scaled, text, wrapped

ROW = 40
THICK = 20
LINE = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its value as a whole number, the words for the value, and its category (1 to 5)."""

    label: str
    value: int
    words: str
    category: int = 1
    href: str = ""


def bars(finding: str, items: Sequence[Bar], *, what: str, measure: str, kind: str = "money", total: str = "") -> Chart:
    """Bars in the order given, labelled directly; a value below zero goes to the left of the line.

    `what` names the rows ("Service"), `measure` the values ("Income"); `total` the words for their sum, if wanted.
    """
    return Chart(
        finding=finding,
        wide=_bars(finding, items, WIDE, measure),
        narrow=_bars(finding, items, NARROW, measure),
        columns=((what, "text"), (measure, kind)),
        rows=_rows(items),
        total=("Together", total) if total else (),
    )


def share(
    finding: str, items: Sequence[Bar], *, what: str, measure: str, kind: str = "money", total: str = ""
) -> Chart:
    """One whole shared out between parts, in the order given; every part is named under the bar with its value."""
    return Chart(
        finding=finding,
        wide=_share(finding, items, WIDE),
        narrow=_share(finding, items, NARROW),
        columns=((what, "text"), (measure, kind)),
        rows=_rows(items),
        total=("Together", total) if total else (),
    )


def _rows(items: Sequence[Bar]) -> list[tuple[object, object]]:
    return [(item.label, (item.words, item.href) if item.href else item.words) for item in items]


def _said(items: Sequence[Bar]) -> str:
    return "; ".join(f"{item.label} {item.words}" for item in items) + "." if items else "There is nothing to show."


def _bars(title: str, items: Sequence[Bar], width: int, measure: str) -> SafeString:
    beside = width >= WIDE
    label_room = 230 if beside else 0
    words_room = max([length(item.words) for item in items], default=0) + 16
    left = label_room
    room = width - left - words_room
    most = max([item.value for item in items] + [0])
    least = min([item.value for item in items] + [0])
    span = max(most - least, 1)
    zero = left + -least * room // span
    shapes, y = [], 4
    for item in items:
        lines = wrapped(item.label, (label_room if beside else width) - 16)
        if beside:
            height = max(ROW, LINE * len(lines) + 16)
            first = y + height // 2 + 6 - (len(lines) - 1) * LINE // 2
            shapes += [text(left - 14, first + n * LINE, words, anchor="end") for n, words in enumerate(lines)]
            top = y + (height - THICK) // 2
        else:
            shapes += [text(0, y + 15 + n * LINE, words) for n, words in enumerate(lines)]
            height = LINE * len(lines) + THICK + 16
            top = y + LINE * len(lines) + 4
        size = abs(item.value) * room // span
        shapes.append(line(zero, top - 4, zero, top + THICK + 4, "axis"))
        start = zero if item.value >= 0 else zero - size
        shapes.append(
            box(
                start,
                top,
                max(size, 2 if item.value else 0),
                THICK,
                category(item.category),
                f"{item.label}: {item.words}",
            )
        )
        shapes.append(text(start + size + 8, top + 15, item.words, "strong"))
        y += height
    return frame(title, f"{measure} as bars: {_said(items)}", width, y + 6, shapes)


def _share(title: str, items: Sequence[Bar], width: int) -> SafeString:
    shapes, x = [], 0
    sizes = scaled([max(item.value, 0) for item in items], width)
    for item, size in zip(items, sizes, strict=True):
        shapes.append(
            box(x, 2, size - 2 if size > 3 else size, 34, category(item.category), f"{item.label}: {item.words}")
        )
        x += size
    y = 64
    for item in items:
        shapes.append(box(0, y - 12, 14, 14, category(item.category)))
        lines = wrapped(item.label, width - 22 - length(item.words) - 16)
        shapes += [text(22, y + n * LINE, words) for n, words in enumerate(lines)]
        shapes.append(text(width, y, item.words, "strong", "end"))
        y += LINE * len(lines) + 8
    return frame(title, f"One whole in parts: {_said(items)}", width, y - 10, shapes)
