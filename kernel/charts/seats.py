"""A half-ring of seats: who sits on a board, by kind of seat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from kernel.charts.drawing import Chart, category, frame, length, text

WIDTH = 440
RADIUS = 25
MIDDLE = WIDTH // 2
FLOOR = 222


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's seat: who sits there, and a word about it ("chair") when it stands out."""

    person: str
    mark: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """Seats of one kind: its name, the letter written on each seat, its category (1 to 5), and who sits there."""

    label: str
    letter: str
    category: int
    seats: Sequence[Seat]


def seats(finding: str, benches: Sequence[Bench], *, noun: str = "directors") -> Chart:
    """A seat for everybody, bench by bench from left to right; a star stands on a seat that is marked."""
    drawing = _ring(finding, benches, noun)
    return Chart(
        finding=finding,
        wide=drawing,
        narrow=drawing,
        columns=(("Name", "text"), ("Seat", "text"), ("Also", "text")),
        rows=[
            ((seat.person, seat.href) if seat.href else seat.person, bench.label, seat.mark)
            for bench in benches
            for seat in bench.seats
        ],
    )


def places(count: int) -> list[tuple[int, int]]:
    """Where `count` seats stand, from left to right round a half-ring of one, two or three rows; whole units."""
    rows = 1 if count <= 7 else 2 if count <= 19 else 3
    radii = [190 - 62 * row for row in range(rows)]
    whole = sum(radii)
    each = [count * radius // whole for radius in radii]
    for row in range(count - sum(each)):
        each[row % rows] += 1
    found = []
    for radius, number in zip(radii, each, strict=True):
        for n in range(number):
            turn = math.pi * (1 - n / (number - 1)) if number > 1 else math.pi / 2
            found.append((turn, round(MIDDLE + radius * math.cos(turn)), round(FLOOR - radius * math.sin(turn))))
    return [(x, y) for _turn, x, y in sorted(found, key=lambda place: (-place[0], place[1]))]


def _ring(title: str, benches: Sequence[Bench], noun: str) -> SafeString:
    sitting = [(bench, seat) for bench in benches for seat in bench.seats]
    small = RADIUS if len(sitting) <= 19 else 18
    shapes = []
    for (bench, seat), (x, y) in zip(sitting, places(len(sitting)), strict=True):
        about = escape(f"{seat.person}, {bench.label}" + (f", {seat.mark}" if seat.mark else ""))
        sign = text(x, y + 6, "★" if seat.mark else bench.letter, "on", "middle")
        shapes.append(f"<g><title>{about}</title>{_dot(x, y, small, bench)}{sign}</g>")
    shapes.append(text(MIDDLE, FLOOR - 8, str(len(sitting)), "huge", "middle"))
    shapes.append(text(MIDDLE, FLOOR + 18, noun, "soft", "middle"))
    x, y = 0, FLOOR + 62
    for bench in benches:
        marked = sorted({seat.mark for seat in bench.seats if seat.mark})
        words = f"{bench.label} {len(bench.seats)}" + (f" (★ {', '.join(marked)})" if marked else "")
        wanted = 26 + length(words) + 14
        if x and x + wanted > WIDTH:
            x, y = 0, y + 28
        shapes.append(_dot(x + 9, y - 5, 9, bench))
        shapes.append(text(x + 9, y - 1, bench.letter, "on-small", "middle"))
        shapes.append(text(x + 24, y, words))
        x += wanted
    said = "; ".join(f"{bench.label} {len(bench.seats)}" for bench in benches)
    return frame(title, f"{len(sitting)} {noun} in a half-ring: {said}.", WIDTH, y + 12, shapes)


def _dot(x: int, y: int, radius: int, bench: Bench) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" class="d-{category(bench.category)}"/>'
