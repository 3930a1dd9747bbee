"""Is everything well? The database, and every invariant of the books and registers, in a line each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel import clock, ports
from members.public import public

KEY, SECONDS_KEPT = "config.health", 300


@dataclass(frozen=True, slots=True)
class Health:
    """What the last look found: which invariants hold, and when it was; no rows, since anybody may read it."""

    looked_at: datetime
    holding: list[str]
    broken: list[str]

    @property
    def title(self) -> str:
        """The finding."""
        count = len(self.holding) + len(self.broken)
        return f"{len(self.broken)} of {count} checks fail" if self.broken else f"All {count} checks hold"


def look(at: datetime) -> Health:
    """Run every check now."""
    found = [(check.sentence, bool(check.run())) for check in ports.checks]
    return Health(at, [name for name, wrong in found if not wrong], [name for name, wrong in found if wrong])


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The last look, at most five minutes old; 503 when a check fails, for whatever watches the site."""
    seen = cache.get(KEY)
    if seen is None:
        seen = look(clock.now())
        cache.set(KEY, seen, SECONDS_KEPT)
    return render(request, "health.html", {"health": seen}, status=503 if seen.broken else 200)
