"""Reading a file of the national register: bytes in, checked lines out.

Nothing here knows what a school is. The reader answers what a damaged or doctored file can get wrong
before any value is looked at: compression, encoding, quoting, the header and the number of fields.

Source: the Department for Education's "Get information about schools" extracts (cp1252, CRLF, quoted).
"""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, NamedTuple, Protocol

from kernel.refusal import Refusal

LONGEST_LINE = 1_000_000
"""Bytes. A longer line means that the file has no line ends, or was never a table."""

LARGEST_FILE = 1_000_000_000
"""Bytes once unpacked, about thirty times the nationwide file: a bound on hostile compressed files."""

BLANK_LINE: list[str] = []


class Reader(Protocol):
    """What csv.reader gives, which has no public name: records, and the lines read so far."""

    line_num: int

    def __next__(self) -> list[str]: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class SchoolFileRefused(Refusal):
    """The file as a whole cannot be used. The sentence names the line where there is one."""

    rule = "A school file is taken as a whole or not at all"
    forward = "Put right what the sentence names, or download the file again, and load it again."


class Fault(NamedTuple):
    """One line of a file that cannot be used, and why, in a sentence."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Column:
    """One column we read: its official name and what turns its text into a value.

    `read` raises ValueError with the rest of a sentence that begins with the text found, such as
    'is not a date. Dates look like 31-08-2012'.
    """

    name: str
    read: Callable[[str], object]


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream as plain bytes, whether it was gzipped or not.

    Refuses other containers, which people meet because the register's own site hands out zip archives.
    """
    start = stream.read(4)
    stream.seek(0)
    if start[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[return-value]
    if start == b"PK\x03\x04":
        raise SchoolFileRefused(
            "This is a zip archive or a spreadsheet. Unpack it, or save the sheet as CSV, and load that file."
        )
    return stream


def text_lines(stream: BinaryIO) -> Iterator[str]:
    """Each line as text, from UTF-8 (with or without byte-order mark) or cp1252.

    A line of plain ASCII is the same in both. The first lines that are not decide, and a file that is one
    on this line and the other on that is refused: guessing would store "BrontÃ«" for somebody's school.

    Refuses a line that is neither, a null byte, UTF-16, an endless line and a cut gzip stream.
    """
    utf8_line = cp1252_line = 0
    number = size = 0
    while raw := _next_line(stream, number + 1):
        number += 1
        size += len(raw)
        if number == 1:
            if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise SchoolFileRefused("Line 1 shows that the file is saved as UTF-16. Save it as CSV in UTF-8.")
            if raw[:3] == b"\xef\xbb\xbf":
                raw, utf8_line = raw[3:], 1
        if len(raw) > LONGEST_LINE or size > LARGEST_FILE:
            raise SchoolFileRefused(
                f"Line {number} goes beyond what a school file can hold. Is this the official CSV file?"
            )
        if b"\0" in raw:
            raise SchoolFileRefused(
                f"Line {number} holds a null byte: the file is damaged, or saved as UTF-16. Save it as CSV in UTF-8."
            )
        if raw.isascii():
            yield raw.decode("ascii")
            continue
        try:
            text = raw.decode("utf-8")
            utf8_line = utf8_line or number
        except UnicodeDecodeError:
            text = _from_cp1252(raw, number, utf8_line)
            cp1252_line = cp1252_line or number
        if utf8_line and cp1252_line:
            raise SchoolFileRefused(
                f"Line {number} is not in the same encoding as line {min(utf8_line, cp1252_line)}: one is UTF-8, "
                "the other Windows-1252. Save the whole file in one of them."
            )
        yield text


def _next_line(stream: BinaryIO, number: int) -> bytes:
    try:
        return stream.readline(LONGEST_LINE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as cause:
        raise SchoolFileRefused(
            f"The compressed file breaks off or is damaged at line {number}. Download it again."
        ) from cause


def _from_cp1252(raw: bytes, number: int, utf8_line: int) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as cause:
        raise SchoolFileRefused(
            f"Line {number} is neither UTF-8 nor Windows-1252 (byte {raw[cause.start]:02x}). "
            "Save the file as CSV in UTF-8."
        ) from cause


def records(stream: BinaryIO, columns: Sequence[Column]) -> Iterator[tuple[int, list[object]] | Fault]:
    """One item per data row: the line it starts on with its values in the order of `columns`, or its Fault.

    Columns are found by name, wherever they stand; others are never looked at. A row at fault does not end
    the reading, so that somebody can put everything right in one go.

    Refuses, by raising SchoolFileRefused, what makes the rest unreadable: see `text_lines`, a header that
    lacks or repeats a column, a quotation mark that is never closed, and a file with no rows.
    """
    reader = csv.reader(text_lines(unpacked(stream)), strict=True)
    header = _next_record(reader)
    if header is None:
        raise SchoolFileRefused("The file is empty.")
    places = _places([name.strip() for name in header], columns)
    pick, width = itemgetter(*places), len(header)
    read = [column.read for column in columns]
    rows, line = 0, reader.line_num + 1
    while (record := _next_record(reader)) is not None:
        if record != BLANK_LINE:
            rows += 1
            if len(record) == width:
                try:
                    yield line, [convert(text) for convert, text in zip(read, pick(record), strict=True)]
                except ValueError:
                    yield _fault(line, columns, pick(record))
            else:
                yield _wrong_width(line, len(record), width)
        line = reader.line_num + 1
    if not rows:
        raise SchoolFileRefused("The file holds its first line, the column names, and no rows.")


def _next_record(reader: Reader) -> list[str] | None:
    line = reader.line_num + 1
    try:
        return next(reader, None)
    except csv.Error as cause:
        raise SchoolFileRefused(
            f"Line {line} cannot be read as CSV: a quotation mark on it is not closed, or stands where none may. "
            "Was the file cut short?"
        ) from cause


def _places(header: list[str], columns: Sequence[Column]) -> list[int]:
    missing = [column.name for column in columns if column.name not in header]
    if missing:
        hint = ""
        for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if len(header) == 1 and mark in header[0]:
                hint = f" It seems to be separated by {name}: save it separated by commas."
        raise SchoolFileRefused(f"Line 1 does not name the {_listed(missing)}.{hint}")
    twice = [column.name for column in columns if header.count(column.name) > 1]
    if twice:
        raise SchoolFileRefused(f"Line 1 names the {_listed(twice)} more than once.")
    return [header.index(column.name) for column in columns]


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return f"column {names[0]}"
    return f"columns {', '.join(names[:-1])} and {names[-1]}"


def _wrong_width(line: int, found: int, width: int) -> Fault:
    return Fault(
        line,
        "",
        f"Line {line} has {found} {'field' if found == 1 else 'fields'} where the first line names {width}. "
        "Was it cut short?",
    )


def _fault(line: int, columns: Sequence[Column], texts: Sequence[str]) -> Fault:
    for column, text in zip(columns, texts, strict=True):
        try:
            column.read(text)
        except ValueError as reason:
            shown = f"“{_shortened(text)}” " if text.strip() else ""
            return Fault(line, column.name, f"Line {line}, column {column.name}: {shown}{reason}.")
    raise AssertionError("a row at fault has a column at fault")


def _shortened(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in text.strip())
    return shown if len(shown) <= 40 else shown[:39] + "…"


def in_memory(content: bytes) -> BinaryIO:
    """The same for bytes already read, as tests and small uploads have them."""
    return io.BytesIO(content)
