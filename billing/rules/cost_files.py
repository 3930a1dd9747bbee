"""Reading a file of suppliers' invoices: every fault is told with its line and column, and nothing is half taken."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.money import ZERO, Money
from kernel.refusal import Refusal

REQUIRED = ("supplier", "invoice_number", "invoice_date", "description", "account", "net", "vat")
OPTIONAL = ("due_date", "service", "money_type")
MOST_LINES = 5_000
DAYS_TO_PAY = 30


class FileNotReadable(Refusal):
    """The file as a whole cannot be taken: not text, no heading line, or columns missing."""

    rule = "A file of costs is a CSV with a heading line."
    forward = f"Save it as CSV with the columns {', '.join(REQUIRED)}."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: the line of the file (the heading is line 1) and the column."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.column}: {self.problem}"


@dataclass(frozen=True, slots=True)
class CostRow:
    """One supplier's invoice as the file has it."""

    line: int
    supplier: str
    invoice_number: str
    invoiced_on: date
    due_on: date
    description: str
    account: str
    net: Money
    vat: Money
    service: str
    money_type: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows that can be taken and the faults; a file with a fault is not taken at all."""

    rows: tuple[CostRow, ...]
    faults: tuple[Fault, ...]


def decode(content: bytes) -> str:
    """The text of a file saved as UTF-8, with or without byte-order mark; refuses with FileNotReadable."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise FileNotReadable(
            f"Line {line} is not UTF-8 text. Save the file as “CSV UTF-8”.", field="file"
        ) from problem


def read(text: str) -> Reading:
    """Every row of the file, or every fault in it. Refuses with FileNotReadable when the columns cannot be told."""
    if "\0" in text:
        raise FileNotReadable("This is not a text file.", field="file")
    reader = csv.reader(text.splitlines())
    heading = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
    missing = [name for name in REQUIRED if name not in heading]
    if missing:
        raise FileNotReadable(f"The heading line lacks {', '.join(missing)}.", field="file")
    if len(set(heading)) < len(heading):
        raise FileNotReadable("The heading line names a column twice.", field="file")
    rows: list[CostRow] = []
    faults: list[Fault] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if reader.line_num > MOST_LINES + 1:
            raise FileNotReadable(f"The file has more than {MOST_LINES:,} lines. Split it.", field="file")
        row, found = _row(reader.line_num, heading, cells)
        faults += found
        if row:
            rows.append(row)
    faults += _repeated(rows)
    return Reading(tuple(rows), tuple(sorted(faults, key=lambda fault: fault.line)))


def _row(line: int, heading: Sequence[str], cells: Sequence[str]) -> tuple[CostRow | None, list[Fault]]:
    if len(cells) != len(heading):
        return None, [Fault(line, "whole line", f"{len(cells)} columns where the heading has {len(heading)}.")]
    values = {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
    faults = [Fault(line, name, "Nothing is written here.") for name in REQUIRED if not values[name]]
    invoiced_on = _day(line, "invoice_date", values, faults)
    due_on = _day(line, "due_date", values, faults) if values.get("due_date") else None
    net, vat = _sum(line, "net", values, faults), _sum(line, "vat", values, faults)
    if net is not None and net <= ZERO:
        faults.append(Fault(line, "net", "A cost is more than £0.00."))
    if vat is not None and vat < ZERO:
        faults.append(Fault(line, "vat", "VAT is £0.00 or more."))
    if faults or invoiced_on is None or net is None or vat is None:
        return None, faults
    if due_on is not None and due_on < invoiced_on:
        return None, [Fault(line, "due_date", "It is due before its own date.")]
    row = CostRow(
        line,
        values["supplier"],
        values["invoice_number"],
        invoiced_on,
        due_on or invoiced_on + timedelta(days=DAYS_TO_PAY - 1),
        values["description"],
        values["account"],
        net,
        vat,
        values.get("service", ""),
        values.get("money_type", ""),
    )
    return row, []


def _day(line: int, column: str, values: dict[str, str], faults: list[Fault]) -> date | None:
    written = values[column]
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        day, month, year = (int(part) for part in written.split("/"))
        return date(year, month, day)
    except ValueError:
        faults.append(Fault(line, column, f"“{written}” is not a day. Write 2026-11-20 or 20/11/2026."))
        return None


def _sum(line: int, column: str, values: dict[str, str], faults: list[Fault]) -> Money | None:
    written = values[column]
    if not written:
        return None
    try:
        return Money.pounds(written)
    except ValueError:
        faults.append(Fault(line, column, f"“{written}” is not a sum of money. Write 1250.00."))
        return None


def _repeated(rows: Sequence[CostRow]) -> list[Fault]:
    """A supplier's invoice that stands twice in one file."""
    seen: dict[tuple[str, str], int] = {}
    faults = []
    for row in rows:
        key = (row.supplier.casefold(), row.invoice_number.casefold())
        if key in seen:
            faults.append(Fault(row.line, "invoice_number", f"The same invoice stands on line {seen[key]}."))
        seen.setdefault(key, row.line)
    return faults
