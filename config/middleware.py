"""What happens around every page: the hat worn, and a kind answer to a stray refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.access import access_of
from kernel import clock
from kernel.refusal import Refusal
from members.public import SECOND_STEP_ROLES, Hat, HatRequest, Person, hats_of

SESSION_KEY = "hat"
SECOND_STEP = "second_step"
DEMO_STEP = "demo"


class HatMiddleware:
    """Puts the hats of the person who asks, and the one worn, on the request; refuses what nobody has classified.

    The hats are looked up afresh each time, so that an appointment that has ended gives no access from that day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asking = cast(HatRequest, request)
        asking.hat, asking.hats, asking.second_step_wanted = None, [], False
        if isinstance(request.user, Person):
            asking.hats = hats_of(request.user, clock.today())
            asking.hat = _worn(asking.hats, request.session.get(SESSION_KEY))
            request.user.hat_worn = asking.hat.key if asking.hat else ""
            asking.second_step_wanted = _lacks_second_step(asking)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Default deny: an address that nobody has classified is closed to everybody."""
        match = request.resolver_match
        if access_of(view, match.view_name if match else "") is None:
            raise PermissionDenied


def _worn(hats: list[Hat], chosen: str | None) -> Hat | None:
    """The hat chosen, while it lasts. Somebody with several whose chosen one has ended chooses again: acting in another
    role without noticing would put the wrong one on the record."""
    if chosen is None or len(hats) == 1:
        return hats[0] if hats else None
    return next((hat for hat in hats if hat.key == chosen), None)


def _lacks_second_step(request: HatRequest) -> bool:
    """Whether the hat worn needs a second step that this person does not have.

    Once seen, it is remembered for the session: the last second step cannot be removed while such a hat is held.
    """
    if request.hat is None or request.hat.role not in SECOND_STEP_ROLES:
        return False
    seen = request.session.get(SECOND_STEP)
    if seen == request.user.pk or (settings.DEMO and seen == DEMO_STEP):
        return False
    if not Authenticator.objects.filter(user=request.user).exists():
        return True
    request.session[SECOND_STEP] = request.user.pk
    return False


class RefusalMiddleware:
    """Turns a refusal that no form caught into a page that says why and what to do (409)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return render(request, "refused.html", {"refusal": exception}, status=409)
        return None
