"""What a buyer is told when an order is placed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from billing.models import Order, OrderLine
from kernel.outbox import address, post


def confirm(order: Order, lines: Sequence[OrderLine], *, at: datetime) -> None:
    """Confirm the order to the person who asked for it."""
    listed = "\n".join(f"  {line.label}: {line.net}" for line in lines)
    post(
        key=f"{order.key}/placed",
        to=order.ordered_by.email,
        subject=f"Your order {order.reference} is placed",
        text=(
            f"Ordered for {order.school.name}:\n\n{listed}\n\n"
            f"Before VAT {order.net}, VAT {order.vat}, to pay {order.gross}.\n"
            "The price is fixed: no invoice will ask for more. Nothing renews by itself.\n\n"
            f"{address(reverse('billing:order', args=[order.school.urn, order.reference]))}\n"
        ),
        at=at,
    )
