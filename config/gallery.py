"""The gallery at /components/: every component in every state, with what it takes. It is also a test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.gallery_examples import EXAMPLES
from members.public import public

# Shown inside others: the parts of a table, and the messages that the frame puts above a page.
PARTS = frozenset({"messages", "row", "cell"})
_SAYS = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """A component as the gallery shows it: its name, what it takes, and (caption, drawing) for every state."""

    name: str
    says: str
    examples: list[tuple[str, SafeString]]


def component_files() -> dict[str, Path]:
    """Every component of the house by its name."""
    folder = Path(settings.BASE_DIR) / "templates" / "components"
    return {file.stem: file for file in sorted(folder.glob("*.html"))}


def said_by(file: Path) -> str:
    """What the component's first comment says it is for and takes."""
    found = _SAYS.match(file.read_text())
    return found.group(1) if found else ""


def shown(request: HttpRequest) -> list[Shown]:
    """All components with their examples drawn."""
    return [
        Shown(
            name,
            said_by(file),
            [(caption, _drawn(name, values, request)) for caption, values in EXAMPLES.get(name, [])],
        )
        for name, file in component_files().items()
        if name not in PARTS
    ]


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery: type, colour, buttons, forms, and every component."""
    return render(request, "gallery.html", {"shown": shown(request)})


def _drawn(name: str, values: dict[str, Any], request: HttpRequest) -> SafeString:
    return render_to_string(f"components/{name}.html", values, request)
