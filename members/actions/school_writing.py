"""What a load writes, and how it lists what it writes: one statement for each kind of change.

All of them read the plan that `school_staging.compare` has made, so that what is written is what was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from members.actions.school_staging import FACTS, NOT_SEEN
from members.models import Organisation
from members.rules.school_import import ACADEMY_TYPES


def list_changes(school_import: int, authorities: Sequence[str]) -> None:
    """List under an import what its file changes about which school, in place of what was listed before."""
    given: dict[str, Any] = {"id": school_import, "authorities": list(authorities)}
    details = ", ".join(
        f"CASE WHEN p.{fact} IS DISTINCT FROM o.{fact} THEN '{label}' END" for fact, label in DETAILS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM members_schoolimportchange WHERE school_import_id = %(id)s", given)
        cursor.execute(CHANGES.format(details=details, not_seen=NOT_SEEN), given)


def write(on: date) -> None:
    """Make the changes worked out, and only those. `on` is the day from which a change of trust counts."""
    with connection.cursor() as cursor:
        for statement, values in _statements(on):
            cursor.execute(statement, values)


def _statements(on: date) -> list[tuple[str, Sequence[Any] | dict[str, Any]]]:
    given = {"on": on, "academies": [int(code) for code in ACADEMY_TYPES]}
    return [
        (TRUSTS_RENAMED, given),
        _insert(("kind", "uid", "name"), NEW_TRUSTS),
        (SCHOOLS_CHANGED.format(facts=", ".join(f"{fact} = p.{fact}" for fact in FACTS)), given),
        _insert(("kind", "urn", *FACTS), NEW_SCHOOLS.replace("{facts}", ", ".join(f"p.{fact}" for fact in FACTS))),
        (PUPILS, given),
        (TRUST_CORRECTED, given),
        (TRUST_ENDED, given),
        (TRUST_STARTED, given),
        (TRUST_OF_CLOSED, given),
        (LINKS_CORRECTED, given),
        (LINKS_ADDED, given),
    ]


def _insert(columns: Sequence[str], select: str) -> tuple[str, list[Any]]:
    """An INSERT into our organisations that gives every column the file says nothing about its default."""
    rest = [
        field
        for field in Organisation._meta.concrete_fields
        if field.column not in columns and not field.primary_key and not field.null
    ]
    names = ", ".join([*columns, *(str(field.column) for field in rest)])
    return (
        f"INSERT INTO members_organisation ({names}) {select.format(rest=', %s' * len(rest))}",
        [field.get_default() for field in rest],
    )


DETAILS = {
    "la_code": "authority",
    "establishment_number": "establishment number",
    "type_code": "type",
    "status_code": "status",
    "opened_on": "day it opened",
    "closed_on": "day it closed",
    "phase_code": "phase",
    "low_age": "lowest age",
    "high_age": "highest age",
    "has_sixth_form": "sixth form",
    "ukprn": "UKPRN",
    "street": "street",
    "locality": "locality",
    "town": "town",
    "county": "county",
    "postcode": "postcode",
}
"""What is called "other details" on the list of changes: all the facts but the name, which has its own list."""

# One row for each thing that changes about a school; closing and opening again explain their own details.
CHANGES = """
INSERT INTO members_schoolimportchange (school_import_id, kind, urn, name, was, becomes)
SELECT %(id)s, 'new', urn, name, '', '' FROM school_plan WHERE is_new
UNION ALL
SELECT %(id)s, 'closed', urn, name, '', COALESCE(to_char(closed_on, 'FMDD FMMonth YYYY'), '')
FROM school_plan WHERE NOT is_new AND status_code = 2 AND was_status IS DISTINCT FROM 2
UNION ALL
SELECT %(id)s, 'reopened', urn, name, '', '' FROM school_plan WHERE NOT is_new AND status_code <> 2 AND was_status = 2
UNION ALL
SELECT %(id)s, 'renamed', urn, name, was_name, name FROM school_plan WHERE NOT is_new AND name <> was_name
UNION ALL
SELECT %(id)s, 'moved', p.urn, p.name, COALESCE(p.was_trust_name, ''), COALESCE(t.name, '')
FROM school_plan p LEFT JOIN school_trusts t ON t.uid = p.now_trust
WHERE NOT p.is_new AND p.trust_differs AND (p.status_code <> 2 OR p.was_status = 2)
UNION ALL
SELECT %(id)s, 'roll', urn, name, COALESCE(trim_scale(was_pupils)::text, ''), pupils::text
FROM school_plan WHERE NOT is_new AND pupils_differ
UNION ALL
SELECT %(id)s, 'other', urn, name, '', what FROM (
    SELECT p.urn, p.name, p.status_code, p.was_status, concat_ws(', ', {details}) AS what
    FROM school_plan p JOIN members_organisation o ON o.id = p.school_id WHERE p.details_differ
) other
WHERE what <> '' AND (status_code = 2) IS NOT DISTINCT FROM (was_status = 2)
UNION ALL
SELECT %(id)s, 'not_seen', urn, name, '', '' FROM ({not_seen}) unseen
"""


TRUSTS_RENAMED = """
UPDATE members_organisation o SET name = t.name FROM school_trusts t WHERE o.uid = t.uid AND o.name <> t.name
"""

NEW_TRUSTS = """
SELECT 'trust', t.uid, t.name{rest} FROM school_trusts t
WHERE NOT EXISTS (SELECT FROM members_organisation o WHERE o.uid = t.uid) ORDER BY t.uid
"""

SCHOOLS_CHANGED = """
UPDATE members_organisation o SET {facts} FROM school_plan p WHERE o.id = p.school_id AND p.details_differ
"""

NEW_SCHOOLS = """
SELECT 'school', p.urn, {facts}{rest} FROM school_plan p WHERE p.is_new ORDER BY p.line
"""

PUPILS = """
INSERT INTO members_pupilcount (school_id, counted_on, pupils, source)
SELECT o.id, p.counted_on, p.pupils, 'gias'
FROM school_plan p JOIN members_organisation o ON o.urn = p.urn WHERE p.pupils_differ
ON CONFLICT (school_id, counted_on, source) DO UPDATE SET pupils = EXCLUDED.pupils
"""

# A holding that began on this very day, or begins later, has not yet been true on any day before: it is put right.
TRUST_CORRECTED = """
UPDATE members_proprietorship h SET proprietor_id = t.id
FROM school_plan p JOIN members_organisation t ON t.uid = p.now_trust
WHERE h.id = p.holding_id AND p.trust_differs AND h.starts_on >= %(on)s
"""

# A closed school was its trust's until the end of its last day; any other change counts from the day of the load.
TRUST_ENDED = """
UPDATE members_proprietorship h SET ends_on = CASE
    WHEN p.status_code = 2 AND p.closed_on >= h.starts_on AND p.closed_on < %(on)s THEN p.closed_on + 1
    ELSE GREATEST(%(on)s, h.starts_on + 1) END
FROM school_plan p LEFT JOIN members_organisation t ON t.uid = p.now_trust
WHERE h.id = p.holding_id AND p.trust_differs AND h.proprietor_id IS DISTINCT FROM t.id
"""

# A new academy has been its trust's since it opened.
TRUST_STARTED = """
INSERT INTO members_proprietorship (school_id, proprietor_id, starts_on)
SELECT o.id, t.id, CASE
    WHEN p.holding_id IS NULL AND (p.is_new OR p.was_status = 4) THEN COALESCE(p.opened_on, %(on)s) ELSE %(on)s END
FROM school_plan p
JOIN members_organisation o ON o.urn = p.urn
JOIN members_organisation t ON t.uid = p.now_trust
WHERE p.trust_differs AND (p.held_since IS NULL OR p.held_since < %(on)s)
"""

TRUST_OF_CLOSED = """
INSERT INTO members_proprietorship (school_id, proprietor_id, starts_on, ends_on)
SELECT o.id, t.id, p.opened_on, p.closed_on + 1
FROM school_plan p
JOIN members_organisation o ON o.urn = p.urn
JOIN members_organisation t ON t.uid = p.trust_uid
WHERE p.is_new AND p.status_code = 2 AND p.type_code = ANY(%(academies)s) AND p.closed_on >= p.opened_on
"""

LINKS_CORRECTED = """
UPDATE members_succession s SET kind = l.kind, "on" = l.since FROM school_link_plan l WHERE s.id = l.held_id
"""

LINKS_ADDED = """
INSERT INTO members_succession (predecessor_id, successor_id, kind, "on")
SELECT a.id, b.id, l.kind, l.since
FROM school_link_plan l
JOIN members_organisation a ON a.urn = l.predecessor
JOIN members_organisation b ON b.urn = l.successor
WHERE l.held_id IS NULL
"""
