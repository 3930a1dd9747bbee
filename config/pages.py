"""The pages that every site owes its visitors: how to reach us, accessibility, privacy, terms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.public import public


@public
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the company."""
    return render(request, "pages/contact.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, how we know, and what is not good enough yet."""
    return render(request, "pages/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, why, and for how long."""
    return render(request, "pages/privacy.html")


@public
def terms(request: HttpRequest) -> HttpResponse:
    """The terms on which the site is used and services are bought."""
    return render(request, "pages/terms.html")
