"""What every address of the REST interface shares: money in pence, pages of a list, and how errors are documented."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from kernel.money import Money
from kernel.problems import TITLES, ProblemSerializer

PER_PAGE = 50
LAST_PAGE = 100_000


class PenceField(serializers.IntegerField):
    """Money as whole pence."""

    def to_representation(self, value: Any) -> int:
        """The pence of an amount."""
        return value.pence if isinstance(value, Money) else int(value)

    def to_internal_value(self, data: Any) -> Any:
        """The amount of so many pence; refuses text, parts of a penny and true or false."""
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("Write the amount in whole pence, as a number.")
        return Money(super().to_internal_value(data))


def problems(*codes: int) -> dict[int, OpenApiResponse]:
    """The errors an address may answer with, for its documentation."""
    return {code: OpenApiResponse(ProblemSerializer, TITLES.get(code, "Error")) for code in (401, 403, *codes)}


PAGE = OpenApiParameter("page", int, description=f"Which page of {PER_PAGE}, from 1.")


def page_of(request: Request, found: Any) -> dict[str, Any]:
    """A page of a list: how many there are, how many pages, which one this is, and its rows."""
    pages = Paginator(found, PER_PAGE)
    page = pages.get_page(whole_number(request, "page", 1, most=LAST_PAGE))
    return {"count": pages.count, "pages": pages.num_pages, "page": page.number, "results": list(page)}


def whole_number(request: Request, name: str, default: int, *, most: int) -> int:
    """A whole number of the query, from 1 up to `most`; refuses anything else by its name."""
    text = request.query_params.get(name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise serializers.ValidationError({name: [f"Write a whole number from 1 to {most}."]})
    return int(text)


def listing(name: str, row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a page of rows, for the documentation."""
    fields: dict[str, Any] = {
        "count": serializers.IntegerField(help_text="How many there are in all."),
        "pages": serializers.IntegerField(),
        "page": serializers.IntegerField(),
        "results": row(many=True),
    }
    return type(name, (serializers.Serializer,), fields)
