"""Home pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.public import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """The landing page, or the home of the hat worn."""
    return render(request, "home.html", {})
