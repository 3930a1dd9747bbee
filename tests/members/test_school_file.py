"""Reading a file of the school register, without a database."""

from __future__ import annotations

import gzip
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.rules.official_files import Fault, SchoolFileRefused
from members.rules.school_file import SCHOOL_COLUMNS, SchoolRow, read_links, read_schools
from tests.members.school_files import HEADER, a_school, an_academy, file_of, links_of, text_of


def rows_of(content: bytes) -> list[SchoolRow]:
    found = list(read_schools(io.BytesIO(content)))
    assert not [item for item in found if isinstance(item, Fault)], found
    return [item[1] for item in found if not isinstance(item, Fault)]


def faults_of(content: bytes) -> list[Fault]:
    return [item for item in read_schools(io.BytesIO(content)) if isinstance(item, Fault)]


def refusal_of(content: bytes) -> str:
    with pytest.raises(SchoolFileRefused) as refused:
        list(read_schools(io.BytesIO(content)))
    return refused.value.sentence


def read_or_refused(content: bytes) -> list[tuple[int, SchoolRow] | Fault]:
    try:
        return list(read_schools(io.BytesIO(content)))
    except SchoolFileRefused:
        return []


def test_a_row_says_what_its_columns_say() -> None:
    row = an_academy(
        100001,
        "16900",
        EstablishmentName="Willow Beck Primary School",
        EstablishmentNumber="77",
        OpenDate="01-09-2012",
        UKPRN="10000001",
        Street="1 Beck Lane",
        Locality="Nether End",
        Address3="By the mill",
    )
    assert rows_of(file_of([row])) == [
        SchoolRow(
            urn="100001",
            la_code="990",
            establishment_number="0077",
            name="Willow Beck Primary School",
            type_code="34",
            status_code="1",
            opened_on=date(2012, 9, 1),
            closed_on=None,
            phase_code="2",
            low_age=4,
            high_age=11,
            has_sixth_form=False,
            counted_on=date(2026, 1, 16),
            pupils=420,
            trust_uid="16900",
            trust_name="Trust 16900",
            ukprn="10000001",
            street="1 Beck Lane",
            locality="Nether End",
            third_line="By the mill",
            town="Aldermere",
            county="",
            postcode="ZZ9 1AA",
        )
    ]


def test_head_teachers_names_and_telephone_numbers_are_not_read() -> None:
    texts = [str(value) for value in rows_of(file_of([a_school(100001)]))[0]]
    assert not {"Ivy", "Neverloaded", "01632960001"} & set(texts)
    assert not [column.name for column in SCHOOL_COLUMNS if "Head" in column.name or "Telephone" in column.name]


def test_columns_are_found_by_name_in_any_order() -> None:
    school = a_school(100001)
    assert rows_of(file_of([school], header=HEADER[::-1])) == rows_of(file_of([school]))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_each_encoding_gives_the_same_name(encoding: str) -> None:
    content = file_of([a_school(100001), a_school(100002, "St Thomas à Becket – Infants’")], encoding)
    assert [row.name for row in rows_of(content)] == ["School 100001", "St Thomas à Becket – Infants’"]


def test_a_gzipped_file_reads_like_a_plain_one() -> None:
    content = file_of([a_school(100001, "Brontë House")])
    assert rows_of(gzip.compress(content)) == rows_of(content)


def test_line_ends_may_be_those_of_any_system_and_the_last_may_be_missing() -> None:
    schools = [a_school(100001), a_school(100002)]
    assert len(rows_of(file_of(schools, lineterminator="\n"))) == 2
    assert len(rows_of(file_of(schools).rstrip(b"\r\n"))) == 2
    assert len(rows_of(file_of(schools) + b"\r\n\r\n")) == 2


def test_blank_is_not_zero() -> None:
    row = rows_of(file_of([a_school(100001, NumberOfPupils="", StatutoryLowAge="", OpenDate="")]))[0]
    assert (row.pupils, row.low_age, row.opened_on) == (None, None, None)
    assert rows_of(file_of([a_school(100001, NumberOfPupils="0")]))[0].pupils == 0


@pytest.mark.parametrize(("text", "code"), [("01", "1"), ("1", "1"), ("34", "34"), ("7", "7"), ("099", "99")])
def test_codes_are_the_same_padded_or_not(text: str, code: str) -> None:
    assert rows_of(file_of([a_school(100001, **{"TypeOfEstablishment (code)": text})]))[0].type_code == code


def test_an_unknown_type_is_kept_and_every_status_is_read() -> None:
    rows = [a_school(100000 + code, **{"EstablishmentStatus (code)": str(code)}) for code in range(1, 5)]
    rows.append(a_school(100009, **{"TypeOfEstablishment (code)": "99"}))
    assert [row.status_code for row in rows_of(file_of(rows))] == ["1", "2", "3", "4", "1"]


def test_a_name_over_two_lines_becomes_one_line_and_the_next_fault_names_its_own_line() -> None:
    rows = [a_school(100001, "Willow\r\nBeck  Primary"), a_school(100002, OpenDate="31-02-2020")]
    first, second = read_schools(io.BytesIO(file_of(rows)))
    assert not isinstance(first, Fault)
    assert first[1].name == "Willow Beck Primary"
    assert isinstance(second, Fault)
    assert (second.line, second.column) == (4, "OpenDate")


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("URN", "", "Line 3, column URN: is blank, and every row needs it."),
        ("URN", "12e5", "Line 3, column URN: “12e5” is not a URN. A URN has five or six digits."),
        ("URN", "1234", "“1234” is not a URN"),
        ("URN", "1234567", "“1234567” is not a URN"),
        ("URN", "012345", "“012345” is not a URN"),
        ("URN", "-100001", "“-100001” is not a URN"),
        ("URN", "100002.0", "“100002.0” is not a URN"),
        ("LA (code)", "99", "“99” is not an authority code"),
        ("LA (code)", "abc", "“abc” is not an authority code"),
        ("EstablishmentNumber", "12345", "“12345” is not an establishment number"),
        ("EstablishmentName", "  ", "Line 3, column EstablishmentName: is blank, and every row needs it."),
        ("EstablishmentName", "x" * 251, "is longer than 250 characters"),
        ("TypeOfEstablishment (code)", "", "column TypeOfEstablishment (code): is blank"),
        ("TypeOfEstablishment (code)", "1.0", "“1.0” is not a code"),
        ("EstablishmentStatus (code)", "", "column EstablishmentStatus (code): is blank"),
        ("EstablishmentStatus (code)", "5", "“5” is not a status code. It is 1, 2, 3 or 4."),
        ("EstablishmentStatus (code)", "Open", "“Open” is not a status code"),
        ("OpenDate", "31-02-2020", "“31-02-2020” is not a date. Dates look like 31-08-2012."),
        ("OpenDate", "2020-01-31", "“2020-01-31” is not a date"),
        ("OpenDate", "01/09/2020", "“01/09/2020” is not a date"),
        ("CloseDate", "1-9-2020", "“1-9-2020” is not a date"),
        ("CloseDate", "31-12-9999", "“31-12-9999” is not a date"),
        ("CensusDate", "00-00-0000", "“00-00-0000” is not a date"),
        ("PhaseOfEducation (code)", "two", "“two” is not a code"),
        ("StatutoryLowAge", "-1", "“-1” is not a whole number of years"),
        ("StatutoryHighAge", "100", "“100” is more years than a school can have"),
        ("NumberOfPupils", "-5", "“-5” is not a whole number of pupils. Write digits only, or leave it blank."),
        ("NumberOfPupils", "420.0", "“420.0” is not a whole number of pupils"),
        ("NumberOfPupils", "1,200", "“1,200” is not a whole number of pupils"),
        ("NumberOfPupils", "4e2", "“4e2” is not a whole number of pupils"),
        ("NumberOfPupils", "100000", "“100000” is more pupils than a school can have. The most we take is 99,999."),
        ("NumberOfPupils", "9" * 5000, "is more pupils than a school can have"),
        ("Trusts (code)", "TR1", "“TR1” is not a group UID"),
        ("UKPRN", "1000000X", "“1000000X” is not a UKPRN"),
        ("Postcode", "ZZ9 1AA ZZ9 1AA", "“ZZ9 1AA ZZ9 1AA” is longer than 10 characters"),
    ],
)
def test_a_text_that_is_no_value_is_a_fault_with_its_line_and_column(column: str, text: str, words: str) -> None:
    faults = faults_of(file_of([a_school(100001), a_school(100002, **{column: text})]))
    assert [(fault.line, fault.column) for fault in faults] == [(3, column)]
    assert words in faults[0].sentence


@pytest.mark.parametrize("column", ["URN", "NumberOfPupils", "OpenDate", "UKPRN", "EstablishmentStatus (code)"])
def test_digits_of_other_scripts_are_not_digits(column: str) -> None:
    text = {"OpenDate": "０１-09-2020", "EstablishmentStatus (code)": "１"}.get(column, "１００００１")
    faults = faults_of(file_of([a_school(100001, **{column: text})], "utf-8"))
    assert [fault.column for fault in faults] == [column]


def test_the_second_line_with_a_urn_is_at_fault_and_names_the_first() -> None:
    faults = faults_of(file_of([a_school(100001), a_school(100002), a_school(100001)]))
    assert [fault.sentence for fault in faults] == ["Line 4, column URN: “100001” already stands on line 2."]


def test_a_trust_needs_a_name() -> None:
    faults = faults_of(file_of([an_academy(100001, "16900", **{"Trusts (name)": ""})]))
    assert [fault.column for fault in faults] == ["Trusts (name)"]


def test_every_fault_of_a_file_is_found_in_one_reading() -> None:
    rows = [a_school(100001, OpenDate="x"), a_school(100002), a_school(100003, NumberOfPupils="y")]
    assert [fault.line for fault in faults_of(file_of(rows))] == [2, 4]


def test_a_line_with_fields_missing_or_to_spare_is_at_fault() -> None:
    lines = text_of([a_school(100001), a_school(100002)], quoting=0).splitlines()
    cut = "\r\n".join([*lines[:-1], lines[-1][: len(lines[-1]) // 2]]).encode()
    assert [(fault.line, "Was it cut short?" in fault.sentence) for fault in faults_of(cut)] == [(3, True)]
    longer = "\r\n".join([*lines[:-1], lines[-1] + ",more"]).encode()
    assert [fault.line for fault in faults_of(longer)] == [3]


@pytest.mark.parametrize("column", [column.name for column in SCHOOL_COLUMNS])
def test_a_missing_column_is_named(column: str) -> None:
    header = [name for name in HEADER if name != column]
    assert refusal_of(file_of([a_school(100001)], header=header)) == f"Line 1 does not name the column {column}."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (file_of([]), "and no rows"),
        (file_of([], header=["URN", "Name"]), "Line 1 does not name the columns LA (code),"),
        (file_of([a_school(100001)], header=[*HEADER, "URN"]), "Line 1 names the column URN more than once."),
        (
            file_of([a_school(100001)], delimiter=";", quoting=0),
            "separated by semicolons: save it separated by commas.",
        ),
        (file_of([a_school(100001)], delimiter="\t", quoting=0), "separated by tabs"),
        (file_of([a_school(100001)], "utf-16"), "Line 1 shows that the file is saved as UTF-16"),
        (file_of([a_school(100001)], "utf-16-le"), "Line 1 holds a null byte"),
        (file_of([a_school(100001, "Nought\0School")]), "Line 2 holds a null byte"),
        (
            file_of([a_school(100001), a_school(100002, "Site")]).replace(b"Site", b"S\x81t\xe9"),
            "Line 3 is neither UTF-8",
        ),
        (file_of([a_school(100001)])[:-9], "a quotation mark on it is not closed"),
        (file_of([a_school(100001)]) + b'"1000', "Line 3 cannot be read as CSV"),
        (b"PK\x03\x04" + b"x" * 50, "This is a zip archive or a spreadsheet."),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "Line 1 does not name the columns"),
        (gzip.compress(file_of([a_school(100000 + n) for n in range(1, 90)]))[:-30], "breaks off or is damaged"),
        (b"\x1f\x8bnot gzip at all", "breaks off or is damaged at line 1"),
        (b"x" * 1_000_001, "Line 1 goes beyond what a school file can hold"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    assert words in refusal_of(content)


def test_a_file_in_two_encodings_is_refused_with_both_lines() -> None:
    utf8 = file_of([a_school(100001), a_school(100002, "Brontë")], "utf-8")
    both = utf8 + file_of([a_school(100003, "Zoë")]).split(b"\r\n", 1)[1]
    assert refusal_of(both).startswith("Line 4 is not in the same encoding as line 3:")
    other = file_of([a_school(100001, "Zoë")]) + utf8.split(b"\r\n", 1)[1].replace(b"100001", b"100004")
    assert refusal_of(other).startswith("Line 4 is not in the same encoding as line 2:")


def test_a_byte_order_mark_holds_for_the_whole_file() -> None:
    content = b"\xef\xbb\xbf" + file_of([a_school(100001, "Brontë")])
    assert refusal_of(content).startswith("Line 2 is not in the same encoding as line 1:")


def test_an_open_quotation_mark_names_the_line_it_stands_on() -> None:
    lines = text_of([a_school(100001), a_school(100002), a_school(100003)], quoting=0).split("\r\n")
    lines[2] = lines[2].replace("School 100002", '"School 100002')
    assert refusal_of("\r\n".join(lines).encode()).startswith("Line 3 cannot be read as CSV")


def test_a_link_row_says_what_its_columns_say_and_links_to_another_school() -> None:
    good, bad, day = read_links(
        io.BytesIO(
            links_of(
                (100001, 100002, "Successor", "31-08-2012"),
                (100001, 100001, "Successor", ""),
                (100001, 100003, "Successor", "2012"),
            )
        )
    )
    assert good == (2, ("100001", "100002", "Successor", date(2012, 8, 31)))
    assert isinstance(bad, Fault)
    assert bad.sentence == "Line 3, column LinkURN: “100001” is linked to itself."
    assert isinstance(day, Fault)
    assert day.column == "LinkEstablishedDate"


@given(st.binary(max_size=400))
def test_no_bytes_whatever_end_in_anything_but_rows_faults_or_a_refusal(noise: bytes) -> None:
    read_or_refused(noise)
    read_or_refused(file_of([a_school(100001)]) + noise)


@given(st.dictionaries(st.sampled_from(HEADER), st.text(max_size=30)))
def test_whatever_stands_in_the_columns_is_a_row_or_a_fault_that_shows_one_line(columns: dict[str, str]) -> None:
    content = text_of([{**a_school(100001), **columns}]).encode("utf-8", errors="ignore")
    for item in read_or_refused(content):
        if isinstance(item, Fault):
            assert "\n" not in item.sentence
            assert item.sentence.startswith("Line 2")
        else:
            assert "\t" not in item[1].name


@given(st.binary(min_size=1, max_size=12), st.integers(min_value=0))
def test_a_damaged_spot_never_breaks_the_reader(noise: bytes, place: int) -> None:
    content = file_of([a_school(100001, "Brontë"), an_academy(100002, "16900")])
    spot = place % len(content)
    damaged = content[:spot] + noise + content[spot + len(noise) :]
    read_or_refused(damaged)
