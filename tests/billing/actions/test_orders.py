"""Placing an order: what is copied, promised and charged, and what never changes afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from billing.actions import orders
from billing.models import BasketLine, Charge, Order, OrderLine, PurchaseOrderNumber, Subscription
from billing.queries.orders import po_numbers_of, without_po_number
from billing.queries.prices import Wish, price_wishes
from billing.rules.approvals import ApprovalNeeded, OverLimit, OwnRequest
from billing.rules.orders import NothingToOrder
from kernel.models import Outbox, Record
from kernel.money import Money
from members.models import Organisation, Proprietorship
from services.models import Price, Promise, VatTreatment
from tests.billing.buying import AT, ON, a_buying_school
from tests.services.builders import a_service

pytestmark = pytest.mark.django_db

COMMISSIONED = {"maintained": "statutory_commissioned", "academy": "traded"}


def test_lines_copy_label_price_working_and_pupils() -> None:
    buying = a_buying_school()
    order = buying.order()
    core, adviser, course = order.lines.order_by("number")
    assert (core.reference, core.label) == (f"{order.reference}/1", "Core membership")
    assert (str(core.net), str(core.vat), str(core.gross)) == ("£910.00", "£182.00", "£1,092.00")
    assert (core.pupils, core.pupils_counted_on) == (Decimal("420.0"), date(2026, 1, 15))
    assert core.working[-1]["label"] == "4 of 12 months of £2,730.00"
    assert (core.term_starts_on, core.term_ends_on, core.term_months) == (ON, date(2027, 4, 1), 4)
    assert (adviser.quantity, str(adviser.net), adviser.term) == (Decimal(2), "£1,120.00", None)
    assert (str(course.net), str(course.vat), course.vat_label) == ("£171.00", "£0.00", "VAT: exempt")
    assert str(order.gross) == "£2,607.00"


def test_an_orders_lines_can_be_worked_out_again_from_the_price_of_its_day() -> None:
    buying = a_buying_school()
    order = buying.order()
    Price.objects.filter(service=buying.adviser).update(ends_on=date(2027, 1, 1))
    lines = list(order.lines.select_related("service").order_by("number"))
    wishes = [Wish(line.service, line.quantity, line.option) for line in lines]
    again = price_wishes(wishes, school=buying.school, on=ON)
    assert [(row.net, row.vat, row.quote.price_id if row.quote else None) for row in again] == [
        (line.net, line.vat, line.price_id) for line in lines
    ]


def test_one_charge_a_line_is_due_at_once_and_adds_up_to_the_line() -> None:
    order = a_buying_school().order()
    charges = Charge.objects.filter(line__order=order)
    assert {charge.due_on for charge in charges} == {ON}
    assert Money.total(charge.gross for charge in charges) == order.gross


def test_next_years_service_is_charged_when_its_year_starts() -> None:
    buying = a_buying_school()
    buying.put(next_year=True)
    order = buying.approve(buying.send())
    assert Charge.objects.get(line__order=order).due_on == date(2027, 4, 1)
    assert str(order.net) == "£2,730.00"


def test_a_yearly_service_starts_a_contract_in_the_schools_own_year() -> None:
    order = a_buying_school().order()
    contract = Subscription.objects.get()
    assert contract.line == order.lines.get(number=1)
    assert (contract.starts_on, contract.ends_on) == (ON, date(2027, 4, 1))
    assert contract.minimum_until == date(2028, 4, 1)
    assert contract.last_notice_on == date(2028, 1, 1)


def test_without_a_minimum_term_notice_is_due_before_the_end_of_this_one() -> None:
    buying = a_buying_school(minimum_years=1)
    buying.order()
    contract = Subscription.objects.get()
    assert contract.minimum_until == contract.ends_on
    assert contract.last_notice_on == date(2026, 12, 31)


def test_the_work_is_promised_by_the_lines_own_reference() -> None:
    order = a_buying_school().order()
    promises = {promise.source: promise for promise in Promise.objects.all()}
    assert sorted(promises) == [f"{order.reference}/{number}" for number in (1, 2, 3)]
    assert promises[f"{order.reference}/1"].ends_on == date(2027, 4, 1)
    assert promises[f"{order.reference}/2"].quantity == 2


def test_the_buyer_gets_a_confirmation_and_the_record_says_who_approved() -> None:
    buying = a_buying_school()
    order = buying.order()
    mail = Outbox.objects.get(key=f"order/{order.reference}/placed")
    assert mail.to == buying.buyer.email
    assert "To pay" not in mail.subject
    assert "£2,607.00" in mail.text
    row = Record.objects.get(verb="billing.order.placed")
    assert (row.subject, row.by_key, row.facts["gross"]) == (order.key, buying.approver.key, 260700)


def test_an_academys_trust_is_invoiced() -> None:
    buying = a_buying_school(type_code=34)
    trust = Organisation.objects.create(kind="trust", name="Hazel Trust", uid="9001")
    Proprietorship.objects.create(school=buying.school, proprietor=trust, starts_on=date(2020, 1, 1))
    assert buying.order().payer == trust


def test_what_costs_money_needs_somebody_elses_yes() -> None:
    buying = a_buying_school()
    wishes = [Wish(buying.adviser)]
    with pytest.raises(ApprovalNeeded, match=r"£560\.00 before VAT"):
        orders.place(school=buying.school, wishes=wishes, request_key=uuid4(), by=buying.buyer, at=AT)
    with pytest.raises(OwnRequest):
        orders.place(
            school=buying.school,
            wishes=wishes,
            request_key=uuid4(),
            by=buying.approver,
            approved_by=buying.approver,
            at=AT,
        )
    assert not Order.objects.exists()


def test_an_order_may_not_exceed_the_approvers_limit() -> None:
    buying = a_buying_school(limit="559.99")
    with pytest.raises(OverLimit):
        orders.place(
            school=buying.school,
            wishes=[Wish(buying.adviser)],
            request_key=uuid4(),
            by=buying.buyer,
            approved_by=buying.approver,
            at=AT,
        )


def test_nothing_cannot_be_ordered() -> None:
    buying = a_buying_school()
    with pytest.raises(NothingToOrder):
        orders.place_basket(school=buying.school, request_key=uuid4(), by=buying.buyer, at=AT)


def test_commissioned_work_costs_nothing_needs_no_approval_and_is_never_charged() -> None:
    buying = a_buying_school()
    visit = a_service("SS01", name="Monitoring visit", offers=COMMISSIONED)
    buying.put(visit)
    key = uuid4()
    order = orders.place_basket(school=buying.school, request_key=key, by=buying.buyer, at=AT)
    assert orders.place_basket(school=buying.school, request_key=key, by=buying.buyer, at=AT) == order
    line = order.lines.get()
    assert (order.gross, line.money_type, order.approved_by) == (Money(0), "statutory_commissioned", None)
    assert not Charge.objects.exists()
    assert not BasketLine.objects.exists()
    assert Promise.objects.get().source == line.reference


def test_the_database_refuses_a_commissioned_line_that_costs_the_school_anything() -> None:
    order = a_buying_school().order()
    line = order.lines.get(number=2)
    line.pk, line.number, line.reference, line.money_type = None, 9, "x/9", "statutory_commissioned"
    with pytest.raises(DatabaseError, match="commissioned"), transaction.atomic():
        line.save()


@pytest.mark.parametrize("noun", [Order, OrderLine, Charge])
def test_what_was_ordered_never_changes(noun: type[Order] | type[OrderLine] | type[Charge]) -> None:
    a_buying_school().order()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        noun._default_manager.update(net=Money(1))
    with pytest.raises(DatabaseError), transaction.atomic():
        noun._default_manager.all()._raw_delete("default")


def test_the_database_refuses_an_order_for_money_that_nobody_approved() -> None:
    buying = a_buying_school()
    with pytest.raises(IntegrityError, match="an_order_that_costs_money_was_approved"), transaction.atomic():
        Order.objects.create(
            reference="ORD-1",
            request_key=uuid4(),
            school=buying.school,
            payer=buying.school,
            ordered_by=buying.buyer,
            ordered_at=AT,
            net=Money(100),
            vat=Money(20),
            gross=Money(120),
        )


def test_a_purchase_order_number_given_later_is_a_row_of_its_own() -> None:
    buying, other = a_buying_school(), a_buying_school()
    order = buying.order()
    assert list(without_po_number(buying.school)) == [order]
    for _ in range(2):
        orders.give_po_number(school=buying.school, reference=order.reference, number=" PO-9 ", by=buying.buyer, at=AT)
    order.refresh_from_db()
    assert (order.po_number, po_numbers_of([order.pk])) == ("", {order.pk: "PO-9"})
    assert list(without_po_number(buying.school)) == []
    assert PurchaseOrderNumber.objects.count() == 1
    with pytest.raises(Order.DoesNotExist):
        orders.give_po_number(school=other.school, reference=order.reference, number="X", by=other.buyer, at=AT)


def test_last_year_is_what_the_same_services_cost_the_year_before() -> None:
    buying = a_buying_school()
    last_year = AT.replace(year=2025, month=5)
    for service in (buying.core, buying.adviser):
        service.starts_on = date(2025, 1, 1)
        service.save()
    for model in (Price, VatTreatment):
        for row in model._default_manager.filter(service__in=[buying.core, buying.adviser]):
            row.pk, row.starts_on, row.ends_on = None, date(2025, 1, 1), date(2026, 4, 1)
            row.save()
    orders.place(
        school=buying.school,
        wishes=[Wish(buying.adviser)],
        request_key=uuid4(),
        by=buying.buyer,
        approved_by=buying.approver,
        at=last_year,
    )
    buying.put_three()
    request = buying.send()
    assert str(request.net_last_year) == "£560.00"
    assert [line.net_last_year for line in request.lines.order_by("number")] == [None, Money(56000), None]
