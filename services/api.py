"""The catalogue and quotes for programs: the same prices and workings as on the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from kernel import clock
from kernel.money import Money
from kernel.rest import PAGE, PenceField, problems, whole_number
from members.public import SCHOOL_ROLES, KeyRequest, Organisation, TokenScope, school_for_key, with_key
from services.forms.catalogue import LAST_PAGE, asked_by, quantity_in
from services.models import Service
from services.queries import catalogue as queries
from services.queries.quotes import ONE, Wanted, quote_all
from services.queries.service_page import ServicePage, service_page
from services.states import Availability

SCHOOL = OpenApiParameter("school", int, description="URN of the school to price for; a school's key needs none.")


class WorkingLineSerializer(serializers.Serializer[Any]):
    """One line of a sum."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    note = serializers.CharField()


class QuoteSerializer(serializers.Serializer[Any]):
    """What a service costs a school on a day, and how. Money in whole pence."""

    service = serializers.CharField(source="slug")
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=8, decimal_places=2)
    option = serializers.CharField()
    net = PenceField()
    vat_code = serializers.CharField(help_text="standard, reduced, zero, exempt or outside (the scope of VAT).")
    vat_rate = serializers.IntegerField(help_text="Basis points: 2000 is 20 %.")
    vat = PenceField()
    gross = PenceField()
    money_type = serializers.CharField()
    payer = serializers.CharField(help_text="Empty where the school pays, else who does.")
    cfr_code = serializers.CharField()
    standing = serializers.CharField()
    price_chosen = serializers.CharField(source="chosen")
    pupils = serializers.DecimalField(max_digits=7, decimal_places=1, allow_null=True)
    pupils_counted_on = serializers.DateField(allow_null=True)
    working = WorkingLineSerializer(many=True)
    sentences = serializers.ListField(child=serializers.CharField())
    yearly = serializers.BooleanField()
    on = serializers.DateField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a school cannot have a service, and what to do instead."""

    rule = serializers.CharField(source="name")
    sentence = serializers.CharField()
    forward = serializers.CharField()


class ServiceSerializer(serializers.Serializer[Any]):
    """A service of the catalogue with its price for a school, or the reason why there is none."""

    slug = serializers.CharField(source="service.slug")
    code = serializers.CharField(source="service.code")
    name = serializers.CharField(source="service.name")
    summary = serializers.CharField(source="service.summary")
    group = serializers.CharField(source="group_name")
    kind = serializers.CharField(source="service.kind")
    availability = serializers.ChoiceField(Availability.choices, source="service.availability")
    yearly = serializers.BooleanField(source="service.yearly")
    phases = serializers.ListField(child=serializers.CharField(), source="service.phases")
    quote = QuoteSerializer(allow_null=True)
    refusal = ReasonSerializer(allow_null=True)


class OneServiceSerializer(ServiceSerializer):
    """A service with what it includes and its price rule in words."""

    inclusions = serializers.ListField(child=serializers.CharField(), source="service.inclusions")
    terms = serializers.CharField(source="service.terms")
    price_in_words = serializers.SerializerMethodField()

    def get_price_in_words(self, page: ServicePage) -> list[str]:
        """The published price, a sentence for each kind of buyer."""
        return [
            " ".join([f"{section.heading}:", *section.lines]) if section.heading else " ".join(section.lines)
            for section in page.sections
        ]


class CataloguePageSerializer(serializers.Serializer[Any]):
    """A page of the catalogue."""

    count = serializers.IntegerField()
    pages = serializers.IntegerField()
    page = serializers.IntegerField()
    corrected = serializers.CharField(help_text="The search that was made instead of a mistyped one.")
    results = ServiceSerializer(many=True)


class WantedSerializer(serializers.Serializer[Any]):
    """A service, how many of it, and which option."""

    service = serializers.SlugField(max_length=80)
    quantity = serializers.DecimalField(
        max_digits=8, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(99_999), default=ONE
    )
    option = serializers.CharField(max_length=60, default="", allow_blank=True)


class AskSerializer(serializers.Serializer[Any]):
    """What a school would like prices for, on which day (today where none is given)."""

    school = serializers.IntegerField(min_value=1, max_value=99_999_999)
    on = serializers.DateField(required=False)
    lines = WantedSerializer(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]


class AnswerSerializer(serializers.Serializer[Any]):
    """The quotes in the order asked, and what they come to."""

    quotes = QuoteSerializer(many=True)
    net = PenceField()
    vat = PenceField()
    gross = PenceField()


@extend_schema(
    operation_id="catalogue",
    parameters=[
        PAGE,
        SCHOOL,
        *(OpenApiParameter(name, str) for name in ("q", "group", "phase", "kind", "pays", "sort")),
    ],
    responses={200: CataloguePageSerializer, **problems(400, 404)},
)
@with_key(GET=TokenScope.CATALOGUE_READ)
def catalogue(request: KeyRequest) -> Response:
    """Services with their prices for a school; without a school, without prices."""
    whole_number(request, "page", 1, most=LAST_PAGE)
    shelf = queries.shelf(asked_by(request.query_params), clock.today(), _school(request))
    page = {"count": shelf.count, "pages": shelf.pages, "page": shelf.asked.page, "corrected": shelf.corrected}
    return Response({**page, "results": ServiceSerializer(shelf.cards, many=True).data})


@extend_schema(
    operation_id="service",
    parameters=[SCHOOL, OpenApiParameter("quantity", str), OpenApiParameter("option", str)],
    responses={200: OneServiceSerializer, **problems(400, 404)},
)
@with_key(GET=TokenScope.CATALOGUE_READ)
def service(request: KeyRequest, slug: str) -> Response:
    """One service with its price for a school and the working."""
    quantity = quantity_in(request.query_params.get("quantity", "1"))
    if quantity is None:
        raise serializers.ValidationError({"quantity": ["Write how many as a number, such as 2 or 0.5."]})
    option = request.query_params.get("option", "")[:60]
    page = service_page(slug, clock.today(), school=_school(request), quantity=quantity, option=option)
    if page is None:
        raise Http404
    return Response(OneServiceSerializer(page).data)


@extend_schema(
    operation_id="quotes", request=AskSerializer, responses={200: AnswerSerializer, **problems(400, 404, 409)}
)
@with_key(POST=TokenScope.CATALOGUE_READ)
def quotes(request: KeyRequest) -> Response:
    """Prices for several services at once; 409 with the rule when one of them cannot be had."""
    asked = AskSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    school = school_for_key(request, asked.validated_data["school"])
    wanted = _wanted(asked.validated_data["lines"])
    found = quote_all(wanted, school=school, on=asked.validated_data.get("on") or clock.today())
    sums = {name: Money.total(getattr(one, name) for one in found) for name in ("net", "vat", "gross")}
    return Response(AnswerSerializer({"quotes": found, **sums}).data)


def _wanted(lines: list[dict[str, Any]]) -> list[Wanted]:
    """The services that the lines name; refuses the first that does not exist by its line."""
    found = {one.slug: one for one in Service.objects.filter(slug__in={line["service"] for line in lines})}
    for place, line in enumerate(lines):
        if line["service"] not in found:
            raise serializers.ValidationError({"lines": {str(place): {"service": ["There is no such service."]}}})
    return [Wanted(found[line["service"]], line["quantity"], line["option"]) for line in lines]


def _school(request: KeyRequest) -> Organisation | None:
    """The school to price for: the one asked for, else the key's own, else none."""
    if request.query_params.get("school"):
        return school_for_key(request, whole_number(request, "school", 1, most=99_999_999))
    hat = request.auth.hat
    return hat.organisation if hat.role in SCHOOL_ROLES else None


urlpatterns = [
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue/<slug:slug>/", service, name="service"),
    path("quotes/", quotes, name="quotes"),
]
