"""Errors of the REST interface as problem details (RFC 9457): one shape, in plain sentences, naming the field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response

from kernel.refusal import Refusal

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Something in the request needs changing",
    401: "Sign in first",
    403: "This token may not do that",
    404: "There is no such thing here",
    405: "This address does not take that method",
    406: "This interface answers in JSON",
    409: "A rule does not allow it",
    415: "Send JSON",
    429: "Too many requests",
}


class FieldProblemSerializer(serializers.Serializer[Any]):
    """What is the matter with one field of the request."""

    field = serializers.CharField(help_text="Where in the request, e.g. `lines.0.quantity`.")
    sentence = serializers.CharField(help_text="What to change, in plain English.")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error: RFC 9457 problem details."""

    type = serializers.CharField(help_text="`about:blank`, or the name of the rule that refused.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One sentence fit to show to a person.")
    # DRF keeps a serializer's own problems under the same name; as a declared field it is taken out of the class.
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]
    rule = serializers.CharField(required=False, help_text="Where the rule comes from.")
    forward = serializers.CharField(required=False, help_text="What can be done instead.")


def handle(problem: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception with problem details; None lets an unexpected one surface as a 500."""
    if isinstance(problem, Refusal):
        return _refused(problem)
    if isinstance(problem, Http404):
        problem = exceptions.NotFound()
    elif isinstance(problem, PermissionDenied):
        problem = exceptions.PermissionDenied()
    if not isinstance(problem, exceptions.APIException):
        return None
    response = _answer(problem.status_code, detail=_sentence(problem), errors=list(_fields(problem)))
    if header := getattr(problem, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(problem, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _refused(refusal: Refusal) -> Response:
    errors = [{"field": refusal.field, "sentence": refusal.sentence}] if refusal.field else []
    more = {key: text for key, text in (("rule", refusal.rule), ("forward", refusal.forward)) if text}
    return _answer(status.HTTP_409_CONFLICT, detail=refusal.sentence, errors=errors, kind=refusal.name, **more)


def _answer(
    code: int, *, detail: str, errors: list[dict[str, str]], kind: str = "about:blank", **more: str
) -> Response:
    body: dict[str, Any] = {"type": kind, "title": TITLES.get(code, "Error"), "status": code, "detail": detail, **more}
    if errors:
        body["errors"] = errors
    return Response(body, status=code, content_type=MEDIA_TYPE)


def _sentence(problem: exceptions.APIException) -> str:
    if isinstance(problem, exceptions.ValidationError):
        fields = list(_fields(problem))
        return fields[0]["sentence"] if fields else "Something in the request needs changing."
    return str(problem.detail)


def _fields(problem: exceptions.APIException) -> list[dict[str, str]]:
    if not isinstance(problem, exceptions.ValidationError):
        return []
    return _flatten(problem.detail, "")


def _flatten(detail: Any, where: str) -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [row for key, value in detail.items() for row in _flatten(value, _join(where, str(key)))]
    if isinstance(detail, list):
        rows: list[dict[str, str]] = []
        for place, value in enumerate(detail):
            rows += _flatten(value, _join(where, str(place)) if isinstance(value, dict | list) else where)
        return rows
    return [{"field": where or "request", "sentence": str(detail)}]


def _join(where: str, key: str) -> str:
    if key == "non_field_errors":
        return where
    return f"{where}.{key}" if where else key
