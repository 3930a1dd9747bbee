"""Asking for a yes, giving it, sending back, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import approval_mail, orders
from billing.actions.copying import copied
from billing.models import ApprovalLine, ApprovalRequest, Basket, BasketLine, Order
from billing.queries.approvals import last_year_of, limit_of
from billing.queries.baskets import lines_of, wishes_of
from billing.queries.prices import Wish, check_all_can_be_had, price_wishes
from billing.rules.approvals import (
    Limit,
    NotWaiting,
    check_approval,
    check_price_did_not_rise,
    check_reason,
    check_somebody_can_answer,
    expires_on,
)
from billing.rules.baskets import totals
from billing.rules.orders import check_has_lines
from billing.states import ApprovalState
from kernel import references
from kernel.clock import day_of
from kernel.money import Money
from kernel.records import record
from members import public as members


@transaction.atomic
def send(
    *,
    school: members.Organisation,
    request_key: UUID,
    note: str = "",
    po_number: str = "",
    by: members.Person,
    at: datetime,
) -> ApprovalRequest:
    """Freeze the school's basket at today's prices and ask its approvers for a yes; the basket is empty afterwards.

    Safe to repeat: the same `request_key` gives back the same request. Refuses with NothingToOrder, NoApprover, and
    as pricing does when a line can no longer be had.
    """
    basket, _ = Basket.objects.select_for_update().get_or_create(school=school)
    known = ApprovalRequest.objects.filter(request_key=request_key, school=school).first()
    if known:
        return known
    on = day_of(at)
    lines = lines_of(school)
    check_has_lines(lines)
    priced = price_wishes(wishes_of(lines), school=school, on=on)
    check_all_can_be_had(priced)
    sums = totals(priced)
    asked = _who_can_answer(school, net=sums.net, by=by, on=on)
    before = last_year_of(school, priced, on)
    request = ApprovalRequest.objects.create(
        reference=references.new("REQ"),
        request_key=request_key,
        school=school,
        requested_by=by,
        requested_at=at,
        note=note.strip(),
        po_number=po_number.strip(),
        net=sums.net,
        vat=sums.vat,
        gross=sums.gross,
        net_last_year=Money.total(before.values()),
        expires_on=expires_on(on),
    )
    ApprovalLine.objects.bulk_create(
        ApprovalLine(
            request=request,
            next_year=wish.wish.next_year,
            net_last_year=before.get(wish.wish.service.pk),
            **copied(wish, number),
        )
        for number, wish in enumerate(priced, start=1)
    )
    BasketLine.objects.filter(basket=basket).delete()
    record(by=by, at=at, verb="billing.approval.asked", subject=request, school=school, net=sums.net, gross=sums.gross)
    approval_mail.ask(request, asked, lines=len(priced), at=at)
    return request


@transaction.atomic
def approve(*, school: members.Organisation, reference: str, by: members.Person, at: datetime) -> Order:
    """Say yes to a request and place its order at once, at the frozen prices or at today's where they have fallen.

    Safe to repeat: an approved request gives back its order. Refuses with NotWaiting, OwnRequest, OverLimit,
    PriceRose, and as pricing does when a line can no longer be had.
    """
    request = _locked(school, reference)
    if request.state == ApprovalState.APPROVED:
        return Order.objects.get(request_key=request.request_key)
    on = day_of(at)
    _check_waiting(request, on)
    limit = limit_of(by, school, on)
    check_approval(is_own=request.requested_by_id == by.pk, net=request.net, limit=limit)
    lines = list(request.lines.select_related("service").order_by("number"))
    wishes = [Wish(line.service, line.quantity, line.option, line.next_year) for line in lines]
    priced = price_wishes(wishes, school=school, on=on)
    check_all_can_be_had(priced)
    for line, now in zip(lines, priced, strict=True):
        check_price_did_not_rise(line.label, approved=line.net, today=now.net)
    request.approved_by = by
    _answer(request, ApprovalState.APPROVED, by=by, at=at)
    record(by=by, at=at, verb="billing.approval.given", subject=request, net=request.net, limit=limit.sum)
    return orders.place_approved(request, priced, by=by, at=at)


@transaction.atomic
def send_back(
    *, school: members.Organisation, reference: str, reason: str, by: members.Person, at: datetime
) -> ApprovalRequest:
    """Answer a request with no and a reason; the buyer is told. Not safe to repeat: refuses with NotWaiting.

    Refuses with ReasonNeeded when no reason is given.
    """
    request = _locked(school, reference)
    _check_waiting(request, day_of(at))
    request.reason = check_reason(reason)
    _answer(request, ApprovalState.SENT_BACK, by=by, at=at)
    record(by=by, at=at, verb="billing.approval.sent_back", subject=request, personal={"reason": request.reason})
    approval_mail.sent_back(request, by=by, at=at)
    return request


@transaction.atomic
def withdraw(*, school: members.Organisation, reference: str, by: members.Person, at: datetime) -> ApprovalRequest:
    """Take a request back before it is answered, and put its lines back into the basket.

    Safe to repeat. Refuses with NotWaiting once it has been answered.
    """
    request = _locked(school, reference)
    if request.state == ApprovalState.WITHDRAWN:
        return request
    if request.state != ApprovalState.WAITING:
        raise NotWaiting("This request has been answered, so it can no longer be withdrawn.")
    _answer(request, ApprovalState.WITHDRAWN, by=by, at=at)
    record(by=by, at=at, verb="billing.approval.withdrawn", subject=request)
    _put_back(request, by=by, at=at)
    return request


@transaction.atomic
def put_back(*, school: members.Organisation, reference: str, by: members.Person, at: datetime) -> int:
    """Put the lines of a request that was sent back, or ran out of time, into the basket again; how many were put.

    Safe to repeat: it happens once. Refuses with NotWaiting while the request waits or when it was approved.
    """
    request = _locked(school, reference)
    lapsed = request.has_lapsed_on(day_of(at))
    if request.state == ApprovalState.APPROVED or (request.state == ApprovalState.WAITING and not lapsed):
        raise NotWaiting("Only a request that was sent back or ran out of time can be put back into the basket.")
    if request.put_back_at is not None:
        return 0
    return _put_back(request, by=by, at=at)


def _put_back(request: ApprovalRequest, *, by: members.Person, at: datetime) -> int:
    """What is in the basket already stays as it is."""
    basket, _ = Basket.objects.select_for_update().get_or_create(school_id=request.school_id)
    lines: Sequence[ApprovalLine] = list(request.lines.order_by("number"))
    BasketLine.objects.bulk_create(
        [
            BasketLine(
                basket=basket,
                service_id=line.service_id,
                option=line.option,
                quantity=line.quantity,
                next_year=line.next_year,
                net_when_added=line.net,
                added_by=by,
                added_at=at,
            )
            for line in lines
        ],
        ignore_conflicts=True,
    )
    request.put_back_at = at
    request.save(update_fields=["put_back_at"])
    record(by=by, at=at, verb="billing.basket.filled_again", subject=request, lines=len(lines))
    return len(lines)


def _locked(school: members.Organisation, reference: str) -> ApprovalRequest:
    """The school's own request, held until the transaction ends; raises DoesNotExist for anybody else's."""
    request = (
        ApprovalRequest.objects.select_for_update(of=("self",))
        .select_related("requested_by")
        .get(school=school, reference=reference)
    )
    request.school = school
    return request


def _check_waiting(request: ApprovalRequest, on: date) -> None:
    if request.state != ApprovalState.WAITING:
        raise NotWaiting("This request has been answered already.")
    if on >= request.expires_on:
        raise NotWaiting("This request ran out of time: nobody answered it within 30 days.")


def _answer(request: ApprovalRequest, state: ApprovalState, *, by: members.Person, at: datetime) -> None:
    request.state, request.answered_by, request.answered_at = state, by, at
    request.save(update_fields=["state", "approved_by", "answered_by", "answered_at", "reason"])


def _who_can_answer(
    school: members.Organisation, *, net: Money, by: members.Person, on: date
) -> list[members.Approver]:
    """The approvers other than the asker whose limit covers the sum. Refuses with NoApprover when there is none."""
    approvers = members.approvers_of(school, on)
    others = [approver for approver in approvers if approver.person != by]
    check_somebody_can_answer(
        net, limits=[Limit(other.limit) for other in others], asker_is_approver=len(others) < len(approvers)
    )
    return [approver for approver in others if Limit(approver.limit).covers(net)]
