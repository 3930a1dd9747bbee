"""The invented schools of the demo, written out as a school file in the official layout.

Every name, number and place here is made up; authority 990 does not exist, nor do URNs from 900001.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

AUTHORITY = "990"
AUTHORITY_NAME = "Aldermere"

# Type codes of the official file, with the group each belongs to.
TYPES = {
    1: ("Community school", "4", "Local authority maintained schools"),
    2: ("Voluntary aided school", "4", "Local authority maintained schools"),
    3: ("Voluntary controlled school", "4", "Local authority maintained schools"),
    5: ("Foundation school", "4", "Local authority maintained schools"),
    7: ("Community special school", "5", "Special schools"),
    11: ("Other independent school", "3", "Independent schools"),
    15: ("Local authority nursery school", "4", "Local authority maintained schools"),
    18: ("Further education", "1", "Colleges"),
    28: ("Academy sponsor led", "10", "Academies"),
    34: ("Academy converter", "10", "Academies"),
    42: ("Academy alternative provision converter", "10", "Academies"),
}
PHASES = {0: "Not applicable", 1: "Nursery", 2: "Primary", 4: "Secondary", 6: "16 plus", 7: "All-through"}
TRUSTS = {
    "9001": "Kestrel Learning Trust",
    "9002": "Three Bridges Academies Trust",
    "9003": "Saltmarsh Education Trust",
    "9004": "Thornhill Academy Trust",
    "9005": "Orchard Lane Academy Trust",
    "9006": "Beacon Way Academy Trust",
    "9007": "Northmoor Academy Trust",
    "9008": "Highcroft Academy Trust",
    "9009": "Rivermead Academy Trust",
}
# The trusts on the register of members; the others are the four academies that have not joined.
MEMBER_TRUSTS = ("9001", "9002", "9003", "9004", "9005")


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """One invented school: URN, name, type, phase, ages, pupils, trust, town; sixth form for secondary schools."""

    urn: int
    name: str
    type_code: int
    phase: int
    ages: tuple[int, int]
    pupils: int
    town: str
    trust: str = ""
    sixth_form: bool = False
    authority: str = AUTHORITY


TOWNS = ("Aldermere", "Stonewick", "Upper Marl", "Fenny Hythe", "Carrow Green", "Wexcombe")

# Name and pupils.
MAINTAINED_PRIMARIES = (
    ("Larkfield Primary School", 420), ("Meadow Bank Primary School", 62), ("Cobbler's Lane Primary School", 210),
    ("St Winifred's Church of England Primary School", 205), ("Millrace Primary School", 315),
    ("Ashen Grove Primary School", 412), ("Teasel Road Primary School", 188), ("Quarry Hill Infant School", 268),
    ("Quarry Hill Junior School", 352),
    ("Saint Osyth's Catholic Primary School", 236), ("Fenwick Park Primary School", 448),
    ("Brackenside Primary School", 90), ("Harbour Street Primary School", 396), ("Otterbourne Way Primary School", 174),
    ("Elm Row Primary School", 627), ("Lady Meadow Primary School", 203), ("Copperfield Primary School", 431),
    ("Whinfell Primary School", 118), ("Tanner's Yard Primary School", 289), ("Goosemoor Primary School", 97),
    ("Dovecote Primary School", 344), ("St Botwulf's Church of England Primary School", 151),
    ("Pinfold Primary School", 209), ("Sallow Wood Primary School", 414), ("Kingfisher Primary School", 462),
    ("Raven Street Primary School", 377), ("Larch Hill Primary School", 226), ("Mayfly Primary School", 131),
    ("Oldcastle Primary School", 304), ("Wharfside Primary School", 418), ("Beechen Cliff Primary School", 693),
    ("Skylark Primary School", 255), ("Bramble Dene Primary School", 84), ("Stubbs Green Primary School", 407),
    ("Hawthorn Road Primary School", 692),
)  # fmt: skip
ACADEMY_PRIMARIES = (
    ("Kestrel Rise Academy", 408, "9001"), ("Kestrel Vale Academy", 212, "9001"),
    ("Kestrel Combe Academy", 176, "9001"),
    ("Tollgate Primary Academy", 421, "9002"), ("Packhorse Primary Academy", 238, "9002"),
    ("Saltmarsh Primary Academy", 329, "9003"), ("Orchard Lane Primary Academy", 204, "9005"),
    ("Beacon Way Primary Academy", 419, "9006"), ("Northmoor Primary Academy", 233, "9007"),
)  # fmt: skip
MAINTAINED_SECONDARIES = (
    ("Aldermere High School", 1158, True),
    ("Stonewick School", 942, False),
    ("Marl Valley School", 1204, True),
)
ACADEMY_SECONDARIES = (
    ("Kestrel Academy", 1087, "9001", True), ("Kestrel East Academy", 863, "9001", False),
    ("Three Bridges Academy", 1312, "9002", True), ("Saltmarsh Academy", 1011, "9003", False),
    ("Thornhill Academy", 1436, "9004", True), ("Highcroft Academy", 978, "9008", True),
    ("Rivermead Academy", 1120, "9009", False),
)  # fmt: skip
SPECIAL = (("Fallowfield School", 124), ("Greenhollow School", 86), ("The Lodge School", 58))
NURSERIES = (("Acorn Street Nursery School", 94), ("Little Marl Nursery School", 76))


def demo_schools() -> list[DemoSchool]:
    """The sixty schools of the area, a college, one private school and three schools outside the area."""
    rows = list(_area())
    rows.append(DemoSchool(900061, "Aldermere College", 18, 6, (16, 19), 1640, "Aldermere"))
    rows.append(DemoSchool(900062, "Marlstone House School", 11, 0, (4, 16), 310, "Upper Marl"))
    rows.append(DemoSchool(900063, "Over Fenland Primary School", 1, 2, (4, 11), 287, "Over Fenland", authority="991"))
    rows.append(DemoSchool(900064, "Westering Primary School", 1, 2, (4, 11), 143, "Westering", authority="991"))
    rows.append(DemoSchool(900065, "Sandgate High School", 5, 4, (11, 18), 894, "Sandgate", authority="991"))
    return rows


def _area() -> Iterator[DemoSchool]:
    urn = iter(range(900001, 900061))
    for place, (name, pupils) in enumerate(MAINTAINED_PRIMARIES):
        ages = (4, 7) if "Infant" in name else (7, 11) if "Junior" in name else (3 if place % 4 == 0 else 4, 11)
        church = 2 if "Catholic" in name else 3 if "Church" in name else 5 if place == 14 else 1
        yield DemoSchool(next(urn), name, church, 2, ages, pupils, TOWNS[place % 6])
    for name, pupils, sixth in MAINTAINED_SECONDARIES:
        yield DemoSchool(next(urn), name, 1, 4, (11, 18 if sixth else 16), pupils, TOWNS[0], "", sixth)
    for name, pupils in SPECIAL:
        yield DemoSchool(next(urn), name, 7, 0, (4, 19), pupils, TOWNS[1])
    for name, pupils in NURSERIES:
        yield DemoSchool(next(urn), name, 15, 1, (2, 5), pupils, TOWNS[2])
    for place, (name, pupils, trust) in enumerate(ACADEMY_PRIMARIES):
        yield DemoSchool(next(urn), name, 34 if place % 2 else 28, 2, (4, 11), pupils, TOWNS[(place + 3) % 6], trust)
    for name, pupils, trust, sixth in ACADEMY_SECONDARIES:
        yield DemoSchool(next(urn), name, 34, 4, (11, 18 if sixth else 16), pupils, TOWNS[4], trust, sixth)
    yield DemoSchool(next(urn), "Saltmarsh Bridge Academy", 42, 0, (11, 16), 64, TOWNS[5], "9003")


def write_school_file(path: Path, *, on: date, years_before: int = 0) -> None:
    """Write the demo's schools as a school file of the official layout (cp1252, CRLF), with the January census
    before `on`. Earlier years have a few pupils more or fewer, always the same."""
    census = date(on.year if on >= date(on.year, 3, 1) else on.year - 1, 1, 18)
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = [_row(school, census, years_before) for school in demo_schools()]
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(school: DemoSchool, census: date, years_before: int) -> dict[str, str]:
    pupils = school.pupils + years_before * (school.urn % 7 - 3) * max(1, school.pupils // 200)
    type_name, group, group_name = TYPES[school.type_code]
    sixth = "1" if school.sixth_form else "2" if school.phase in (4, 7) else "0"
    sixth_name = {"0": "Not applicable", "1": "Has a sixth form", "2": "Does not have a sixth form"}[sixth]
    return {
        "URN": str(school.urn),
        "LA (code)": school.authority,
        "LA (name)": AUTHORITY_NAME if school.authority == AUTHORITY else "Neighbouring Fenland",
        "EstablishmentNumber": str(2000 + school.urn - 900000),
        "EstablishmentName": school.name,
        "TypeOfEstablishment (code)": f"{school.type_code:02d}",
        "TypeOfEstablishment (name)": type_name,
        "EstablishmentTypeGroup (code)": group,
        "EstablishmentTypeGroup (name)": group_name,
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "OpenDate": "01-09-2012" if school.trust else "",
        "CloseDate": "",
        "PhaseOfEducation (code)": str(school.phase),
        "PhaseOfEducation (name)": PHASES[school.phase],
        "StatutoryLowAge": str(school.ages[0]),
        "StatutoryHighAge": str(school.ages[1]),
        "OfficialSixthForm (code)": sixth,
        "OfficialSixthForm (name)": sixth_name,
        "SchoolCapacity": str(-(-school.pupils // 30) * 30),
        "CensusDate": f"{census:%d-%m-%Y}",
        "NumberOfPupils": str(pupils),
        "TrustSchoolFlag (code)": "3" if school.trust else "0",
        "TrustSchoolFlag (name)": "Supported by a trust" if school.trust else "Not applicable",
        "Trusts (code)": school.trust,
        "Trusts (name)": TRUSTS.get(school.trust, ""),
        "FederationFlag (name)": "Not under a federation",
        "Federations (code)": "",
        "Federations (name)": "",
        "UKPRN": f"{90000000 + school.urn - 900000}",
        "Street": f"{school.urn % 90 + 1} {school.name.split()[0]} Road",
        "Locality": "",
        "Address3": "",
        "Town": school.town,
        "County (name)": "Mereshire",
        "Postcode": f"ZZ{school.urn % 9 + 1} {school.urn % 8 + 1}ZZ",
        "SchoolWebsite": "",
    }
