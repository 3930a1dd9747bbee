"""The members' floor's work for later, each piece registered by the name it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from procrastinate.contrib.django import app

from kernel import clock
from members.actions import school_uploads


@app.task(name="schools.compare")
def compare_school_file(school_import: int) -> None:
    """Work out what an uploaded school file would change."""
    school_uploads.compare(school_import, at=clock.now(), progress=_progress(school_import))


@app.task(name="schools.load")
def load_school_file(school_import: int) -> None:
    """Load a school file that somebody has confirmed."""
    school_uploads.load_confirmed(school_import, at=clock.now(), progress=_progress(school_import))


def _progress(school_import: int) -> Callable[[int, int], None]:
    def note(rows: int, read: int) -> None:
        school_uploads.note_progress(school_import, rows=rows, size=read, at=clock.now())

    return note
