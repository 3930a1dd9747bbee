"""Orders as a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from django.http import HttpResponse

from billing.models import OrderLine
from kernel.clock import day_of

COLUMNS = (
    *("order", "line", "ordered on", "service code", "service", "quantity", "term starts", "term ends"),
    *("CFR code", "pupils", "net", "VAT", "gross"),
)


def csv_of(lines: Iterable[OrderLine], *, name: str) -> HttpResponse:
    """One row for each line; money in pounds and pence, days in ISO form."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([_safe(cell) for cell in _row(line)])
    return response


def _row(line: OrderLine) -> list[object]:
    return [
        line.order.reference,
        line.number,
        day_of(line.order.ordered_at).isoformat(),
        line.code,
        line.label,
        line.quantity,
        line.term_starts_on or "",
        line.term_ends_on or "",
        line.cfr_code,
        "" if line.pupils is None else line.pupils,
        line.net.plain,
        line.vat.plain,
        line.gross.plain,
    ]


def _safe(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
