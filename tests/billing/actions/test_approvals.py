"""Asking for a yes, giving it, sending back, withdrawing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from billing.actions import approvals
from billing.models import ApprovalRequest, BasketLine, Order
from billing.rules.approvals import (
    NoApprover,
    NotAnApprover,
    NotWaiting,
    OverLimit,
    OwnRequest,
    PriceRose,
    ReasonNeeded,
)
from billing.rules.orders import NothingToOrder
from billing.states import ApprovalState
from kernel.models import Outbox
from kernel.money import Money
from kernel.periods import ONE_DAY
from members.models import Appointment
from members.states import Role
from services import public as services
from services.models import Price
from tests.billing.buying import AT, ON, Buying, a_buying_school, a_person, appoint

pytestmark = pytest.mark.django_db


def new_adviser_price(buying: Buying, pence: int) -> None:
    Price.objects.filter(service=buying.adviser).update(ends_on=ON + ONE_DAY)
    Price.objects.create(
        service=buying.adviser,
        rule={"type": "flat", "amount": pence},
        starts_on=ON + ONE_DAY,
        applies_to_existing="at_renewal",
        reason="New",
        recorded_at=AT,
    )


def test_sending_freezes_the_prices_empties_the_basket_and_asks_the_approver() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send(note=" As last year. ", po_number="PO-77")
    assert (str(request.net), str(request.vat), str(request.gross)) == ("£2,201.00", "£406.00", "£2,607.00")
    assert request.expires_on == ON + timedelta(days=30)
    assert [line.label for line in request.lines.order_by("number")] == [
        "Core membership",
        "Adviser day",
        "Half-day course",
    ]
    assert not BasketLine.objects.exists()
    mail = Outbox.objects.get()
    assert mail.to == buying.approver.email
    assert "£2,201.00 before VAT" in mail.text
    assert f"/schools/{buying.school.urn}/approvals/{request.reference}/" in mail.text
    assert "“As last year.”" in mail.text


def test_sending_twice_with_one_key_is_one_request() -> None:
    buying = a_buying_school()
    buying.put_three()
    key = uuid4()
    assert buying.send(key=key) == buying.send(key=key)
    assert ApprovalRequest.objects.count() == 1
    assert Outbox.objects.count() == 1


def test_a_second_tab_finds_nothing_left_to_send() -> None:
    buying = a_buying_school()
    buying.put_three()
    buying.send()
    with pytest.raises(NothingToOrder):
        buying.send()
    assert ApprovalRequest.objects.count() == 1


def test_a_school_without_an_approver_is_told_what_to_do() -> None:
    buying = a_buying_school()
    Appointment.objects.filter(person=buying.approver).delete()
    buying.put_three()
    with pytest.raises(NoApprover, match="has no approver yet") as refusal:
        buying.send()
    assert refusal.value.forward.startswith("A school administrator can make someone an approver")
    assert BasketLine.objects.count() == 3


def test_the_only_approver_cannot_approve_what_they_ask_for() -> None:
    buying = a_buying_school()
    Appointment.objects.filter(person=buying.approver).delete()
    appoint(buying.buyer, buying.school, Role.SCHOOL_APPROVER)
    buying.put_three()
    with pytest.raises(NoApprover, match="You are the only approver"):
        buying.send()


def test_a_sum_above_every_limit_is_not_sent() -> None:
    buying = a_buying_school(limit="2000.00")
    buying.put_three()
    with pytest.raises(NoApprover, match=r"£2,201\.00 before VAT, and no approver .* more than £2,000\.00"):
        buying.send()


def test_approving_orders_at_once_in_the_buyers_name() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send(po_number="PO-77")
    order = buying.approve(request)
    request.refresh_from_db()
    assert request.state == ApprovalState.APPROVED
    assert (order.ordered_by, order.approved_by, order.po_number) == (buying.buyer, buying.approver, "PO-77")
    assert order.gross == request.gross
    assert order.request_key == request.request_key


def test_approving_twice_gives_back_the_same_order() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    assert buying.approve(request) == buying.approve(request)
    assert Order.objects.count() == 1


def test_a_buyer_who_is_an_approver_may_not_approve_the_own_request_within_the_own_limit() -> None:
    buying = a_buying_school()
    appoint(buying.buyer, buying.school, Role.SCHOOL_APPROVER, "9000.00")
    buying.put_three()
    request = buying.send()
    with pytest.raises(OwnRequest):
        buying.approve(request, by=buying.buyer)
    assert not Order.objects.exists()


def test_an_approver_over_the_limit_is_refused_and_nothing_is_ordered() -> None:
    buying = a_buying_school()
    deputy = a_person("Dev Deputy", buying.school, Role.SCHOOL_APPROVER, "2200.99")
    buying.put_three()
    request = buying.send()
    with pytest.raises(
        OverLimit, match=r"£2,201\.00 before VAT is more than you may approve: your limit is £2,200\.99"
    ):
        buying.approve(request, by=deputy)
    request.refresh_from_db()
    assert request.state == ApprovalState.WAITING
    assert not Order.objects.exists()


def test_somebody_who_is_no_approver_any_more_is_refused() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    Appointment.objects.filter(person=buying.approver).update(ends_on=ON)
    with pytest.raises(NotAnApprover):
        buying.approve(request)


def test_a_request_can_be_answered_on_the_thirtieth_day_and_not_on_the_next() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser)
    first = buying.send()
    buying.put(buying.adviser)
    second = buying.send()
    with pytest.raises(NotWaiting, match="ran out of time"):
        buying.approve(first, at=AT + timedelta(days=30))
    assert buying.approve(second, at=AT + timedelta(days=29)).net == Money(56000)


def test_a_price_that_rose_needs_a_new_yes() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser)
    request = buying.send()
    new_adviser_price(buying, 58000)
    with pytest.raises(PriceRose, match=r"£580\.00 today, £20\.00 more"):
        buying.approve(request, at=AT + timedelta(days=1))
    assert not Order.objects.exists()


def test_a_price_that_fell_is_passed_on() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser)
    request = buying.send()
    new_adviser_price(buying, 50000)
    assert str(buying.approve(request, at=AT + timedelta(days=1)).net) == "£500.00"


def test_a_service_that_went_meanwhile_is_not_ordered() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    buying.course.ends_on = ON
    buying.course.save()
    with pytest.raises(services.NotOnSale):
        buying.approve(request)
    assert not Order.objects.exists()


def test_sending_back_needs_a_reason_tells_the_buyer_and_lets_the_lines_return() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    with pytest.raises(ReasonNeeded):
        approvals.send_back(school=buying.school, reference=request.reference, reason=" ", by=buying.approver, at=AT)
    approvals.send_back(
        school=buying.school, reference=request.reference, reason="Too many days", by=buying.approver, at=AT
    )
    assert "Too many days" in Outbox.objects.get(to=buying.buyer.email).text
    for _ in range(2):
        approvals.put_back(school=buying.school, reference=request.reference, by=buying.buyer, at=AT)
    assert BasketLine.objects.count() == 3
    with pytest.raises(NotWaiting):
        buying.approve(request)


def test_withdrawing_puts_the_lines_back_and_keeps_what_was_added_since() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser, "2")
    request = buying.send()
    buying.put(buying.adviser, "5")
    approvals.withdraw(school=buying.school, reference=request.reference, by=buying.buyer, at=AT)
    assert [line.quantity for line in BasketLine.objects.all()] == [5]
    with pytest.raises(NotWaiting):
        buying.approve(request)


def test_an_approved_request_can_neither_be_withdrawn_nor_put_back() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    buying.approve(request)
    with pytest.raises(NotWaiting):
        approvals.withdraw(school=buying.school, reference=request.reference, by=buying.buyer, at=AT)
    with pytest.raises(NotWaiting):
        approvals.put_back(school=buying.school, reference=request.reference, by=buying.buyer, at=AT)


def test_a_request_that_ran_out_of_time_can_be_put_back() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    later = AT + timedelta(days=31)
    assert approvals.put_back(school=buying.school, reference=request.reference, by=buying.buyer, at=later) == 3


def test_another_schools_request_does_not_exist() -> None:
    buying, other = a_buying_school(), a_buying_school()
    buying.put_three()
    request = buying.send()
    with pytest.raises(ApprovalRequest.DoesNotExist):
        approvals.approve(school=other.school, reference=request.reference, by=other.approver, at=AT)


def test_the_database_refuses_an_approver_who_is_the_asker() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    with pytest.raises(IntegrityError, match="nobody_approves_their_own_request"), transaction.atomic():
        ApprovalRequest.objects.filter(pk=request.pk).update(
            state=ApprovalState.APPROVED, approved_by=buying.buyer, answered_by=buying.buyer, answered_at=AT
        )


def test_the_database_refuses_an_answer_to_be_taken_back() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    buying.approve(request)
    with (
        pytest.raises(DatabaseError, match="Invalid transition"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE billing_approvalrequest SET state = 'waiting', approved_by_id = NULL, answered_by_id = NULL,"
            " answered_at = NULL WHERE id = %s",
            [request.pk],
        )
