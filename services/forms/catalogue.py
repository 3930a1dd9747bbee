"""What a visitor asks of the catalogue, read from the address: what nobody offers is as if it were not asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django import forms

from services.queries.catalogue import Asked, Shelf
from services.rules.buyers import Phase
from services.states import ServiceKind

PHASES: dict[str, str] = {
    Phase.NURSERY: "Nursery",
    Phase.PRIMARY: "Primary",
    Phase.SECONDARY: "Secondary",
    Phase.ALL_THROUGH: "All-through",
    Phase.SPECIAL: "Special",
    Phase.ALTERNATIVE: "Alternative provision",
    Phase.COLLEGE: "College",
}
PAYS = {"school": "The school", "council": "The council"}
KINDS: dict[str, str] = {kind.value: kind.label for kind in ServiceKind}
SORTS = {"": "In catalogue order", "name": "By name"}
LONGEST = 100
LAST_PAGE = 10_000


def asked_by(query: Mapping[str, str]) -> Asked:
    """The question in an address."""
    page = query.get("page", "1")
    return Asked(
        text=query.get("q", "").replace("\x00", "").strip()[:LONGEST],
        group=query.get("group", "")[:LONGEST].replace("\x00", ""),
        phase=_one_of(query.get("phase", ""), PHASES),
        kind=_one_of(query.get("kind", ""), KINDS),
        pays=_one_of(query.get("pays", ""), PAYS),
        sort=_one_of(query.get("sort", ""), SORTS),
        page=min(int(page), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 and int(page) else 1,
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in set(known) else ""


def address(asked: Asked, **change: Any) -> str:
    """The address of the catalogue with one thing asked otherwise; back to the first page unless a page is named."""
    names = {"q": asked.text, "group": asked.group, "phase": asked.phase, "kind": asked.kind}
    kept = {**names, "pays": asked.pays, "sort": asked.sort, "page": "", **change}
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def filters(shelf: Shelf) -> list[dict[str, Any]]:
    """The filters as links, each with what it would lead to."""
    asked = shelf.asked
    groups = [_option(asked, "group", "", "All services", sum(group.count for group in shelf.groups))]
    groups += [_option(asked, "group", group.slug, group.name, group.count) for group in shelf.groups]
    return [
        {"label": "Group", "options": groups},
        {"label": "For", "options": _options(asked, "phase", "Every phase", PHASES)},
        {"label": "How you buy it", "options": _options(asked, "kind", "Any way", KINDS)},
        {"label": "Who pays", "options": _options(asked, "pays", "Anybody", PAYS)},
        {"label": "Order", "options": [_option(asked, "sort", value, label) for value, label in SORTS.items()]},
    ]


def _options(asked: Asked, name: str, everything: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_option(asked, name, value, label) for value, label in {"": everything, **known}.items()]


def _option(asked: Asked, name: str, value: str, label: str, count: int | None = None) -> dict[str, Any]:
    current = getattr(asked, name) == value
    return {"label": label, "href": address(asked, **{name: value}), "current": current, "count": count}


def quantity_in(text: str) -> Decimal | None:
    """A quantity as people write it; None where it is none."""
    try:
        quantity = Decimal(text.strip().replace(",", "") or "1")
    except InvalidOperation:
        return None
    return quantity if quantity.is_finite() and 0 < quantity < LAST_PAGE and len(text) < 12 else None


class InterestForm(forms.Form):
    """A word about why a school would buy a planned service."""

    note = forms.CharField(
        label="What would you use it for?",
        help_text="For example: “Two classes in Year 4, on Tuesdays.”",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
