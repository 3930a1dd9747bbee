"""The tables a load works with for its own length, and the statements that compare them with ours.

Everything is compared in bulk by the database: a load costs the same few statements for one school and for fifty
thousand, and memory stays flat. The tables are temporary and nothing here changes ours: `school_writing` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from members.rules.school_file import SchoolRow
from members.rules.school_import import ACADEMY_TYPES, Link

FACTS = (
    "la_code",
    "establishment_number",
    "name",
    "type_code",
    "status_code",
    "opened_on",
    "closed_on",
    "phase_code",
    "low_age",
    "high_age",
    "has_sixth_form",
    "ukprn",
    "street",
    "locality",
    "town",
    "county",
    "postcode",
)
"""What the file says about a school and we hold as it stands: columns both of the staging table and of ours."""

TABLES = ("school_rows", "school_links", "school_trusts", "school_plan", "school_link_plan")

STAGING = """
CREATE TEMPORARY TABLE school_rows (
    line integer, is_taken boolean, urn integer,
    la_code text, establishment_number text, name text, type_code smallint, status_code smallint,
    opened_on date, closed_on date, phase_code smallint, low_age smallint, high_age smallint, has_sixth_form boolean,
    ukprn text, street text, locality text, town text, county text, postcode text,
    counted_on date, pupils integer, trust_uid text, trust_name text
);
CREATE TEMPORARY TABLE school_links (
    predecessor integer, successor integer, kind text, since date, is_directed boolean
);
"""

# A trust is known by its group UID; its name is the one on the first line that gives it.
TRUSTS = """
CREATE TEMPORARY TABLE school_trusts AS
SELECT DISTINCT ON (trust_uid) trust_uid AS uid, trust_name AS name
FROM school_rows WHERE is_taken AND trust_uid <> '' ORDER BY trust_uid, line
"""

# Only holdings by trusts of the register are compared: one entered by hand is not the file's to end.
PLAN = """
CREATE TEMPORARY TABLE school_plan AS
SELECT r.*, o.id AS school_id, o.status_code AS was_status, o.name AS was_name, o.id IS NULL AS is_new,
    o.id IS NOT NULL AND ({theirs}) IS DISTINCT FROM ({ours}) AS details_differ,
    c.pupils AS was_pupils,
    r.pupils IS NOT NULL AND r.counted_on IS NOT NULL AND c.pupils IS DISTINCT FROM r.pupils AS pupils_differ,
    h.id AS holding_id, h.starts_on AS held_since, h.uid AS was_trust, h.name AS was_trust_name,
    held.now_trust, held.now_trust IS DISTINCT FROM h.uid AS trust_differs,
    n.id IS NOT NULL AND n.name <> t.name AS trust_renamed
FROM school_rows r
CROSS JOIN LATERAL (
    SELECT CASE WHEN r.status_code <> 2 AND r.type_code = ANY(%s) THEN NULLIF(r.trust_uid, '') END AS now_trust
) held
LEFT JOIN members_organisation o ON o.urn = r.urn
LEFT JOIN members_pupilcount c ON c.school_id = o.id AND c.counted_on = r.counted_on AND c.source = 'gias'
LEFT JOIN (
    SELECT DISTINCT ON (p.school_id) p.id, p.school_id, p.starts_on, holder.uid, holder.name
    FROM members_proprietorship p JOIN members_organisation holder ON holder.id = p.proprietor_id
    WHERE p.ends_on IS NULL AND holder.uid IS NOT NULL ORDER BY p.school_id, p.starts_on DESC, p.id DESC
) h ON h.school_id = o.id
LEFT JOIN school_trusts t ON t.uid = r.trust_uid
LEFT JOIN members_organisation n ON n.uid = r.trust_uid
WHERE r.is_taken
"""

DIFFERS = "(NOT is_new AND (details_differ OR pupils_differ OR trust_differs OR trust_renamed))"

CLOSES = "(NOT is_new AND status_code = 2 AND was_status IS DISTINCT FROM 2)"

# A link is made when both schools are held, or will be; where the file does not say which took over from which,
# the closed one of the two came first.
LINK_PLAN = """
CREATE TEMPORARY TABLE school_link_plan AS
WITH known AS (
    SELECT urn, status_code FROM school_plan
    UNION ALL
    SELECT o.urn, o.status_code FROM members_organisation o
    WHERE o.urn IS NOT NULL AND NOT EXISTS (SELECT FROM school_plan p WHERE p.urn = o.urn)
), both_known AS (
    SELECT l.*, a.status_code = 2 AS first_closed, b.status_code = 2 AS second_closed
    FROM school_links l JOIN known a ON a.urn = l.predecessor JOIN known b ON b.urn = l.successor
), told AS (
    SELECT predecessor, successor, kind, since FROM both_known WHERE is_directed
    UNION ALL
    SELECT CASE WHEN first_closed THEN predecessor ELSE successor END,
           CASE WHEN first_closed THEN successor ELSE predecessor END, kind, since
    FROM both_known WHERE NOT is_directed AND first_closed <> second_closed
)
SELECT told.*, s.id AS held_id
FROM told
LEFT JOIN members_organisation a ON a.urn = told.predecessor
LEFT JOIN members_organisation b ON b.urn = told.successor
LEFT JOIN members_succession s ON s.predecessor_id = a.id AND s.successor_id = b.id
WHERE s.id IS NULL OR s.kind <> told.kind OR s."on" IS DISTINCT FROM told.since
"""


def begin() -> None:
    """Fresh, empty tables for one load on this connection."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join('pg_temp.' + table for table in TABLES)}")
        cursor.execute(STAGING)


def end() -> None:
    """Give the tables back."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join('pg_temp.' + table for table in TABLES)}")


def as_line(line: int, row: SchoolRow) -> str:
    """A row in the text form that COPY reads. Texts hold no tabs or line ends: the file's reader made them spaces."""
    values = (
        row.la_code,
        row.establishment_number,
        row.name,
        row.type_code,
        row.status_code,
        row.opened_on,
        row.closed_on,
        row.phase_code or None,
        row.low_age,
        row.high_age,
        row.has_sixth_form,
        row.ukprn,
        row.street,
        row.neighbourhood,
        row.town,
        row.county,
        row.postcode,
        row.counted_on,
        row.pupils,
        row.trust_uid,
        row.trust_name,
    )
    text = "\t".join(["\0" if value is None else str(value) for value in values])
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return f"{line}\tt\t{row.urn}\t" + text.replace("\0", "\\N") + "\n"


_NOT_TAKEN = "\t\\N" * 21 + "\n"


def as_skipped_line(line: int, urn: str) -> str:
    """A row that was seen and is outside the authorities asked for: only its URN matters."""
    return f"{line}\tf\t{urn}{_NOT_TAKEN}"


def add_rows(lines: Sequence[str]) -> None:
    """Add rows in COPY's text form."""
    with connection.cursor() as cursor, cursor.copy("COPY school_rows FROM STDIN") as copy:
        copy.write("".join(lines))


def add_links(links: Iterable[Link]) -> None:
    """Add what the links file tells."""
    with connection.cursor() as cursor, cursor.copy("COPY school_links FROM STDIN") as copy:
        for link in links:
            copy.write_row((link.predecessor, link.successor, link.kind, link.on, link.is_directed))


@contextmanager
def joined_in_bulk() -> Iterator[None]:
    """While this runs, tables are joined whole and never row by row, within the transaction that is open.

    The planner guesses how many trusts there are, and once guessed so low that it read all of them again for each
    school: ten minutes for the nationwide file instead of a second.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET enable_nestloop")


def compare() -> None:
    """Work out what the staged rows would change; reads our tables and writes none of them."""
    theirs = ", ".join(f"r.{fact}" for fact in FACTS)
    ours = ", ".join(f"o.{fact}" for fact in FACTS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE school_rows (urn, is_taken, trust_uid)")
        cursor.execute(TRUSTS)
        cursor.execute(PLAN.format(theirs=theirs, ours=ours), [[int(code) for code in ACADEMY_TYPES]])
        cursor.execute("ANALYZE school_plan (urn, school_id, is_new, details_differ, pupils_differ, trust_differs)")
        cursor.execute(LINK_PLAN)


def counted(authorities: Sequence[str]) -> dict[str, int]:
    """What the comparison came to, including the two figures that the guard looks at."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) AS taken,
                count(*) FILTER (WHERE is_new) AS created,
                count(*) FILTER (WHERE {DIFFERS}) AS updated,
                count(*) FILTER (WHERE {CLOSES}) AS closed,
                count(*) FILTER (WHERE NOT is_new AND status_code = 2 AND was_status IN (1, 3)) AS closing,
                count(*) FILTER (WHERE pupils IS NOT NULL AND counted_on IS NULL) AS undated,
                (SELECT count(*) FROM school_link_plan) AS linked,
                (SELECT count(*) FROM members_organisation o
                    WHERE o.kind = 'school' AND o.status_code IN (1, 3)
                        AND (o.la_code IN (SELECT DISTINCT la_code FROM school_plan)
                            OR o.id IN (SELECT school_id FROM school_plan))) AS open_before,
                (SELECT count(*) FROM ({NOT_SEEN}) unseen) AS not_seen
            FROM school_plan
            """,  # noqa: S608 - constants of this file
            {"authorities": list(authorities)},
        )
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


NOT_SEEN = """
    SELECT o.urn, o.name FROM members_organisation o
    WHERE o.kind = 'school' AND o.urn IS NOT NULL
        AND (%(authorities)s::text[] = '{}' OR o.la_code = ANY(%(authorities)s))
        AND NOT EXISTS (SELECT FROM school_rows r WHERE r.urn = o.urn)
"""


def not_seen(authorities: Sequence[str], most: int) -> list[tuple[int, str]]:
    """URN and name of schools we hold that the file does not name, of these authorities or of all, by name."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"authorities": list(authorities), "most": most}
        cursor.execute(f"{NOT_SEEN} ORDER BY o.name, o.urn LIMIT %(most)s", given)
        return list(cursor.fetchall())
