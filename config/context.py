"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.navigation import places_for
from members.public import Organisation, the_company


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo, the hat worn, the company (read when a page shows it), and the places to go."""
    hat = getattr(request, "hat", None)
    return {
        "demo": settings.DEMO,
        "hat": hat,
        "hats": getattr(request, "hats", []),
        "company": SimpleLazyObject(_company),
        "navigation": places_for(hat, request.path),
    }


def _company() -> Organisation | None:
    try:
        return the_company()
    except Organisation.DoesNotExist:
        return None
