"""Small school files in the official layout, for schools that do not exist (authority 990)."""

from __future__ import annotations

import csv
import io
from typing import Any

BEFORE = ["URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)"]
AFTER = [
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (code)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "OfficialSixthForm (code)",
    "SchoolCapacity",
    "CensusDate",
    "NumberOfPupils",
    "TrustSchoolFlag (code)",
    "Trusts (code)",
    "Trusts (name)",
    "UKPRN",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "County (name)",
    "Postcode",
    "TelephoneNum",
    "HeadFirstName",
    "HeadLastName",
]
HEADER = BEFORE + AFTER

A_SCHOOL = {
    "LA (code)": "990",
    "LA (name)": "Aldermere",
    "TypeOfEstablishment (code)": "01",
    "EstablishmentStatus (code)": "1",
    "PhaseOfEducation (code)": "2",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "OfficialSixthForm (code)": "2",
    "CensusDate": "16-01-2026",
    "NumberOfPupils": "420",
    "Town": "Aldermere",
    "Postcode": "ZZ9 1AA",
    "TelephoneNum": "01632960001",
    "HeadFirstName": "Ivy",
    "HeadLastName": "Neverloaded",
}

LINK_HEADER = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]


def a_school(urn: int | str, name: str = "", **columns: str) -> dict[str, str]:
    """One row; columns by official name, spaces and brackets as they are: `**{"LA (code)": "991"}`."""
    return {**A_SCHOOL, "URN": str(urn), "EstablishmentName": name or f"School {urn}", **columns}


def an_academy(urn: int | str, trust: str, **columns: str) -> dict[str, str]:
    """One academy converter of a trust."""
    of_trust = {"TypeOfEstablishment (code)": "34", "Trusts (code)": trust, "Trusts (name)": f"Trust {trust}"}
    return a_school(urn, **{**of_trust, **columns})


def closed(row: dict[str, str], on: str = "31-08-2026") -> dict[str, str]:
    """The same school, closed."""
    return {**row, "EstablishmentStatus (code)": "2", "CloseDate": on}


def text_of(rows: list[dict[str, str]], header: list[str] | None = None, **dialect: Any) -> str:
    """The rows as the register writes them: quoted, CRLF."""
    out = io.StringIO()
    options: dict[str, Any] = {"quoting": csv.QUOTE_ALL, "lineterminator": "\r\n", **dialect}
    writer = csv.DictWriter(out, header or HEADER, restval="", extrasaction="ignore", **options)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def file_of(rows: list[dict[str, str]], encoding: str = "cp1252", **options: Any) -> bytes:
    """The rows as the bytes of a file."""
    return text_of(rows, **options).encode(encoding)


def links_of(*rows: tuple[int | str, int | str, str, str]) -> bytes:
    """A links file: URN, linked URN, type, day."""
    named = [
        dict(zip(("URN", "LinkURN", "LinkType", "LinkEstablishedDate"), map(str, row), strict=True)) for row in rows
    ]
    return text_of(named, LINK_HEADER).encode("cp1252")
