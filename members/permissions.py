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
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from kernel import clock
from members.models import Organisation, Person
from members.ports import Hat
from members.queries.tokens import Bearer, bearer_of
from members.states import SCHOOL_ROLES, STAFF_ROLES, OrganisationKind, Role

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """How a view is classified: `kind` is public, signed_in, role, school or key; `roles` says which hats may enter."""

    kind: str
    roles: frozenset[str] = frozenset()


class KeyRequest(Request):
    """A request of a program: the person it acts for, and the key's hat and scopes."""

    user: Person
    auth: Bearer


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


class KeyAuthentication(BaseAuthentication):
    """A program says whose key it holds: `Authorization: Bearer coppice_…`."""

    def authenticate(self, request: Request) -> tuple[Person, Bearer] | None:
        """The person the key stands for, and what it is for; None where there is no key."""
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        bearer = bearer_of(text.strip(), clock.now())
        if bearer is None:
            raise AuthenticationFailed(
                "This key is unknown, revoked or expired. Make a new one on the page of your keys."
            )
        return bearer.person, bearer

    def authenticate_header(self, request: Request) -> str:
        """What a program without a key is asked for."""
        return 'Bearer realm="keys"'


def with_key(**scopes: str) -> Callable[[Callable[..., Any]], View]:
    """An address for programs, each method with the scope its key must have: `with_key(GET="orders:read")`."""

    class HasScope(BasePermission):
        message = "This key is not for that: make one with the scope this address asks for."

        def has_permission(self, request: Request, view: Any) -> bool:
            if not isinstance(request.auth, Bearer):
                raise NotAuthenticated("Send a key: Authorization: Bearer coppice_…")
            return scopes.get(request.method or "") in request.auth.scopes

    def decorate(view: Callable[..., Any]) -> View:
        guarded = permission_classes([HasScope])(authentication_classes([KeyAuthentication])(view))
        address: Any = api_view(list(scopes))(guarded)
        address.access = Access("key")
        return cast(View, address)

    return decorate


def school_for_key(request: KeyRequest, urn: int) -> Organisation:
    """The school a program asks about: its own, or any for staff; otherwise 404, as for one that does not exist."""
    hat = request.auth.hat
    if hat.role in SCHOOL_ROLES and hat.organisation.urn == urn:
        return hat.organisation
    found = None
    if hat.role in STAFF_ROLES or hat.role == Role.COUNCIL_COMMISSIONER:
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


__all__ = [
    "Access",
    "HatRequest",
    "KeyRequest",
    "at_school",
    "public",
    "school_for_key",
    "signed_in",
    "with_key",
    "with_role",
]
