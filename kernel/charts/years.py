"""Columns over time, one a period, made of parts that lie on each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kernel.charts.drawing import NARROW, WIDE, Chart, box, category, frame, length, line, text

TALL = 240
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Series:
    """One part of every column: its name, its value in each period (none below zero), and its category (1 to 5)."""

    label: str
    values: Sequence[int]
    category: int = 1


def over_time(
    finding: str,
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    write: Callable[[int], str],
    what: str,
    kind: str = "money",
) -> Chart:
    """Columns for the periods in order, the first series at the bottom; `write` gives the words for a value.

    Refuses, with ValueError, a series without a value for each period, and a value below zero.
    """
    for one in series:
        if len(one.values) != len(periods):
            raise ValueError(f"“{one.label}” has {len(one.values)} values for {len(periods)} periods")
        if any(value < 0 for value in one.values):
            raise ValueError(f"“{one.label}” has a value below zero, which a column of parts cannot show")
    totals = [sum(one.values[n] for one in series) for n in range(len(periods))]
    many = len(series) > 1
    rows = []
    for n, period in enumerate(periods):
        cells: list[str] = [period, *(write(one.values[n]) for one in series)]
        rows.append([*cells, write(totals[n])] if many else cells)
    heads = [(what, "text"), *((one.label, kind) for one in series)]
    return Chart(
        finding=finding,
        wide=_columns(finding, periods, series, totals, write, WIDE),
        narrow=_columns(finding, periods, series, totals, write, NARROW),
        columns=[*heads, ("Together", kind)] if many else heads,
        rows=rows,
    )


def step_for(most: int, lines: int = 4) -> int:
    """The distance between grid lines: 1, 2 or 5 times a power of ten; at most `lines` of them reach `most`."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * lines >= most:
                return step * power
        power *= 10


def _columns(
    title: str,
    periods: Sequence[str],
    series: Sequence[Series],
    totals: Sequence[int],
    write: Callable[[int], str],
    width: int,
) -> SafeString:
    step = step_for(max([*totals, 1]))
    top_value = step * -(-max([*totals, 1]) // step)
    wide = width >= WIDE
    many = len(series) > 1
    left = length(write(top_value)) + 12
    right = 170 if wide and many else 0
    room = width - left - right
    base = TALL + 30
    shapes = []
    for level in range(0, top_value + 1, step):
        y = base - level * TALL // top_value
        shapes.append(line(left, y, width - right, y, "axis" if level == 0 else "grid"))
        shapes.append(text(left - 8, y + 5, write(level), "soft", "end"))
    each = room // max(len(periods), 1)
    thick = min(72, each * 2 // 3)
    middles = [left + each * n + each // 2 for n in range(len(periods))]
    every = -(-max([length(period) + 8 for period in periods], default=1) // max(each, 1))
    for n, period in enumerate(periods):
        y = base
        for one in series:
            height = one.values[n] * TALL // top_value
            y -= height
            shapes.append(
                box(
                    middles[n] - thick // 2,
                    y,
                    thick,
                    height,
                    category(one.category),
                    f"{period}, {one.label}: {write(one.values[n])}",
                )
            )
        if each >= length(write(totals[n])) + 4:
            shapes.append(text(middles[n], y - 8, write(totals[n]), "strong", "middle"))
        if n % every == 0:
            shapes.append(text(middles[n], base + 22, period, anchor="middle"))
    bottom = base + 34
    if many:
        labels, bottom = _labels(series, width - right + 12 if wide else 0, base if wide else bottom + 12, wide, bottom)
        shapes += labels
    said = "; ".join(f"{period} {write(total)}" for period, total in zip(periods, totals, strict=True))
    return frame(title, f"Columns over time: {said}.", width, bottom, shapes)


def _labels(series: Sequence[Series], x: int, y: int, wide: bool, bottom: int) -> tuple[list[str], int]:
    """The names of the parts in the order they lie: beside the last column, or under the drawing on a phone."""
    shapes = []
    order = series if wide else list(series)[::-1]
    for n, one in enumerate(order):
        at = y - 14 - n * 26 if wide else y + 8 + n * 24
        shapes += [box(x, at - 12, 14, 14, category(one.category)), text(x + 22, at, one.label)]
    return shapes, bottom if wide else y + len(series) * 24 + 4
