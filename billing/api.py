"""Orders, invoices, payments, statements and the surplus for programs: the same queries and actions as on the pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from billing.actions import orders as order_actions
from billing.actions import payments as payment_actions
from billing.models import Payment
from billing.queries import invoices as invoice_queries
from billing.queries import orders as order_queries
from billing.queries import surplus as surplus_queries
from billing.queries.debts import with_left
from billing.queries.prices import Wish
from billing.rules.surplus import CompanyYear, last_year_over
from kernel import clock
from kernel.rest import PAGE, PenceField, listing, page_of, problems, whole_number
from members.public import (
    SCHOOL_ROLES,
    KeyRequest,
    Organisation,
    Role,
    TokenScope,
    legal_member_of,
    school_for_key,
    with_key,
)
from services import public as services

SCHOOL = OpenApiParameter("school", int, description="URN of the school; a school's own key needs none.")
FIRST_YEAR = 2015


class OrderLineSerializer(serializers.Serializer[Any]):
    """A line of an order, with the price and the working it was agreed at. Money in whole pence."""

    reference = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField(source="label")
    quantity = serializers.DecimalField(max_digits=8, decimal_places=1)
    net = PenceField()
    vat_code = serializers.CharField()
    vat_rate = serializers.IntegerField()
    vat = PenceField()
    gross = PenceField()
    cfr_code = serializers.CharField()
    working = serializers.ListField(child=serializers.DictField(child=serializers.CharField(allow_blank=True)))


class OrderSerializer(serializers.Serializer[Any]):
    """An order: placed once, never edited."""

    reference = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    net = PenceField()
    vat = PenceField()
    gross = PenceField()


class OneOrderSerializer(OrderSerializer):
    """An order with its lines."""

    lines = serializers.SerializerMethodField()

    def get_lines(self, order: Any) -> list[dict[str, Any]]:
        """Its lines in their order."""
        return list(OrderLineSerializer(order_queries.lines_of(order), many=True).data)


class WishSerializer(serializers.Serializer[Any]):
    """A service to order, how many of it, and which option."""

    service = serializers.SlugField(max_length=80)
    quantity = serializers.DecimalField(
        max_digits=8, decimal_places=1, min_value=Decimal("0.5"), max_value=Decimal(9_999), default=Decimal(1)
    )
    option = serializers.CharField(max_length=60, default="", allow_blank=True)


class PlaceSerializer(serializers.Serializer[Any]):
    """An order to place. The same `request_key` again gives back the same order."""

    request_key = serializers.UUIDField()
    lines = WishSerializer(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]


class InvoiceSerializer(serializers.Serializer[Any]):
    """An invoice or a credit note with what is owed on it today."""

    number = serializers.CharField()
    kind = serializers.CharField()
    order = serializers.CharField(source="order.reference")
    issued_on = serializers.DateField()
    due_on = serializers.DateField()
    net = PenceField()
    vat = PenceField()
    gross = PenceField()
    owed = PenceField()


class PaymentSerializer(serializers.Serializer[Any]):
    """Money that came in; below nothing where it takes back a mistaken one."""

    reference = serializers.CharField()
    received_on = serializers.DateField()
    method = serializers.CharField()
    amount = PenceField()
    bank_reference = serializers.CharField()


class ReceiveSerializer(serializers.Serializer[Any]):
    """Money that came in by bank. The same `request_key` again gives back the same payment."""

    school = serializers.IntegerField(min_value=1, max_value=99_999_999)
    amount = PenceField()
    received_on = serializers.DateField()
    request_key = serializers.UUIDField()
    bank_reference = serializers.CharField(max_length=140, default="", allow_blank=True)


class StatementSerializer(serializers.Serializer[Any]):
    """What a school's payer has been invoiced for, and what is owed today."""

    owed = PenceField()
    invoices = InvoiceSerializer(many=True)


class FigureSerializer(serializers.Serializer[Any]):
    """A figure of the surplus and how many postings stand behind it."""

    label = serializers.CharField()  # type: ignore[assignment]
    amount = PenceField()
    rows = serializers.IntegerField()


class SurplusSerializer(serializers.Serializer[Any]):
    """Income less cost of one year of the company."""

    year = serializers.CharField(source="year.name")
    income = PenceField()
    cost = PenceField()
    surplus = PenceField()
    by_type = FigureSerializer(many=True)
    by_account = FigureSerializer(many=True)


@extend_schema(
    methods=["GET"],
    operation_id="orders",
    parameters=[PAGE, SCHOOL],
    responses={200: listing("OrderPage", OrderSerializer), **problems(400, 404)},
)
@extend_schema(
    methods=["POST"],
    operation_id="place_order",
    request=PlaceSerializer,
    responses={201: OneOrderSerializer, **problems(400, 404, 409)},
)
@with_key(GET=TokenScope.ORDERS_READ, POST=TokenScope.ORDERS_WRITE)
def orders(request: KeyRequest) -> Response:
    """A school's orders, the newest first; or place one. What costs money is approved by somebody on a page: 409."""
    if request.method == "POST":
        return _place(request)
    page = page_of(request, order_queries.orders_of(_school(request)))
    return Response({**page, "results": OrderSerializer(page["results"], many=True).data})


def _place(request: KeyRequest) -> Response:
    hat = request.auth.hat
    if hat.role != Role.SCHOOL_BUYER:
        raise Http404
    asked = PlaceSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    lines = asked.validated_data["lines"]
    found = {one.slug: one for one in services.Service.objects.filter(slug__in={line["service"] for line in lines})}
    for number, line in enumerate(lines):
        if line["service"] not in found:
            raise serializers.ValidationError({"lines": {str(number): {"service": ["There is no such service."]}}})
    order = order_actions.place(
        school=hat.organisation,
        wishes=[Wish(found[line["service"]], line["quantity"], line["option"]) for line in lines],
        request_key=asked.validated_data["request_key"],
        by=request.user,
        at=clock.now(),
    )
    return Response(OneOrderSerializer(order).data, status=201)


@extend_schema(operation_id="order", parameters=[SCHOOL], responses={200: OneOrderSerializer, **problems(400, 404)})
@with_key(GET=TokenScope.ORDERS_READ)
def order(request: KeyRequest, reference: str) -> Response:
    """One order with its lines, prices and workings as they were agreed."""
    found = order_queries.order_of(_school(request), reference)
    if found is None:
        raise Http404
    return Response(OneOrderSerializer(found).data)


@extend_schema(
    operation_id="invoices",
    parameters=[PAGE, SCHOOL],
    responses={200: listing("InvoicePage", InvoiceSerializer), **problems(400, 404)},
)
@with_key(GET=TokenScope.INVOICES_READ)
def invoices(request: KeyRequest) -> Response:
    """A school's invoices and credit notes, the newest first."""
    page = page_of(request, invoice_queries.invoices_of(_school(request)))
    return Response({**page, "results": InvoiceSerializer(page["results"], many=True).data})


@extend_schema(
    operation_id="statement", parameters=[SCHOOL], responses={200: StatementSerializer, **problems(400, 404)}
)
@with_key(GET=TokenScope.INVOICES_READ)
def statement(request: KeyRequest) -> Response:
    """What a school owes today, invoice by invoice."""
    page = invoice_queries.list_for(_school(request), "open", clock.today())
    return Response(StatementSerializer({"owed": page.owed, "invoices": page.rows}).data)


@extend_schema(
    methods=["GET"],
    operation_id="payments",
    parameters=[PAGE, SCHOOL],
    responses={200: listing("PaymentPage", PaymentSerializer), **problems(400, 404)},
)
@extend_schema(
    methods=["POST"],
    operation_id="record_payment",
    request=ReceiveSerializer,
    responses={201: PaymentSerializer, **problems(400, 404, 409)},
)
@with_key(GET=TokenScope.PAYMENTS_READ, POST=TokenScope.PAYMENTS_WRITE)
def payments(request: KeyRequest) -> Response:
    """The payments of a school's payer, the newest first; or, for finance, record one that came in by bank."""
    if request.method == "POST":
        return _receive(request)
    payer = legal_member_of(_school(request), clock.today())
    page = page_of(request, with_left(Payment.objects.filter(payer=payer)).order_by("-received_on", "-pk"))
    return Response({**page, "results": PaymentSerializer(page["results"], many=True).data})


def _receive(request: KeyRequest) -> Response:
    if request.auth.hat.role != Role.FINANCE_OFFICER:
        raise Http404
    asked = ReceiveSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    given = dict(asked.validated_data)
    payer = legal_member_of(school_for_key(request, given.pop("school")), given["received_on"])
    row = payment_actions.receive(payer=payer, **given, by=request.user, at=clock.now())
    return Response(PaymentSerializer(row).data, status=201)


@extend_schema(
    operation_id="surplus",
    parameters=[OpenApiParameter("year", int, description="The year the company's year ends in; the last one over.")],
    responses={200: SurplusSerializer, **problems(400)},
)
@with_key(GET=TokenScope.SURPLUS_READ)
def surplus(request: KeyRequest) -> Response:
    """The surplus of one year that is over."""
    last = last_year_over(clock.today()).ends_in
    ends_in = whole_number(request, "year", last, most=last)
    if ends_in < FIRST_YEAR:
        raise serializers.ValidationError({"year": [f"Write a year from {FIRST_YEAR} to {last}."]})
    return Response(SurplusSerializer(surplus_queries.statement(CompanyYear(ends_in))).data)


def _school(request: KeyRequest) -> Organisation:
    """The school asked for, else the key's own; 404 where there is none."""
    if request.query_params.get("school"):
        return school_for_key(request, whole_number(request, "school", 1, most=99_999_999))
    hat = request.auth.hat
    if hat.role not in SCHOOL_ROLES:
        raise serializers.ValidationError({"school": ["Say which school: its URN."]})
    return hat.organisation


urlpatterns = [
    path("orders/", orders, name="orders"),
    path("orders/<str:reference>/", order, name="order"),
    path("invoices/", invoices, name="invoices"),
    path("statement/", statement, name="statement"),
    path("payments/", payments, name="payments"),
    path("surplus/", surplus, name="surplus"),
]
