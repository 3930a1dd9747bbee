"""A school's orders, and what it has spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from billing.models import Charge, Invoice, Order, OrderLine, PurchaseOrderNumber
from billing.rules.baskets import CodeTotal, by_code
from billing.rules.school_years import anchor_of, short_name, year_holding
from billing.rules.terms import long_day
from kernel.clock import day_of
from kernel.money import ZERO, Money
from kernel.periods import Period
from members import public as members

LATEST_PO = PurchaseOrderNumber.objects.filter(order=OuterRef("pk")).order_by("-given_at", "-pk").values("number")[:1]


def orders_of(school: members.Organisation) -> QuerySet[Order]:
    """A school's orders, the newest first, each with its purchase order number (`po`) and number of lines."""
    return (
        Order.objects.filter(school=school)
        .select_related("ordered_by", "approved_by")
        .annotate(po=Coalesce(Subquery(LATEST_PO), "po_number"), line_count=Count("lines"))
        .order_by("-ordered_at", "-pk")
    )


def order_of(school: members.Organisation, reference: str) -> Order | None:
    """One order of this school with its people and its purchase order number (`po`), or None."""
    return (
        Order.objects.filter(school=school, reference=reference)
        .select_related("school", "payer", "ordered_by", "approved_by")
        .annotate(po=Coalesce(Subquery(LATEST_PO), "po_number"))
        .first()
    )


def po_numbers_of(order_ids: Iterable[int]) -> dict[int, str]:
    """The purchase order number that counts today for each order, empty where there is none; one SQL statement."""
    rows = Order.objects.filter(pk__in=order_ids).annotate(po=Coalesce(Subquery(LATEST_PO), "po_number"))
    return dict(rows.values_list("pk", "po"))


def without_po_number(school: members.Organisation) -> QuerySet[Order]:
    """The orders that cost money and still lack a purchase order number, the newest first."""
    return (
        Order.objects.filter(school=school, po_number="", later_po_numbers__isnull=True)
        .exclude(gross=ZERO)
        .order_by("-ordered_at", "-pk")
    )


def lines_for_export(school: members.Organisation) -> Iterable[OrderLine]:
    """Every line of every order of a school with its order, for a spreadsheet; one SQL statement."""
    return (
        OrderLine.objects.filter(order__school=school)
        .select_related("order")
        .order_by("-order__ordered_at", "order_id", "number")
    )


def invoices_of(order: Order) -> tuple[Invoice, ...]:
    """The invoices and credit notes of an order, in the order they were issued; one SQL statement."""
    return tuple(Invoice.objects.filter(order=order).order_by("issued_at", "pk"))


def lines_of(order: Order) -> Sequence[OrderLine]:
    """The lines of one order; one SQL statement."""
    return list(OrderLine.objects.filter(order=order).order_by("number"))


def spent(school: members.Organisation, year: Period) -> Money:
    """What a school has ordered for one of its years, before VAT: terms starting in it, single purchases made in it."""
    inside = Q(term_starts_on__gte=year.starts_on, term_starts_on__lt=year.ends_on) | Q(
        term_starts_on__isnull=True, priced_on__gte=year.starts_on, priced_on__lt=year.ends_on
    )
    found: Money | None = OrderLine.objects.filter(inside, order__school=school).aggregate(net=Sum("net"))["net"]
    return found or ZERO


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """A school's orders with what they come to this year."""

    orders: tuple[Order, ...]
    spent: Money
    year: str

    @property
    def title(self) -> str:
        """The finding."""
        if not self.orders:
            return "Nothing ordered yet"
        return "One order so far" if len(self.orders) == 1 else f"{len(self.orders)} orders so far"

    @property
    def spent_label(self) -> str:
        """What the sum is of."""
        return f"Ordered for {self.year}"


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order with its lines, what falls due when, and its sums by CFR code."""

    order: Order
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    codes: tuple[CodeTotal, ...]
    invoices: tuple[Invoice, ...]

    @property
    def title(self) -> str:
        """The finding."""
        return f"{self.order.net} before VAT, ordered on {long_day(day_of(self.order.ordered_at))}"

    @property
    def lead(self) -> str:
        """What an order is, in a sentence."""
        return "The price is fixed as it was on the day. Nothing renews by itself."


def list_for(school: members.Organisation, on: date) -> OrdersPage:
    """All orders of a school and this year's sum; two SQL statements."""
    year = year_holding(on, anchor_of(is_maintained=members.is_maintained(school)))
    return OrdersPage(tuple(orders_of(school)), spent(school, year), short_name(year))


def page_for(school: members.Organisation, reference: str) -> OrderPage | None:
    """One order of this school, or None; four SQL statements."""
    order = order_of(school, reference)
    if order is None:
        return None
    lines = lines_of(order)
    charges = Charge.objects.filter(line__order=order).select_related("line").order_by("due_on", "line__number")
    return OrderPage(order, tuple(lines), tuple(charges), tuple(by_code(lines)), invoices_of(order))


def what_happens_now(order: Order, *, has_po_number: bool) -> list[str]:
    """What a person who has just ordered should know, in order."""
    sentences = [f"{order.ordered_by.name} gets a mail with what was ordered."]
    if order.gross:
        sentences.append("What is due today is invoiced now; what is due later, on its day. Nothing asks for more.")
        if not has_po_number:
            sentences.append("You can still add a purchase order number on the order's page.")
    sentences.append("You find it under “My services”, with its last notice day. Nothing renews by itself.")
    return sentences
