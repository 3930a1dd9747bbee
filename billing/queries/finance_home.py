"""What billing shows on the finance officer's home page: what waits, and how the money stands."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.urls import reverse

from billing.queries.billing_runs import charges_due
from billing.queries.finance_invoices import count_without_po, owed_to_us
from billing.queries.finance_payments import held
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.public import Role


def to_invoice(viewer: Viewer) -> PanelContent | None:
    """What fell due and stands on no invoice; one SQL statement."""
    sums = charges_due(viewer.on).aggregate(orders=Count("line__order", distinct=True), gross=Sum("gross"))
    if not sums["orders"]:
        return None
    title = f"Invoice what is due: {_counted(sums['orders'], 'order')}"
    return PanelContent(needs=[Need(title, reverse("billing:finance_billing"), aside=str(sums["gross"]))])


def debts(viewer: Viewer) -> PanelContent:
    """What is late or lacks a purchase order number, and what is owed in all; two SQL statements."""
    owed, without_po = owed_to_us(viewer.on), count_without_po()
    address = reverse("billing:finance_invoices")
    needs = []
    if owed.late:
        title = f"{_counted(owed.late, 'invoice')} {'is' if owed.late == 1 else 'are'} late"
        needs.append(Need(title, f"{address}?show=late&order=due", aside=str(owed.late_owed), urgent=True))
    if without_po:
        title = f"{_counted(without_po, 'invoice')} without a purchase order number"
        needs.append(Need(title, f"{address}?show=no-po", note="A school may not be able to pay without one."))
    return PanelContent(
        title="Owed to us",
        template="billing/finance/panel_debts.html",
        context={"owed": owed, "href": reverse("billing:finance_debts")},
        needs=needs,
        aside=True,
    )


def unmatched(viewer: Viewer) -> PanelContent | None:
    """Money held on account; one SQL statement."""
    on_account = held()
    if not on_account:
        return None
    need = Need(
        "Match money that is on account",
        f"{reverse('billing:finance_payments')}?show=held",
        note="It came in and settles no invoice yet.",
        aside=str(on_account),
    )
    return PanelContent(needs=[need])


def panels() -> list[Panel]:
    """The panels of the finance officer's home page."""
    roles = frozenset({Role.FINANCE_OFFICER})
    return [
        Panel("billing.to_invoice", roles, 10, to_invoice),
        Panel("billing.debts", roles, 20, debts),
        Panel("billing.unmatched", roles, 30, unmatched),
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
