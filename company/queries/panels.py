"""What the boardroom puts on the home pages of directors and of the company secretary."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from company.models import AcceptedBreach, Meeting, Resolution
from company.queries.board_page import BoardPage, page_of
from company.queries.boards import known_board
from company.rules.results import RuleResult, State
from kernel import clock
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.public import DERIVED_ROLES, Role

DIRECTORS = frozenset(DERIVED_ROLES)
SECRETARY = frozenset({Role.COMPANY_SECRETARY.value})
# The council looks at the board; putting it right is the company's.
COUNCIL = frozenset({Role.COUNCIL_COMMISSIONER.value})


def board(viewer: Viewer) -> PanelContent:
    """Whether the board is lawful and what is coming; two SQL statements."""
    page = page_of(known_board(), viewer.on)
    return PanelContent(
        title=page.title,
        template="company/panel_board.html",
        context={"page": page, "look": _to_look_at(page), "href": reverse("company:board")},
        needs=[] if viewer.role in COUNCIL else _board_needs(page),
    )


def _to_look_at(page: BoardPage) -> list[RuleResult]:
    """The rules that do not simply hold."""
    return [rule for rule in page.rules if rule.state is not State.HOLDS]


def _board_needs(page: BoardPage) -> list[Need]:
    href = reverse("company:board")
    if page.composition.broken:
        return [Need(page.title, href, note="Put it right, or record the reason and the cure date.", urgent=True)]
    if page.ahead:
        return [Need("Rules of the board will break", href, note=page.coming, aside=_said(page.ahead[0].on))]
    return []


def meetings(viewer: Viewer) -> PanelContent:
    """The next meeting; and for the secretary, those whose attendance is missing. Two SQL statements."""
    start = clock.start_of(viewer.on)
    coming = Meeting.objects.filter(starts_at__gte=start).order_by("starts_at").first()
    needs = []
    if viewer.role in SECRETARY:
        late = Meeting.objects.filter(starts_at__lt=start, held_at__isnull=True).order_by("starts_at")
        needs = [
            Need(f"Record who came: {row.title}", reverse("company:attendance", args=[row.pk]), aside=_day(row))
            for row in late
        ]
    context = {"meeting": coming, "href": reverse("company:meetings")}
    return PanelContent("Next meeting", "company/panel_meeting.html", context, needs, aside=True)


def to_settle(viewer: Viewer) -> PanelContent:
    """Votes not recorded at meetings held, and breaches to cure. Two SQL statements."""
    votes = Resolution.objects.filter(decided_at__isnull=True, meeting__held_at__isnull=False).order_by("number")
    breaches = AcceptedBreach.objects.filter(cure_by__gte=viewer.on).order_by("cure_by")
    needs = [
        Need(f"Record the vote on {row.number}", reverse("company:vote", args=[row.number]), note=row.text)
        for row in votes
    ]
    needs += [
        Need("Cure an accepted breach", reverse("company:board"), note=row.reason, aside=_said(row.cure_by))
        for row in breaches
    ]
    return PanelContent(needs=needs)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _day(meeting: Meeting) -> str:
    return _said(clock.day_of(meeting.starts_at))


PANELS = [
    Panel("board", DIRECTORS | SECRETARY | COUNCIL, 10, board),
    Panel("meetings", DIRECTORS | SECRETARY, 20, meetings),
    Panel("boardroom-work", SECRETARY, 30, to_settle),
]
