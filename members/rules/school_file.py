"""What a row of the school register says, and which texts it may not say it with.

Only the columns named here are ever looked at: head teachers' names and telephone numbers, which the
official file also carries, never leave the line they stand on.

Source: the official extract's own layout; codes of "Get information about schools".
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from members.rules.official_files import Column, Fault, records

OPEN, CLOSED, OPEN_BUT_CLOSING, PROPOSED = "1", "2", "3", "4"
"""EstablishmentStatus (code). 1 and 3 count as open; 4 may apply, and may not yet join."""

URN = re.compile(r"[1-9][0-9]{4,5}\Z", re.ASCII)
DATE = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})\Z", re.ASCII)
DIGITS = re.compile(r"[0-9]+\Z", re.ASCII)


class SchoolRow(NamedTuple):
    """One establishment as its line describes it. Codes are texts without padding; None is blank."""

    urn: str
    la_code: str
    establishment_number: str
    name: str
    type_code: str
    status_code: str
    opened_on: date | None
    closed_on: date | None
    phase_code: str
    low_age: int | None
    high_age: int | None
    has_sixth_form: bool | None
    counted_on: date | None
    pupils: int | None
    trust_uid: str
    trust_name: str
    ukprn: str
    street: str
    locality: str
    third_line: str
    town: str
    county: str
    postcode: str

    @property
    def neighbourhood(self) -> str:
        """The two address lines between street and town as one."""
        return ", ".join(part for part in (self.locality, self.third_line) if part)


class LinkRow(NamedTuple):
    """One link: `linked_urn` stands to `urn` as `kind` says, such as "Predecessor"."""

    urn: str
    linked_urn: str
    kind: str
    on: date | None


@lru_cache(maxsize=1024)
def read_urn(text: str) -> str:
    """A unique reference number: five or six digits that never change."""
    text = text.strip()
    if not URN.match(text):
        raise ValueError("is not a URN. A URN has five or six digits" if text else "is blank, and every row needs it")
    return text


@lru_cache(maxsize=8192)
def read_date(text: str) -> date | None:
    """A day written dd-mm-yyyy, or None where blank."""
    text = text.strip()
    if not text:
        return None
    found = DATE.match(text)
    try:
        # A school may be older than printing; no day of the register lies before or after these years.
        if found and 600 <= int(found[3]) < 2200:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise ValueError("is not a date. Dates look like 31-08-2012")


@lru_cache(maxsize=512)
def read_authority(text: str) -> str:
    """A local authority's three digits, kept as text: 000 exists. Blank for many: no authority is known."""
    text = text.strip()
    if text == "0":
        return "000"
    if text and (len(text) != 3 or not DIGITS.match(text)):
        raise ValueError("is not an authority code. It has three digits")
    return text


@lru_cache(maxsize=512)
def read_status(text: str) -> str:
    """EstablishmentStatus, one of four codes."""
    code = text.strip().lstrip("0")
    if code not in (OPEN, CLOSED, OPEN_BUT_CLOSING, PROPOSED):
        raise ValueError(
            "is not a status code. It is 1, 2, 3 or 4" if text.strip() else "is blank, and every row needs it"
        )
    return code


@lru_cache(maxsize=512)
def read_code(text: str) -> str:
    """Any code in digits, padded ("01") or not. Zero stays "0"; blank stays blank."""
    text = text.strip()
    if text and (len(text) > 3 or not DIGITS.match(text)):
        raise ValueError("is not a code. It has up to three digits")
    return (text.lstrip("0") or "0") if text else ""


@lru_cache(maxsize=512)
def read_type(text: str) -> str:
    """TypeOfEstablishment. A code we do not know is kept: the board looks at it when the school applies."""
    if not text.strip():
        raise ValueError("is blank, and every row needs it")
    return read_code(text)


@lru_cache(maxsize=512)
def read_sixth_form(text: str) -> bool | None:
    """OfficialSixthForm: 1 has one, 2 has none, anything else says nothing."""
    return {"1": True, "2": False}.get(read_code(text))


def whole_number(what: str, most: int) -> Callable[[str], int | None]:
    """A reader of whole numbers from 0 to `most`, written in plain digits; blank is None, never nought."""

    @lru_cache(maxsize=8192)
    def read(text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        if not DIGITS.match(text):
            raise ValueError(f"is not a whole number of {what}. Write digits only, or leave it blank")
        if len(text) > 9 or int(text) > most:
            raise ValueError(f"is more {what} than a school can have. The most we take is {most:,}")
        return int(text)

    return read


def digits(what: str, length: int) -> Callable[[str], str]:
    """A reader of identifiers kept as text, at most `length` digits; blank stays blank."""

    @lru_cache(maxsize=2048)
    def read(text: str) -> str:
        text = text.strip()
        if text and (len(text) > length or not DIGITS.match(text)):
            raise ValueError(f"is not {what}. It has up to {length} digits")
        return text

    return read


def words(longest: int) -> Callable[[str], str]:
    """A reader of one line of text: line ends inside it and doubled spaces become one space."""

    def read(text: str) -> str:
        if not text:
            return ""
        text = " ".join(text.split())
        if len(text) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return text

    return read


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank, and every row needs it")
    return _any_name(text)


@lru_cache(maxsize=4096)
def _establishment_number(text: str) -> str:
    number = _short_number(text)
    return number.zfill(4) if number else ""


_any_name = words(250)
_short_number = digits("an establishment number", 4)

SCHOOL_COLUMNS: tuple[Column, ...] = (
    Column("URN", read_urn),
    Column("LA (code)", read_authority),
    Column("EstablishmentNumber", _establishment_number),
    Column("EstablishmentName", _name),
    Column("TypeOfEstablishment (code)", read_type),
    Column("EstablishmentStatus (code)", read_status),
    Column("OpenDate", read_date),
    Column("CloseDate", read_date),
    Column("PhaseOfEducation (code)", read_code),
    Column("StatutoryLowAge", whole_number("years", 99)),
    Column("StatutoryHighAge", whole_number("years", 99)),
    Column("OfficialSixthForm (code)", read_sixth_form),
    Column("CensusDate", read_date),
    Column("NumberOfPupils", whole_number("pupils", 99_999)),
    Column("Trusts (code)", digits("a group UID", 10)),
    Column("Trusts (name)", words(250)),
    Column("UKPRN", digits("a UKPRN", 8)),
    Column("Street", words(200)),
    Column("Locality", words(100)),
    Column("Address3", words(98)),
    Column("Town", words(200)),
    Column("County (name)", words(200)),
    Column("Postcode", words(10)),
)

LINK_COLUMNS: tuple[Column, ...] = (
    Column("URN", read_urn),
    Column("LinkURN", read_urn),
    Column("LinkType", words(100)),
    Column("LinkEstablishedDate", read_date),
)


def read_schools(stream: BinaryIO) -> Iterator[tuple[int, SchoolRow] | Fault]:
    """Each data row of a school file, in order: its line and what it says, or its Fault.

    A URN may stand on one line only; its second line is the one at fault.

    Refuses what `records` refuses.
    """
    seen: dict[str, int] = {}
    for item in records(stream, SCHOOL_COLUMNS):
        if isinstance(item, Fault):
            yield item
            continue
        line, values = item
        row = SchoolRow._make(values)
        first = seen.setdefault(row.urn, line)
        if first != line:
            yield Fault(line, "URN", f"Line {line}, column URN: “{row.urn}” already stands on line {first}.")
        elif row.trust_uid and not row.trust_name:
            yield Fault(
                line, "Trusts (name)", f"Line {line}, column Trusts (name): is blank beside code {row.trust_uid}."
            )
        else:
            yield line, row


def read_links(stream: BinaryIO) -> Iterator[tuple[int, LinkRow] | Fault]:
    """Each data row of a links file, in order: its line and what it says, or its Fault.

    Refuses what `records` refuses.
    """
    for item in records(stream, LINK_COLUMNS):
        if isinstance(item, Fault):
            yield item
            continue
        line, values = item
        row = LinkRow._make(values)
        if row.urn == row.linked_urn:
            yield Fault(line, "LinkURN", f"Line {line}, column LinkURN: “{row.urn}” is linked to itself.")
        else:
            yield line, row
