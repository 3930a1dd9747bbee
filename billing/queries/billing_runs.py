"""What is due to be invoiced, and how far a run is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from billing.models import BillingRun, Charge
from kernel.money import ZERO, Money
from services.public import MoneyType


@dataclass(frozen=True, slots=True)
class TypeTotal:
    """What one type of money comes to in a run."""

    title: str
    lines: int
    net: Money


@dataclass(frozen=True, slots=True)
class Due:
    """The control totals of a run: what it will invoice, and what to look at first."""

    on: date
    charges: int
    documents: int
    without_po: int
    net: Money
    vat: Money
    gross: Money
    by_type: tuple[TypeTotal, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: documents done of those it was confirmed for."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


def charges_due(on: date) -> QuerySet[Charge]:
    """Charges due by a day that stand on no invoice."""
    return Charge.objects.filter(due_on__lte=on, invoice_line=None)


def orders_due(on: date) -> list[int]:
    """The orders with something due, in the order in which they are numbered."""
    orders = charges_due(on).order_by("line__order_id").values_list("line__order_id", flat=True)
    return list(orders.distinct())


def due(on: date) -> Due:
    """The control totals of a run on a day; two SQL statements."""
    no_po = Q(line__order__po_number="", line__order__later_po_numbers=None)
    sums = charges_due(on).aggregate(
        charges=Count("pk", distinct=True),
        documents=Count("line__order", distinct=True),
        without_po=Count("line__order", filter=no_po, distinct=True),
    )
    types = list(
        charges_due(on)
        .order_by("line__money_type")
        .values("line__money_type")
        .annotate(lines=Count("pk"), net=Sum("net"), vat=Sum("vat"))
    )
    by_type = tuple(TypeTotal(MoneyType(row["line__money_type"]).label, row["lines"], row["net"]) for row in types)
    net, vat = Money.total(row["net"] for row in types), Money.total(row["vat"] for row in types)
    return Due(on, **sums, net=net or ZERO, vat=vat, gross=net + vat, by_type=by_type)


def progress(run: BillingRun) -> Progress:
    """How far a run is, from what is still due by its day."""
    left = charges_due(run.on).aggregate(left=Count("line__order", distinct=True))["left"]
    return Progress(max(0, run.documents - left), run.documents)


def latest_runs() -> list[BillingRun]:
    """The last runs that were asked for, the latest first."""
    return list(BillingRun.objects.order_by("-asked_at", "-pk")[:10])
