"""A school file that somebody uploads: taken in, compared, confirmed or given up, and loaded.

Reading and loading are jobs: nobody waits at a page for a nationwide file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Least

from kernel.jobs import later
from kernel.records import record
from members.actions.school_import import Progress, SourceFile, Wish, load, rehearse
from members.models import Person, SchoolImport
from members.rules.official_files import SchoolFileRefused
from members.rules.school_import import LoadRefused, MassClosure, NoLongerWaiting, StillAtWork
from members.states import SCHOOL_IMPORT_MOVES, SchoolImportState

PATIENCE = timedelta(minutes=2)
"""A job that has not been heard of for so long may be asked for again."""

State = SchoolImportState


def private_files() -> FileSystemStorage:
    """Where uploads wait: a folder that no address leads to, and that only this program's user may read."""
    return FileSystemStorage(
        Path(settings.MEDIA_ROOT) / "school-files",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


@transaction.atomic
def take_in(
    *, schools: File[bytes], links: File[bytes] | None, authorities: Sequence[str], by: Person, at: datetime
) -> SchoolImport:
    """Keep the files privately and ask for them to be compared with what we hold. Each call is a new upload."""
    store = private_files()
    taken = SchoolImport.objects.create(
        file_name=Path(schools.name or "").name[:200],
        size=schools.size,
        stored_as=store.save(uuid4().hex, schools),
        links_name=Path(links.name or "").name[:200] if links else "",
        links_stored_as=store.save(uuid4().hex, links) if links else "",
        authorities=list(authorities),
        state=State.READING,
        asked_by=by,
        asked_at=at,
        touched_at=at,
    )
    record(by=by, at=at, verb="members.school_file.uploaded", subject=taken, file=taken.file_name)
    later("schools.compare", school_import=taken.pk)
    return taken


def compare(school_import: int, *, at: datetime, progress: Progress) -> None:
    """Work out what an uploaded file would change, for somebody to confirm; or note why it cannot be used.

    Safe to repeat: what is no longer being read is left alone.
    """
    taken = SchoolImport.objects.get(pk=school_import)
    if taken.state != State.READING:
        return
    try:
        with _opened(taken, allows_mass_closure=True) as wish:
            rehearse(wish, at=at, progress=progress, into=taken)
    except SchoolFileRefused as refusal:
        _note_refusal(taken, refusal, at)
    except NoLongerWaiting:
        return


@transaction.atomic
def confirm(school_import: int, *, allows_mass_closure: bool, by: Person, at: datetime) -> SchoolImport:
    """Say yes to what the file changes, and ask for it to be loaded.

    Refuses with NoLongerWaiting, and with MassClosure where very many schools would close and nobody said that
    they did.
    """
    taken = _waiting(school_import, State.READY)
    if taken.would_close_too_many and not allows_mass_closure:
        raise MassClosure(
            f"{taken.figures['closed']} schools would close at once. That looks like a broken file: "
            "say that they did close, or give this file up.",
        )
    taken.allows_mass_closure = allows_mass_closure
    taken.confirmed_by, taken.confirmed_hat = by, by.hat_worn
    taken.rows_read = taken.share_read = 0
    _move(taken, State.LOADING, at)
    record(by=by, at=at, verb="members.school_file.confirmed", subject=taken, file=taken.file_name)
    later("schools.load", school_import=taken.pk)
    return taken


def load_confirmed(school_import: int, *, at: datetime, progress: Progress) -> None:
    """Load a confirmed file, in the name of who confirmed it; or note why it could not be loaded.

    Safe to repeat: what is not waiting to be loaded is left alone.
    """
    taken = SchoolImport.objects.select_related("confirmed_by").get(pk=school_import)
    if taken.state != State.LOADING or taken.confirmed_by is None:
        return
    taken.confirmed_by.hat_worn = taken.confirmed_hat
    try:
        with _opened(taken, allows_mass_closure=taken.allows_mass_closure) as wish:
            load(wish, by=taken.confirmed_by, at=at, progress=progress, into=taken)
        _remove_files(taken)
    except SchoolFileRefused as refusal:
        _note_refusal(taken, refusal, at)
    except NoLongerWaiting:
        return


@transaction.atomic
def give_up(school_import: int, *, by: Person, at: datetime) -> SchoolImport:
    """Leave an uploaded file unloaded and remove it. Refuses with NoLongerWaiting."""
    taken = _waiting(school_import, State.READY, State.READING)
    taken.finished_at = at
    _move(taken, State.GIVEN_UP, at)
    record(by=by, at=at, verb="members.school_file.given_up", subject=taken, file=taken.file_name)
    _remove_files(taken)
    return taken


@transaction.atomic
def ask_again(school_import: int, *, by: Person, at: datetime) -> SchoolImport:
    """Ask again for work that was begun and never ended, as when the machine was switched off.

    Refuses with NoLongerWaiting, and with StillAtWork while the work was heard of lately.
    """
    taken = _waiting(school_import, State.READING, State.LOADING)
    if at - taken.touched_at < PATIENCE:
        raise StillAtWork("We are still working on this file.")
    _move(taken, State(taken.state), at)
    record(by=by, at=at, verb="members.school_file.asked_again", subject=taken, file=taken.file_name)
    later("schools.compare" if taken.state == State.READING else "schools.load", school_import=taken.pk)
    return taken


def note_progress(school_import: int, *, rows: int, size: int, at: datetime) -> None:
    """How far a job has come, for the page that shows it: rows, and bytes of the file."""
    share = Least(Value(100), Value(size) * 100 / Greatest(F("size"), Value(1)))
    SchoolImport.objects.filter(pk=school_import).update(rows_read=rows, share_read=share, touched_at=at)


@contextmanager
def _opened(taken: SchoolImport, *, allows_mass_closure: bool) -> Iterator[Wish]:
    with ExitStack() as opened:
        try:
            schools, *rest = (
                opened.enter_context(Path(private_files().path(name)).open("rb"))
                for name in (taken.stored_as, taken.links_stored_as)
                if name
            )
        except (OSError, ValueError) as cause:
            raise LoadRefused("The uploaded file is no longer there. Upload it again.") from cause
        yield Wish(
            schools=SourceFile(schools, taken.file_name),
            links=SourceFile(rest[0], taken.links_name) if rest else None,
            authorities=tuple(taken.authorities),
            allows_mass_closure=allows_mass_closure,
        )


def _waiting(school_import: int, *states: SchoolImportState) -> SchoolImport:
    taken = SchoolImport.objects.select_for_update().get(pk=school_import)
    if taken.state not in states:
        raise NoLongerWaiting(f"This file is not waiting any more: {State(taken.state).label.lower()}.")
    return taken


def _move(taken: SchoolImport, to: SchoolImportState, at: datetime) -> None:
    here = State(taken.state)
    if here != to and (here, to) not in SCHOOL_IMPORT_MOVES:
        raise ValueError(f"an import does not go from {here} to {to}")
    taken.state, taken.touched_at = to, at
    taken.save()


@transaction.atomic
def _note_refusal(taken: SchoolImport, refusal: SchoolFileRefused, at: datetime) -> None:
    """A refused file changed nothing; its sentence and figures stay, the file goes."""
    begun = taken.state
    taken.refresh_from_db()
    if taken.state != begun:
        return
    taken.refused_because = refusal.sentence
    taken.figures = refusal.figures.as_dict() if isinstance(refusal, LoadRefused) else {}
    taken.finished_at = at
    _move(taken, State.REFUSED, at)
    _remove_files(taken)


def _remove_files(taken: SchoolImport) -> None:
    names = [name for name in (taken.stored_as, taken.links_stored_as) if name]
    taken.stored_as = taken.links_stored_as = ""
    taken.save(update_fields=["stored_as", "links_stored_as"])
    for name in names:
        transaction.on_commit(lambda name=name: private_files().delete(name))  # type: ignore[misc]
