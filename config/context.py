"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo, and the hat worn."""
    return {"demo": settings.DEMO, "hat": getattr(request, "hat", None), "hats": getattr(request, "hats", [])}
