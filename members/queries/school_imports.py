"""Reads about loads of school files: the history, and what one of them changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse

from kernel import clock
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.models import SchoolImport, SchoolImportChange
from members.rules.school_import import FIGURES_IN_WORDS
from members.states import IMPORT_ROLES, SchoolChange, SchoolImportState

CHANGES_A_PAGE = 50
HISTORY_SHOWN = 20


def history() -> QuerySet[SchoolImport]:
    """The latest loads and uploads, the newest first; one SQL statement."""
    return SchoolImport.objects.select_related("asked_by", "confirmed_by").order_by("-pk")[:HISTORY_SHOWN]


def waiting(viewer: Viewer) -> PanelContent | None:
    """Uploads that wait for somebody's word, for the home pages; one SQL statement."""
    ready = SchoolImport.objects.filter(state=SchoolImportState.READY).order_by("pk")
    needs = [
        Need(
            f"Look at what {each.file_name} changes",
            reverse("members:school_import", args=[each.pk]),
            note="It has been compared with the schools we hold, and waits for your word.",
        )
        for each in ready
    ]
    return PanelContent(needs=needs) if needs else None


def panels() -> list[Panel]:
    """What school files bring to the home pages of those who may load them."""
    return [Panel("members.school-files", frozenset(role.value for role in IMPORT_ROLES), 60, waiting)]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """One kind of change: its label and how many schools it is about."""

    kind: str
    label: str
    count: int

    @property
    def has_values(self) -> bool:
        """Whether this kind of change has a before and an after."""
        return self.kind not in (SchoolChange.NEW, SchoolChange.NOT_SEEN, SchoolChange.REOPENED)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One upload or load as its page shows it."""

    school_import: SchoolImport
    lists: list[ChangeList]
    kind: ChangeList | None
    changes: Page[SchoolImportChange] | None

    @property
    def finding(self) -> str:
        """What the file changes, in one line."""
        figures = self.school_import.figures
        is_done = self.school_import.state == SchoolImportState.DONE
        told = ((figures.get("created"), "new"), (figures.get("updated"), "changed"))
        parts = [f"{count:,} {word}" for count, word in told if count]
        if closed := figures.get("closed"):
            parts.append(f"{closed:,} of them closed")
        if not parts:
            return "No school had changed" if is_done else "This file changes no school"
        return f"{'Schools:' if is_done else 'This file:'} {', '.join(parts)}"

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The figures of the load as (label, value) pairs, without those that are nought."""
        given = self.school_import.figures
        return [(words.capitalize(), f"{given[name]:,}") for name, words in FIGURES_IN_WORDS.items() if given.get(name)]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Where the file comes from, as (label, value) pairs."""
        row = self.school_import
        return [
            ("Handed in by", row.asked_by.name if row.asked_by else "The command line"),
            ("On", _written(row.asked_at)),
            *([("Confirmed by", row.confirmed_by.name)] if row.confirmed_by else []),
            ("Authorities", ", ".join(row.authorities) or "All in the file"),
            ("Links file", row.links_name or "None"),
            ("State", SchoolImportState(row.state).label),
        ]

    @property
    def kilobytes(self) -> tuple[int, int]:
        """How much of the file is read, and of how much."""
        size = max(self.school_import.size // 1024, 1)
        return size * self.school_import.share_read // 100, size

    @property
    def left_out(self) -> str:
        """What was left out for want of a census day, as a sentence; empty where there is nothing."""
        count = self.school_import.undated
        numbers = "One pupil number has" if count == 1 else f"{count:,} pupil numbers have"
        return f"{numbers} no census date, and cannot be used." if count else ""


def page_of(school_import: SchoolImport, kind: str = "", page: str | None = None) -> ImportPage:
    """One import with one of its lists of changes (the first where `kind` is none of them); three SQL statements."""
    is_compared = school_import.state in (SchoolImportState.READY, SchoolImportState.DONE)
    lists = _lists(school_import) if is_compared else []
    shown = next((each for each in lists if each.kind == kind), lists[0] if lists else None)
    return ImportPage(school_import, lists, shown, _changes(school_import, shown.kind, page) if shown else None)


def _lists(school_import: SchoolImport) -> list[ChangeList]:
    """How many changes of each kind, in a fixed order, without the kinds there are none of."""
    found = dict(
        SchoolImportChange.objects.filter(school_import=school_import)
        .order_by()
        .values("kind")
        .annotate(schools=Count("pk"))
        .values_list("kind", "schools")
    )
    return [ChangeList(kind.value, kind.label, found[kind]) for kind in SchoolChange if kind in found]


def _changes(school_import: SchoolImport, kind: str, page: str | None) -> Page[SchoolImportChange]:
    rows = SchoolImportChange.objects.filter(school_import=school_import, kind=kind).order_by("name", "urn")
    return Paginator(rows, CHANGES_A_PAGE).get_page(page)


def _written(at: datetime) -> str:
    on = clock.day_of(at)
    return f"{on.day} {on:%B %Y}"
