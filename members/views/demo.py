"""Signing in to the demo: one button for each invented person. These addresses exist in demo mode only."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel import clock
from members.models import Person
from members.permissions import public
from members.queries.demo import demo_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
def choose(request: HttpRequest) -> HttpResponse:
    """Who to be, grouped by what they do."""
    return render(request, "members/demo.html", {"groups": demo_people(clock.today())})


@public
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as a demo person, who counts as having taken a second step."""
    person = get_object_or_404(Person, pk=pk, is_demo=True, is_active=True)
    request.session.flush()
    login(request, person, backend=BACKEND)
    request.session["second_step"] = "demo"
    return redirect("home")
