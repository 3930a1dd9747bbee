"""What the council commissions: agreed once, invoiced to the council as it falls due, free to the schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from billing.actions import invoices
from billing.models import Charge, Order, OrderLine
from billing.rules.commissions import Commissioned, NotTheCouncil, months_of, plan
from billing.rules.orders import check_has_lines
from kernel import references
from kernel.clock import day_of
from kernel.money import Money
from kernel.periods import Period
from kernel.records import record
from members import public as members

STANDING = "commissioner"


@transaction.atomic
def agree(
    *,
    council: members.Organisation,
    lines: Sequence[Commissioned],
    term: Period,
    instalments: int,
    request_key: UUID,
    ordered_by: members.Person,
    agreed_by: members.Person,
    at: datetime,
    po_number: str = "",
) -> Order:
    """Write down a commission as the council's own order and invoice what is due today.

    Safe to repeat: the same `request_key` gives back the same order. Two people: one orders for the council, another
    agrees for the company.

    Refuses with NotTheCouncil, NothingToOrder or TermNotWholeMonths.
    """
    known = Order.objects.filter(request_key=request_key).first()
    if known:
        return known
    if council.kind != members.OrganisationKind.COUNCIL:
        raise NotTheCouncil(f"{council} is not a council.", field="council")
    check_has_lines(lines)
    net, vat = Money.total(line.net for line in lines), Money.total(line.vat for line in lines)
    order = Order.objects.create(
        reference=references.new("ORD"),
        request_key=request_key,
        school=council,
        payer=council,
        ordered_by=ordered_by,
        ordered_at=at,
        approved_by=agreed_by,
        po_number=po_number,
        net=net,
        vat=vat,
        gross=net + vat,
    )
    rows = OrderLine.objects.bulk_create(
        _line(order, number, line, term, at) for number, line in enumerate(lines, start=1)
    )
    charges = Charge.objects.bulk_create(
        Charge(line=row, number=part.number, due_on=part.due_on, net=part.net, vat=part.vat, gross=part.gross)
        for row, line in zip(rows, lines, strict=True)
        for part in plan(line, term, instalments)
    )
    due = [charge.pk for charge in charges if charge.due_on <= day_of(at)]
    invoices.issue_many(due, by=agreed_by, at=at)
    record(by=agreed_by, at=at, verb="billing.commission.agreed", subject=order, council=council, net=net)
    return order


def _line(order: Order, number: int, line: Commissioned, term: Period, at: datetime) -> OrderLine:
    return OrderLine(
        order=order,
        reference=f"{order.reference}/{number}",
        service_id=line.service,
        number=number,
        code=line.code,
        label=line.label,
        quantity=1,
        net=line.net,
        vat=line.vat,
        gross=line.net + line.vat,
        vat_code="standard" if line.vat_rate else "outside",
        vat_rate=line.vat_rate,
        money_type="statutory_commissioned",
        standing=STANDING,
        working=[{"label": "Agreed with the council for the term", "value": str(line.net), "note": ""}],
        priced_on=day_of(at),
        term_starts_on=term.starts_on,
        term_ends_on=term.ends_on,
        term_months=months_of(term),
    )
