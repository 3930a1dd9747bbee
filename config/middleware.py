"""What happens around every page: the hat worn, and a kind answer to a stray refusal."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kernel import clock
from kernel.refusal import Refusal
from members.public import Person, hats_of

SESSION_KEY = "hat"


class HatMiddleware:
    """Puts the hats of the person who asks, and the one worn, on the request.

    The hat is looked up afresh each time, so that an appointment that has ended gives no access from that day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.hat, request.hats = None, []  # type: ignore[attr-defined]
        if request.user.is_authenticated and isinstance(request.user, Person):
            hats = hats_of(request.user, clock.today())
            wanted = request.session.get(SESSION_KEY)
            worn = next((hat for hat in hats if hat.key == wanted), hats[0] if hats else None)
            request.hats, request.hat = hats, worn  # type: ignore[attr-defined]
            request.user.hat_worn = worn.key if worn else ""
        return self.get_response(request)


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
