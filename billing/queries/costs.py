"""Suppliers' invoices as finance sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.models import Cost, MoneyOut
from kernel.fields import MoneyField
from kernel.money import ZERO, Money

SHOWN = {"open": "To pay", "paid": "Paid", "all": "All"}


def costs(shown: str) -> QuerySet[Any]:
    """Costs with what was paid on each, the latest first."""
    out = MoneyOut.objects.filter(cost=OuterRef("pk")).order_by().values("cost").annotate(total=Sum("amount"))
    rows = Cost.objects.annotate(
        paid=Coalesce(Subquery(out.values("total")), Value(0), output_field=MoneyField())
    ).select_related("supplier", "account", "service")
    if shown == "open":
        rows = rows.filter(paid__lt=F("gross"))
    elif shown == "paid":
        rows = rows.filter(paid__gte=F("gross"))
    return rows.order_by("-invoiced_on", "-pk")


def owed_to_suppliers() -> Money:
    """What we owe all suppliers; two SQL statements."""
    billed = Cost.objects.aggregate(total=Sum("gross"))["total"] or ZERO
    paid = MoneyOut.objects.filter(cost__isnull=False).aggregate(total=Sum("amount"))["total"] or ZERO
    return billed - paid
