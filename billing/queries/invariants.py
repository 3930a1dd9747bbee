"""What an invariant of the books is, and how it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.db import connection

from kernel.ports import Check, Finding


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that should be true, and one SQL statement that finds what breaks it: (key, what is wrong) rows."""

    name: str
    sentence: str
    sql: str

    def check(self) -> Check:
        """The invariant as the site's list of checks takes it."""
        return Check(self.name, self.sentence, partial(found_by, self.sql))


def found_by(sql: str) -> list[Finding]:
    """The rows a statement finds."""
    with connection.cursor() as cursor:
        # Parameters are none, but percent signs are doubled all the same: one way of writing for all statements.
        cursor.execute(sql, [])
        return [Finding(str(key), str(problem)) for key, problem in cursor.fetchall()]
