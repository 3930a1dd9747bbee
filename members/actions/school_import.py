"""Loading a file of the school register: the one action behind the command and the staff page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from kernel import clock
from kernel.records import Actor, record
from members.actions import school_staging as staging
from members.actions import school_writing as writing
from members.models import SchoolImport
from members.rules.official_files import Fault, SchoolFileRefused
from members.rules.school_file import LinkRow, read_links, read_schools
from members.rules.school_import import (
    AnotherLoadRuns,
    Figures,
    LoadRefused,
    MassClosure,
    NoLongerWaiting,
    closes_too_many,
    sentence_of,
    successions,
)
from members.states import SchoolImportState

BATCH = 4000
"""Rows handed to the database at a time; bounds the memory a load takes."""

FAULTS_KEPT = 20
"""A file of another kind has a fault on every line; nobody reads more than these."""

NOT_SEEN_SHOWN = 200

ONE_AT_A_TIME = 0x5C_4001
"""The lock that a load holds until its transaction ends."""

Progress = Callable[[int, int], None]
"""Told the rows read so far and the bytes of the file they took."""


@dataclass(frozen=True)
class SourceFile:
    """An opened file to load and the name people know it by."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True)
class Wish:
    """What to load and how: of which authorities (none means all), and whether many may close at once."""

    schools: SourceFile
    links: SourceFile | None = None
    authorities: Sequence[str] = ()
    allows_mass_closure: bool = False
    patience: int = 60
    """Seconds to wait for another load to end."""


@dataclass(frozen=True)
class Outcome:
    """What a load came to, or a rehearsal of it. `undated` pupil numbers had no census date and were left out."""

    figures: Figures
    not_seen: list[tuple[int, str]] = field(default_factory=list)
    undated: int = 0
    would_close_too_many: bool = False
    school_import: SchoolImport | None = None


def load(
    wish: Wish, *, by: Actor, at: datetime, progress: Progress | None = None, into: SchoolImport | None = None
) -> Outcome:
    """Bring the schools, trusts, pupil numbers and successions we hold to what the files say.

    Creates and updates, closes what has status 2, and never deletes; a school the file does not name is left
    alone. Safe to repeat: the same file again changes nothing. Adds one row to the imports (or finishes `into`)
    and one to the Record.

    Refuses with LoadRefused (a line that cannot be used), MassClosure or AnotherLoadRuns; nothing is changed then.
    """
    return _compared(wish, at, progress, lambda outcome: _written(wish, outcome, into, by=by, at=at))


def rehearse(
    wish: Wish, *, at: datetime, progress: Progress | None = None, into: SchoolImport | None = None
) -> Outcome:
    """The same load without its changes: the same figures and the same refusals.

    With `into`, what would change is listed under that import, which then waits for somebody to confirm it.
    """
    return _compared(wish, at, progress, lambda outcome: _listed(outcome, into, at))


def _compared(wish: Wish, at: datetime, progress: Progress | None, finish: Callable[[Outcome], Outcome]) -> Outcome:
    """Read both files into the staging tables, then compare, guard and `finish` in one transaction."""
    staging.begin()
    try:
        read, skipped = _stage_schools(wish, progress or (lambda rows, size: None))
        if wish.links is not None:
            staging.add_links(successions(_links(wish.links)))
        with transaction.atomic():
            _wait_for_turn(wish.patience)
            with staging.joined_in_bulk():
                staging.compare()
                return finish(_outcome(wish, read, skipped))
    finally:
        # Where the transaction or the connection is beyond use, the tables go with it.
        if not connection.needs_rollback:
            with suppress(DatabaseError):
                staging.end()


def _stage_schools(wish: Wish, progress: Progress) -> tuple[int, int]:
    """Read the school file to its end. Gives the rows read and those outside the authorities."""
    wanted, stream = frozenset(wish.authorities), wish.schools.stream
    read = skipped = errors = 0
    faults: list[Fault] = []
    lines: list[str] = []
    try:
        for item in read_schools(stream):
            read += 1
            if isinstance(item, Fault):
                errors += 1
                faults += [item] if errors <= FAULTS_KEPT else []
                continue
            line, row = item
            if not wanted or row.la_code in wanted:
                lines.append(staging.as_line(line, row))
            else:
                skipped += 1
                lines.append(staging.as_skipped_line(line, row.urn))
            if len(lines) == BATCH:
                staging.add_rows(lines)
                lines.clear()
                progress(read, stream.tell())
    except SchoolFileRefused as refusal:
        figures = Figures.of_refused(read=read + 1, skipped=skipped, errors=errors + 1)
        before = f"{sentence_of(faults, more=errors - len(faults))} " if faults else ""
        raise LoadRefused(
            f"{wish.schools.name}: {before}{refusal.sentence}", figures=figures, faults=tuple(faults)
        ) from refusal
    if faults:
        raise LoadRefused(
            f"{wish.schools.name}: {sentence_of(faults, more=errors - len(faults))}",
            figures=Figures.of_refused(read=read, skipped=skipped, errors=errors),
            faults=tuple(faults),
        )
    staging.add_rows(lines)
    progress(read, stream.tell())
    return read, skipped


def _links(file: SourceFile) -> list[LinkRow]:
    rows: list[LinkRow] = []
    faults: list[Fault] = []
    try:
        for item in read_links(file.stream):
            if isinstance(item, Fault):
                faults.append(item)
            else:
                rows.append(item[1])
    except SchoolFileRefused as refusal:
        raise LoadRefused(f"{file.name}: {refusal.sentence}") from refusal
    if faults:
        raise LoadRefused(f"{file.name}: {sentence_of(faults)}", faults=tuple(faults[:FAULTS_KEPT]))
    return rows


def _wait_for_turn(patience: int) -> None:
    """Take the loads' lock, waiting for another load for a while. Refuses with AnotherLoadRuns."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{patience}s"])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as cause:
        if not isinstance(cause.__cause__, LockNotAvailable):
            raise
        raise AnotherLoadRuns("Another school file is being loaded just now.") from cause


def _outcome(wish: Wish, read: int, skipped: int) -> Outcome:
    counts = staging.counted(wish.authorities)
    open_before, closing = counts["open_before"], counts["closing"]
    too_many = closes_too_many(open_before=open_before, closing=closing)
    if too_many and not wish.allows_mass_closure:
        raise MassClosure(
            f"{wish.schools.name}: {closing} of {open_before} open schools would close, more than 5 in 100. "
            "That looks like a broken file.",
            figures=Figures.of_refused(read=read, skipped=skipped, errors=closing),
        )
    figures = Figures(
        read=read,
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["taken"] - counts["created"] - counts["updated"],
        skipped=skipped,
        closed=counts["closed"],
        linked=counts["linked"],
        not_seen=counts["not_seen"],
    )
    not_seen = staging.not_seen(wish.authorities, NOT_SEEN_SHOWN)
    return Outcome(figures, not_seen, counts["undated"], would_close_too_many=too_many)


def _written(wish: Wish, outcome: Outcome, into: SchoolImport | None, *, by: Actor, at: datetime) -> Outcome:
    """Write the changes, and what the import came to."""
    _claim(into)
    done = into or SchoolImport(file_name=wish.schools.name[:200], asked_at=at)
    done.authorities = list(wish.authorities)
    done.allows_mass_closure = wish.allows_mass_closure
    done.links_name = wish.links.name[:200] if wish.links else ""
    done.digest = _digest(wish.schools.stream)
    done.state, done.finished_at = SchoolImportState.DONE, at
    _noted(done, outcome, at)
    writing.write(clock.day_of(at))
    record(
        by=by,
        at=at,
        verb="members.schools.imported",
        subject=done,
        file=done.file_name,
        sha256=done.digest,
        authorities=done.authorities,
        allowed_mass_closure=done.allows_mass_closure,
        **done.figures,
    )
    return replace(outcome, school_import=done)


def _listed(outcome: Outcome, into: SchoolImport | None, at: datetime) -> Outcome:
    """Note what the load would come to, for somebody to look at."""
    _claim(into)
    if into is not None:
        into.state = SchoolImportState.READY
        _noted(into, outcome, at)
    return replace(outcome, school_import=into)


def _claim(into: SchoolImport | None) -> None:
    """Hold the upload's row, or refuse with NoLongerWaiting when it has gone on since this work began."""
    if into is None:
        return
    now = SchoolImport.objects.select_for_update().values_list("state", flat=True).get(pk=into.pk)
    if now != into.state:
        raise NoLongerWaiting(f"This file is not waiting any more: {SchoolImportState(now).label.lower()}.")


def _noted(school_import: SchoolImport, outcome: Outcome, at: datetime) -> None:
    school_import.share_read, school_import.rows_read = 100, outcome.figures.read
    school_import.figures = outcome.figures.as_dict()
    school_import.undated = outcome.undated
    school_import.would_close_too_many = outcome.would_close_too_many
    school_import.touched_at = at
    school_import.save()
    writing.list_changes(school_import.pk, school_import.authorities)


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while part := stream.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()
