"""Where money came from and where it went: streams into one, out again, and one of them divided further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kernel.charts.drawing import NARROW, Chart, box, category, frame, line, scaled, text

WIDTH = 1000
TALL = 270
TOP = 40
SOURCE_X, MIDDLE_X, OUT_X, SPLIT_X = 180, 400, 570, 680
POST = 14
APART = 36


@dataclass(frozen=True, slots=True)
class Stream:
    """Money that came in, or a part of what went out: its name, whole pence, the words for it, category, its rows."""

    label: str
    value: int
    words: str
    category: int = 1
    href: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Money that went out; `parts` divide it further and add up to it. `gold` marks the one the eye should find."""

    label: str
    value: int
    words: str
    parts: Sequence[Stream] = ()
    gold: bool = False
    href: str = ""


def flow(
    finding: str,
    sources: Sequence[Stream],
    outlets: Sequence[Outlet],
    *,
    whole: str,
    whole_words: str,
    what: str = "Where",
) -> Chart:
    """Streams from the left into one whole, outlets to the right, the parts of an outlet further right.

    A phone shows the same as bars. Refuses, with ValueError, what does not add up to the penny or is below zero.
    """
    income = sum(source.value for source in sources)
    if income != sum(outlet.value for outlet in outlets):
        raise ValueError("what came in and what went out differ")
    amounts = [source.value for source in sources] + [outlet.value for outlet in outlets]
    if min(amounts, default=0) < 0:
        raise ValueError("a stream cannot be below zero: show a shortfall as money that came from somewhere")
    for outlet in outlets:
        if outlet.parts and sum(part.value for part in outlet.parts) != outlet.value:
            raise ValueError(f"the parts of “{outlet.label}” do not add up to it")
    said = _said(sources, outlets, whole, whole_words)
    return Chart(
        finding=finding,
        wide=_wide(finding, said, sources, outlets, whole, whole_words),
        narrow=_narrow(finding, said, sources, outlets, whole, whole_words),
        columns=(("Way", "text"), (what, "text"), ("Amount", "money")),
        rows=_rows(sources, outlets, whole, whole_words),
    )


def _rows(
    sources: Sequence[Stream], outlets: Sequence[Outlet], whole: str, whole_words: str
) -> list[tuple[object, ...]]:
    def cell(piece: Stream | Outlet) -> object:
        return (piece.words, piece.href) if piece.href else piece.words

    rows: list[tuple[object, ...]] = [("Came in", source.label, cell(source)) for source in sources]
    rows.append(("Together", whole, whole_words))
    for outlet in outlets:
        rows.append(("Went out", outlet.label, cell(outlet)))
        rows += [(f"of which {outlet.label.lower()}", part.label, cell(part)) for part in outlet.parts]
    return rows


def _said(sources: Sequence[Stream], outlets: Sequence[Outlet], whole: str, whole_words: str) -> str:
    came = ", ".join(f"{source.label} {source.words}" for source in sources)
    went = "; ".join(
        f"{outlet.label} {outlet.words}"
        + (" (" + ", ".join(f"{part.label} {part.words}" for part in outlet.parts) + ")" if outlet.parts else "")
        for outlet in outlets
    )
    return f"{whole} {whole_words} from {came}. It went to {went}."


def _spread(sizes: Sequence[int], gap: int, start: int, apart: int) -> list[int]:
    """The upper edges of posts of these sizes, so that their middles are `apart` or more from each other."""
    tops: list[int] = []
    for n, size in enumerate(sizes):
        if n == 0:
            tops.append(start)
            continue
        after = tops[-1] + sizes[n - 1] + gap
        tops.append(max(after, tops[-1] + sizes[n - 1] // 2 + apart - size // 2))
    return tops


def _band(x1: int, y1: int, x2: int, y2: int, size1: int, size2: int, kind: str) -> str:
    half = (x1 + x2) // 2
    return (
        f'<path class="d-{kind} d-band" d="M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}'
        f'L{x2} {y2 + size2}C{half} {y2 + size2} {half} {y1 + size1} {x1} {y1 + size1}Z"/>'
    )


def _wide(
    title: str, said: str, sources: Sequence[Stream], outlets: Sequence[Outlet], whole: str, whole_words: str
) -> SafeString:
    shapes: list[str] = []
    came = scaled([source.value for source in sources], TALL)
    tops = _spread(came, 18, TOP, APART)
    lowest = max([top + size for top, size in zip(tops, came, strict=True)] + [TOP + TALL])
    middle = TOP + (lowest - TOP - TALL) // 2
    y = middle
    for source, size, top in zip(sources, came, tops, strict=True):
        kind = category(source.category)
        shapes.append(_band(SOURCE_X + POST, top, MIDDLE_X, y, size, size, kind))
        shapes.append(box(SOURCE_X, top, POST, max(size, 2), kind))
        centre = top + size // 2
        shapes.append(text(SOURCE_X - 10, centre + 6, source.label, anchor="end"))
        shapes.append(text(SOURCE_X + POST + 10, centre + 6, source.words, "strong halo"))
        y += size
    shapes.append(box(MIDDLE_X, middle, POST, TALL, "whole"))
    shapes.append(text(MIDDLE_X + POST // 2, middle - 12, f"{whole} {whole_words}", "strong", "middle"))
    went = scaled([outlet.value for outlet in outlets], TALL)
    tops = _spread(went, 24, TOP + 14, APART + 12)
    y = middle
    bottom = lowest
    for outlet, size, top in zip(outlets, went, tops, strict=True):
        kind = "gold" if outlet.gold else "rest"
        shapes.append(_band(MIDDLE_X + POST, y, OUT_X, top, size, size, kind))
        shapes.append(box(OUT_X, top, POST, max(size, 3), kind))
        y += size
        centre = top + size // 2
        bottom = max(bottom, top + size + 30)
        if outlet.parts:
            parts, reached = _parts(outlet, top, max(size, 3), bottom)
            shapes += parts
            bottom = max(bottom, reached)
            shapes.append(
                text(OUT_X + POST, top + max(size, 3) + 22, f"{outlet.label} {outlet.words}", "strong halo", "end")
            )
        else:
            shapes += [
                text(OUT_X + POST + 10, centre, outlet.label),
                text(OUT_X + POST + 10, centre + 20, outlet.words, "strong"),
            ]
    return frame(title, said, WIDTH, bottom + 14, shapes)


def _parts(outlet: Outlet, top: int, size: int, floor: int) -> tuple[list[str], int]:
    shapes: list[str] = []
    start = max(TOP, min(top + size // 2 - 14 * (len(outlet.parts) - 1), floor - 28 * len(outlet.parts)))
    y, at = start, top
    for part, piece in zip(outlet.parts, scaled([part.value for part in outlet.parts], size), strict=True):
        thick = max(piece, 3)
        kind = category(part.category)
        shapes.append(_band(OUT_X + POST, at, SPLIT_X, y - thick // 2, max(piece, 1), thick, kind))
        shapes.append(text(SPLIT_X + 10, y + 5, part.label, then=part.words))
        at += piece
        y += 30
    return shapes, y


def _narrow(
    title: str, said: str, sources: Sequence[Stream], outlets: Sequence[Outlet], whole: str, whole_words: str
) -> SafeString:
    most = max([source.value for source in sources] + [outlet.value for outlet in outlets] + [1])
    shapes: list[str] = []
    y = 18

    def row(label: str, value: int, words: str, kind: str, indent: int = 0) -> None:
        nonlocal y
        shapes.append(text(indent, y, label))
        shapes.append(text(NARROW, y, words, "strong", "end"))
        shapes.append(box(indent, y + 7, max(value * (NARROW - indent) // most, 2), 12, kind))
        y += 44

    def heading(words: str) -> None:
        nonlocal y
        shapes.append(text(0, y, words, "strong"))
        shapes.append(line(0, y + 8, NARROW, y + 8, "axis"))
        y += 32

    heading(f"{whole} {whole_words}")
    for source in sources:
        row(source.label, source.value, source.words, category(source.category))
    heading("Where it went")
    for outlet in outlets:
        row(outlet.label, outlet.value, outlet.words, "gold" if outlet.gold else "rest")
        for part in outlet.parts:
            row(part.label, part.value, part.words, category(part.category), indent=20)
    return frame(title, said, NARROW, y - 18, shapes)
