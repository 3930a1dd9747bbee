"""J1 and J2: a business manager renews a service, a head approves it in two minutes, and the invoice adds up."""

from __future__ import annotations

import pytest
from django.test import Client

from billing.models import ApprovalRequest, Invoice, Order, Subscription
from kernel.models import Outbox
from kernel.money import Money
from services.models import Promise
from tests.billing.buying import a_buying_school

pytestmark = pytest.mark.django_db


def seen(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def pressed(client: Client, address: str, **answers: str) -> str:
    response = client.post(address, answers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_school_buys_a_service() -> None:
    buying = a_buying_school(name="Willow Beck Primary School")
    manager, head = buying.browser(buying.buyer), buying.browser(buying.approver)

    # The business manager finds the service with the school's own price and its working …
    page = seen(manager, f"/catalogue/{buying.core.slug}/")
    assert "420 × £6.50" in page
    assert "£2,730.00" in page

    # … puts it into the basket, where joining now costs the months that are left …
    page = pressed(manager, buying.at("basket/put/"), service=buying.core.slug)
    assert "of 12 months" in page

    # … and sends it to the head with a word and a purchase order number.
    form = seen(manager, buying.at("basket/send/"))
    key = form.split('name="request_key" value="')[1].split('"')[0]
    page = pressed(manager, buying.at("basket/send/"), request_key=key, note="As we said.", po_number="PO-77")
    assert "is waiting for approval" in page

    # The head gets a mail with the sum and a link, sees what it is, and says yes.
    request = ApprovalRequest.objects.get()
    mail = Outbox.objects.get(to=buying.approver.email)
    assert str(request.net) in mail.subject
    assert "Approve and order" in seen(head, buying.at(f"approvals/{request.reference}/"))
    page = pressed(head, buying.at(f"approvals/{request.reference}/approve/"))
    assert "Ordered" in page

    # The order keeps what was agreed; basket, request, order and invoice agree to the penny.
    order, invoice = Order.objects.get(), Invoice.objects.get()
    line = order.lines.get()
    assert order.gross == request.gross == invoice.gross == line.gross
    assert Money.total(row.gross for row in invoice.lines.all()) == invoice.gross
    assert (invoice.po_number, invoice.order) == ("PO-77", order)

    # The work is promised, and the contract stands in the school's own year.
    assert Promise.objects.get().source == line.reference
    contract = Subscription.objects.get()
    assert (contract.ends_on.month, contract.ends_on.day) == (4, 1)
    assert "Core membership" in seen(manager, buying.at("services/"))
    assert f"Invoice {invoice.number}" in seen(manager, buying.at(f"orders/{order.reference}/"))
