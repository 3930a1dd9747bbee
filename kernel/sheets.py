"""Lists as spreadsheet files (CSV): money in pounds and pence, days in ISO form, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from typing import Any

from django.http import StreamingHttpResponse

from kernel.money import Money

# What makes a spreadsheet take a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV file to download, written row by row, with a byte-order mark so that spreadsheets read it as UTF-8."""
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield "\ufeff" + line(columns)
    for row in rows:
        yield line(row)


def line(row: Sequence[Any]) -> str:
    """One row as CSV text."""
    out = StringIO()
    csv.writer(out).writerow([cell(value) for value in row])
    return out.getvalue()


def cell(value: Any) -> str:
    """One value as text; a text that a spreadsheet would take for a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return value.plain
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
