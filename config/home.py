"""The home pages: what does this person need to do, and what is the state of things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.sign_in import OUTSIDE
from kernel import clock
from kernel.ports import Need, PanelContent, Viewer, panels
from members.public import HatRequest, public

NUMBERS = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things")


@dataclass(frozen=True, slots=True)
class Home:
    """A home page put together: its finding, what waits, and the panels beside and below."""

    title: str
    needs: list[Need]
    main: list[PanelContent]
    aside: list[PanelContent]


@public
def home(request: HttpRequest) -> HttpResponse:
    """The public landing page, or the home page of the hat worn."""
    asking = cast(HatRequest, request)
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    if asking.hat is None:
        if asking.hats:
            return redirect("members:hats")
        return render(request, "members/no_hat.html", {"outside": request.session.get(OUTSIDE) or {}})
    viewer = Viewer(asking.user, asking.hat.role, asking.hat.organisation, clock.today())
    return render(request, "home.html", {"home": home_for(viewer)})


def home_for(viewer: Viewer) -> Home:
    """Put the page together from the panels that the floors offer for this role."""
    built = [
        (content, panel)
        for panel in sorted(panels, key=lambda panel: panel.order)
        if viewer.role in panel.roles and (content := panel.build(viewer)) is not None
    ]
    needs = [need for content, _ in built for need in content.needs]
    shown = [content for content, _ in built if content.template]
    return Home(
        title=_finding(len(needs)),
        needs=sorted(needs, key=lambda need: not need.urgent),
        main=[content for content in shown if not content.aside],
        aside=[content for content in shown if content.aside],
    )


def _finding(count: int) -> str:
    words = NUMBERS[count] if count < len(NUMBERS) else f"{count} things"
    return f"{words} {'needs' if count < 2 else 'need'} you{' today' if count == 0 else ''}"
