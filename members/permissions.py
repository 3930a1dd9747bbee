"""Who may open which page. Every view carries its classification, and what is not classified is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from members.models import Organisation, Person
from members.ports import Hat
from members.states import SCHOOL_ROLES, OrganisationKind

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """How a view is classified: `kind` is public, signed_in, role or school; `roles` says which hats may enter."""

    kind: str
    roles: frozenset[str] = frozenset()


class HatRequest(HttpRequest):
    """A request as views see it once the middleware has looked at who is asking."""

    user: Person
    hat: Hat | None
    hats: list[Hat]
    school: Organisation
    second_step_wanted: bool


def public(view: View) -> View:
    """Anybody may open it."""
    return _classified(view, Access("public"))


def signed_in(view: View) -> View:
    """Anybody who is signed in may open it, whichever hat they wear."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _classified(guarded, Access("signed_in"))


def with_role(*roles: str) -> Callable[[View], View]:
    """Whoever wears one of these hats may open it."""
    allowed = frozenset(str(role) for role in roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asking = cast(HatRequest, request)
            if asking.hat is not None and asking.hat.role in allowed:
                return _second_step(asking) or view(request, *args, **kwargs)
            return _another_hat(asking, lambda hat: hat.role in allowed, PermissionDenied())

        return _classified(guarded, Access("role", allowed))

    return decorate


def at_school(*roles: str) -> Callable[[View], View]:
    """For addresses with a `urn`: whoever wears one of these hats at that school, or a named staff hat.

    Another school's address answers 404, exactly as one that does not exist. The school is put on `request.school`.
    """
    allowed = frozenset(str(role) for role in roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, urn: int, **kwargs: Any) -> HttpResponseBase:
            asking = cast(HatRequest, request)
            if asking.hat is not None and _fits(asking.hat, urn, allowed):
                asking.school = _school_for(asking.hat, urn)
                return _second_step(asking) or view(request, *args, urn=urn, **kwargs)
            known = asking.hat is not None and asking.hat.organisation.urn == urn
            return _another_hat(
                asking, lambda hat: _fits(hat, urn, allowed), PermissionDenied() if known else Http404()
            )

        return _classified(guarded, Access("school", allowed))

    return decorate


def _fits(hat: Hat, urn: int, allowed: frozenset[str]) -> bool:
    """A school hat opens its own school and no other; a staff hat opens every one where it is named."""
    return hat.role in allowed and (hat.role not in SCHOOL_ROLES or hat.organisation.urn == urn)


def _school_for(hat: Hat, urn: int) -> Organisation:
    if hat.role in SCHOOL_ROLES:
        return hat.organisation
    found = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, urn=urn).first()
    if found is None:
        raise Http404
    return found


def _another_hat(request: HatRequest, fits: Callable[[Hat], bool], no: Exception) -> HttpResponseBase:
    """Not in this hat: sign in, change to a hat of one's own that fits, or hear no."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method in {"GET", "HEAD"} and any(fits(hat) for hat in request.hats):
        return redirect(f"{reverse('members:hats')}?{urlencode({'next': request.get_full_path()})}")
    raise no


def _second_step(request: HatRequest) -> HttpResponseBase | None:
    """Where a hat that needs a second step goes while its wearer has none; None when all is well."""
    return redirect("mfa_index") if request.second_step_wanted else None


def _classified(view: View, access: Access) -> View:
    @wraps(view)
    def classified(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    classified.access = access  # type: ignore[attr-defined]
    return classified


__all__ = ["Access", "HatRequest", "at_school", "public", "signed_in", "with_role"]
