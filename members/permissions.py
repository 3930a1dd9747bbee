"""Who may open which page. Every view carries its classification, and what is not classified is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

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
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            hat = cast(HatRequest, request).hat
            if hat is None or hat.role not in allowed:
                raise PermissionDenied
            return view(request, *args, **kwargs)

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
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            asking = cast(HatRequest, request)
            asking.school = _school_for(asking.hat, urn, allowed)
            return view(request, *args, urn=urn, **kwargs)

        return _classified(guarded, Access("school", allowed))

    return decorate


def _school_for(hat: Hat | None, urn: int, allowed: frozenset[str]) -> Organisation:
    """The school the address names, if this hat may know it; otherwise 404 or 403."""
    if hat is None:
        raise Http404
    if hat.role in SCHOOL_ROLES:
        if hat.organisation.urn != urn:
            raise Http404
        if hat.role not in allowed:
            raise PermissionDenied
        return hat.organisation
    if hat.role not in allowed:
        raise Http404
    found = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, urn=urn).first()
    if found is None:
        raise Http404
    return found


def _classified(view: View, access: Access) -> View:
    @wraps(view)
    def classified(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    classified.access = access  # type: ignore[attr-defined]
    return classified


__all__ = ["Access", "HatRequest", "at_school", "public", "signed_in", "with_role"]
