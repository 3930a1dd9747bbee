"""Placing an order: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import invoices, order_mail
from billing.actions.copying import copied
from billing.models import (
    ApprovalRequest,
    Basket,
    BasketLine,
    Charge,
    Order,
    OrderLine,
    PurchaseOrderNumber,
    Subscription,
)
from billing.queries.approvals import limit_of
from billing.queries.baskets import lines_of, wishes_of
from billing.queries.contracts import agreed_until
from billing.queries.prices import PricedWish, Wish, check_all_can_be_had, price_wishes
from billing.rules.approvals import ApprovalNeeded, check_approval, may_order_alone
from billing.rules.baskets import totals
from billing.rules.orders import check_has_lines, plan_charges
from billing.rules.terms import Term, last_notice_day, minimum_until
from kernel import references
from kernel.clock import day_of
from kernel.money import Money
from kernel.records import record
from members import public as members
from services import public as services


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who orders for which school under which key, who said yes, and the purchase order number, if there is one."""

    school: members.Organisation
    request_key: UUID
    ordered_by: members.Person
    approved_by: members.Person | None = None
    po_number: str = ""

    @property
    def by(self) -> members.Person:
        """Who acts: whoever had the last word."""
        return self.approved_by or self.ordered_by


@transaction.atomic
def place(
    *,
    school: members.Organisation,
    wishes: Sequence[Wish],
    request_key: UUID,
    by: members.Person,
    at: datetime,
    approved_by: members.Person | None = None,
    po_number: str = "",
) -> Order:
    """Place an order at today's prices, promise the work and invoice what is due today.

    Safe to repeat: the same `request_key` gives back the same order, also when twenty ask at once. Refuses with
    NothingToOrder, with ApprovalNeeded when it costs money and nobody else approved it, and as pricing does.
    """
    _one_at_a_time(school)
    known = Order.objects.filter(request_key=request_key, school=school).first()
    if known:
        return known
    agreed = Agreed(school, request_key, by, approved_by, po_number.strip())
    return _place(agreed, _priced(agreed, wishes, on=day_of(at)), at=at)


@transaction.atomic
def place_basket(*, school: members.Organisation, request_key: UUID, by: members.Person, at: datetime) -> Order:
    """Order what is in the school's basket when it costs nothing, and empty it.

    Safe to repeat: the same key gives back the same order. Refuses as `place` does.
    """
    basket = _one_at_a_time(school)
    known = Order.objects.filter(request_key=request_key, school=school).first()
    if known:
        return known
    agreed = Agreed(school, request_key, by)
    order = _place(agreed, _priced(agreed, wishes_of(lines_of(school)), on=day_of(at)), at=at)
    BasketLine.objects.filter(basket=basket).delete()
    return order


def place_approved(
    request: ApprovalRequest, priced: Sequence[PricedWish], *, by: members.Person, at: datetime
) -> Order:
    """Place the order of a request that `by` has just approved and still holds; its key is the order's."""
    agreed = Agreed(request.school, request.request_key, request.requested_by, by, request.po_number)
    return _place(agreed, priced, at=at)


def _place(agreed: Agreed, priced: Sequence[PricedWish], *, at: datetime) -> Order:
    """The story: copy the lines, start the terms, promise the work, invoice what is due, record, confirm."""
    order = _write(agreed, priced, at=at)
    lines = OrderLine.objects.bulk_create(
        OrderLine(order=order, reference=f"{order.reference}/{number}", **copied(wish, number))
        for number, wish in enumerate(priced, start=1)
    )
    _start_terms(order, lines, priced)
    _promise(order, lines, by=agreed.by, at=at)
    due = _charge(lines, priced, on=day_of(at))
    invoices.issue_many([charge.pk for charge in due], by=agreed.by, at=at)
    record(by=agreed.by, at=at, verb="billing.order.placed", subject=order, gross=order.gross)
    order_mail.confirm(order, lines, at=at)
    return order


def _one_at_a_time(school: members.Organisation) -> Basket:
    """Let nobody else order for this school until the transaction ends: the basket's row is the lock."""
    basket, _ = Basket.objects.select_for_update().get_or_create(school=school)
    return basket


def _priced(agreed: Agreed, wishes: Sequence[Wish], *, on: date) -> list[PricedWish]:
    """Today's prices, once it is sure that everything can be had and that the right person agreed."""
    check_has_lines(wishes)
    priced = price_wishes(wishes, school=agreed.school, on=on)
    check_all_can_be_had(priced)
    _check_agreed(agreed, totals(priced).net, on=on)
    return priced


def _write(agreed: Agreed, priced: Sequence[PricedWish], *, at: datetime) -> Order:
    """The order itself; the database refuses a second one with the same key."""
    sums = totals(priced)
    return Order.objects.create(
        reference=references.new("ORD"),
        request_key=agreed.request_key,
        school=agreed.school,
        payer=members.legal_member_of(agreed.school, day_of(at)),
        ordered_by=agreed.ordered_by,
        ordered_at=at,
        approved_by=agreed.approved_by,
        po_number=agreed.po_number,
        net=sums.net,
        vat=sums.vat,
        gross=sums.gross,
    )


def _check_agreed(agreed: Agreed, net: Money, *, on: date) -> None:
    """Refuse with ApprovalNeeded, or with what is wrong about the approval."""
    if agreed.approved_by is not None:
        limit = limit_of(agreed.approved_by, agreed.school, on)
        check_approval(is_own=agreed.approved_by == agreed.ordered_by, net=net, limit=limit)
    elif not may_order_alone(net):
        raise ApprovalNeeded(f"This comes to {net} before VAT, so somebody has to approve it first.")


def _start_terms(order: Order, lines: Sequence[OrderLine], priced: Sequence[PricedWish]) -> None:
    """A subscription for each line that runs for a term; a minimum term agreed earlier goes on."""
    lasting = {wish.wish.service.pk for wish in priced if wish.term and wish.wish.service.minimum_years > 1}
    agreed = agreed_until(order.school_id, lasting)
    Subscription.objects.bulk_create(
        _contract(order, line, wish.wish.service, wish.term, agreed.get(line.service_id))
        for line, wish in zip(lines, priced, strict=True)
        if wish.term
    )


def _contract(
    order: Order, line: OrderLine, service: services.Service, term: Term, agreed_to: date | None
) -> Subscription:
    until = minimum_until(term.ends_on, minimum_years=service.minimum_years, agreed_until=agreed_to)
    return Subscription(
        line=line,
        school_id=order.school_id,
        service_id=line.service_id,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        minimum_until=until,
        last_notice_on=last_notice_day(until, service.notice_days),
    )


def _promise(order: Order, lines: Sequence[OrderLine], *, by: members.Person, at: datetime) -> None:
    """Tell the services' floor what to deliver, and to whom; the line's reference makes a repeat harmless."""
    services.promise_all(
        [
            services.Promised(
                source=line.reference,
                service_id=line.service_id,
                school_id=order.school_id,
                quantity=line.quantity,
                starts_on=line.term_starts_on or line.priced_on,
                ends_on=line.term_ends_on,
            )
            for line in lines
        ],
        by=by,
        at=at,
    )


def _charge(lines: Sequence[OrderLine], priced: Sequence[PricedWish], *, on: date) -> list[Charge]:
    """Say when each line falls due; the charges that are due today."""
    charges = Charge.objects.bulk_create(
        Charge(line=line, number=plan.number, due_on=plan.due_on, net=plan.net, vat=plan.vat, gross=plan.gross)
        for line, wish in zip(lines, priced, strict=True)
        for plan in plan_charges(wish.price, ordered_on=on, term=wish.term)
    )
    return [charge for charge in charges if charge.due_on <= on]


@transaction.atomic
def give_po_number(
    *, school: members.Organisation, reference: str, number: str, by: members.Person, at: datetime
) -> PurchaseOrderNumber:
    """Add a purchase order number to an order that is placed already; the order and its invoices stay as they are.

    Safe to repeat: the same number again changes nothing. Raises Order.DoesNotExist for another school's order.
    """
    order = Order.objects.select_for_update(of=("self",)).get(school=school, reference=reference)
    given, is_new = PurchaseOrderNumber.objects.get_or_create(
        order=order, number=number.strip(), defaults={"given_by": by, "given_at": at}
    )
    if is_new:
        record(by=by, at=at, verb="billing.order.po_number_given", subject=order, po_number=given.number)
    return given
