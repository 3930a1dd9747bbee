"""Keys for programs: seen once when made, revoked with one button."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel import clock
from kernel.refusal import Refusal
from members.actions import tokens as actions
from members.forms.people import TokenForm
from members.models import ApiToken
from members.permissions import HatRequest, with_role
from members.states import DERIVED_ROLES, Role, scopes_for

ANY_ROLE = with_role(*Role.values, *DERIVED_ROLES)


@ANY_ROLE
def tokens(request: HttpRequest) -> HttpResponse:
    """This person's keys."""
    rows = ApiToken.objects.filter(person=cast(HatRequest, request).user).order_by("-made_at", "-pk")
    return render(request, "members/tokens.html", {"rows": rows, "now": clock.now()})


@ANY_ROLE
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a key for the hat worn; the answer shows it, this once."""
    asking = cast(HatRequest, request)
    assert asking.hat is not None  # noqa: S101 - the decorator lets nobody in without one
    form = TokenForm(request.POST or None, scopes=[(scope.value, scope.label) for scope in scopes_for(asking.hat.role)])
    if request.method == "POST" and form.is_valid():
        try:
            token, text = actions.make(
                person=asking.user, hat=asking.hat, by=asking.user, at=clock.now(), **form.cleaned_data
            )
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, f"{no.sentence} {no.forward}".strip())
        else:
            return render(request, "members/token_made.html", {"token": token, "text": text})
    return render(request, "members/token.html", {"form": form})


@ANY_ROLE
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a key of one's own from working."""
    asking = cast(HatRequest, request)
    actions.revoke(get_object_or_404(ApiToken, pk=pk, person=asking.user), by=asking.user, at=clock.now())
    return redirect("members:tokens")
