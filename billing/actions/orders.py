"""Placing an order: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

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
from billing.rules.terms import last_notice_day, minimum_until
from kernel import references
from kernel.clock import day_of
from kernel.money import Money
from kernel.records import record
from members import public as members
from services import public as services


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
    known = Order.objects.filter(request_key=request_key).first()
    if known:
        return known
    check_has_lines(wishes)
    priced = price_wishes(wishes, school=school, on=day_of(at))
    check_all_can_be_had(priced)
    _check_agreed(totals(priced).net, school=school, by=by, approved_by=approved_by, on=day_of(at))
    return _placed(
        priced, school=school, request_key=request_key, ordered_by=by, approved_by=approved_by, po=po_number, at=at
    )


@transaction.atomic
def place_basket(*, school: members.Organisation, request_key: UUID, by: members.Person, at: datetime) -> Order:
    """Order what is in the school's basket when it costs nothing, and empty it.

    Safe to repeat: the same key gives back the same order. Refuses as `place` does.
    """
    basket, _ = Basket.objects.select_for_update().get_or_create(school=school)
    known = Order.objects.filter(request_key=request_key, school=school).first()
    if known:
        return known
    wishes = wishes_of(lines_of(school))
    order = place(school=school, wishes=wishes, request_key=request_key, by=by, at=at)
    BasketLine.objects.filter(basket=basket).delete()
    return order


def place_approved(
    request: ApprovalRequest, priced: Sequence[PricedWish], *, by: members.Person, at: datetime
) -> Order:
    """Place the order of a request that `by` has just approved; its key is the order's, so it is ordered once."""
    return _placed(
        priced,
        school=request.school,
        request_key=request.request_key,
        ordered_by=request.requested_by,
        approved_by=by,
        po=request.po_number,
        at=at,
    )


def _placed(
    priced: Sequence[PricedWish],
    *,
    school: members.Organisation,
    request_key: UUID,
    ordered_by: members.Person,
    approved_by: members.Person | None,
    po: str,
    at: datetime,
) -> Order:
    """The story: claim the key, copy the lines, promise the work, say what is due and invoice it, record, confirm."""
    on, sums = day_of(at), totals(priced)
    try:
        with transaction.atomic():
            order = Order.objects.create(
                reference=references.new("ORD"),
                request_key=request_key,
                school=school,
                payer=members.legal_member_of(school, on),
                ordered_by=ordered_by,
                ordered_at=at,
                approved_by=approved_by,
                po_number=po.strip(),
                net=sums.net,
                vat=sums.vat,
                gross=sums.gross,
            )
    except IntegrityError:
        # Another request with the same key has committed in between.
        return Order.objects.get(request_key=request_key)
    lines = OrderLine.objects.bulk_create(
        OrderLine(order=order, reference=f"{order.reference}/{number}", **copied(wish, number))
        for number, wish in enumerate(priced, start=1)
    )
    _start_terms(order, lines, priced)
    _promise(order, lines, by=approved_by or ordered_by, at=at)
    due = _charge(lines, priced, on)
    invoices.issue_many([charge.pk for charge in due], by=approved_by or ordered_by, at=at)
    record(by=approved_by or ordered_by, at=at, verb="billing.order.placed", subject=order, gross=order.gross)
    order_mail.confirm(order, lines, at=at)
    return order


def _check_agreed(
    net: Money, *, school: members.Organisation, by: members.Person, approved_by: members.Person | None, on: date
) -> None:
    """Refuse with ApprovalNeeded, or with what is wrong about the approval."""
    if approved_by is not None:
        check_approval(is_own=approved_by == by, net=net, limit=limit_of(approved_by, school, on))
    elif not may_order_alone(net):
        raise ApprovalNeeded(f"This comes to {net} before VAT, so somebody has to approve it first.")


def _start_terms(order: Order, lines: Sequence[OrderLine], priced: Sequence[PricedWish]) -> None:
    """A subscription for each line that runs for a term; a minimum term agreed earlier goes on."""
    agreed = agreed_until(order.school_id, {wish.wish.service.pk for wish in priced if wish.term})
    Subscription.objects.bulk_create(
        Subscription(
            line=line,
            school_id=order.school_id,
            service_id=line.service_id,
            starts_on=wish.term.starts_on,
            ends_on=wish.term.ends_on,
            minimum_until=minimum_until(
                wish.term.ends_on,
                minimum_years=wish.wish.service.minimum_years,
                agreed_until=agreed.get(line.service_id),
            ),
            last_notice_on=last_notice_day(wish.term.ends_on, wish.wish.service.notice_days),
        )
        for line, wish in zip(lines, priced, strict=True)
        if wish.term
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


def _charge(lines: Sequence[OrderLine], priced: Sequence[PricedWish], on: date) -> list[Charge]:
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
