"""Choosing in which role to act."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from members.permissions import HatRequest, signed_in

SESSION_KEY = "hat"


@signed_in
@require_http_methods(["GET", "POST"])
def hats(request: HttpRequest) -> HttpResponse:
    """The roles this person has today, one button each; the one chosen is worn until another is."""
    asking = cast(HatRequest, request)
    going_to = _next(request)
    if request.method == "POST":
        chosen = next((hat for hat in asking.hats if hat.key == request.POST.get("hat")), None)
        if chosen is None:
            raise Http404
        request.session[SESSION_KEY] = chosen.key
        messages.success(request, f"You now act as {chosen.label.lower()} at {chosen.organisation.name}.")
        return redirect(going_to or "home")
    ended = asking.hat is None and bool(asking.hats)
    return render(request, "members/hats.html", {"next": going_to, "ended": ended})


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this site, or nowhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""
