"""The pages of the basket, requests, orders and contracts: what they say, whom they let in, what they cost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from billing.actions import orders as order_actions
from billing.models import ApprovalRequest, BasketLine, Order, Subscription
from billing.queries.prices import Wish
from kernel.clock import now
from members.models import Appointment
from members.states import Role
from tests.billing.buying import Buying, a_buying_school, a_person

pytestmark = pytest.mark.django_db

# Session, person, appointments, directorships, and the company at the foot: what every signed-in page asks.
WHO = 5


@pytest.fixture
def buying() -> Buying:
    return a_buying_school()


@pytest.fixture
def buyer(buying: Buying) -> Client:
    return buying.browser(buying.buyer)


@pytest.fixture
def head(buying: Buying) -> Client:
    return buying.browser(buying.approver)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def send(buying: Buying, buyer: Client) -> ApprovalRequest:
    for service, quantity in ((buying.core, "1"), (buying.adviser, "2"), (buying.course, "2")):
        buyer.post(buying.at("basket/put/"), {"service": service.slug, "quantity": quantity})
    buyer.post(buying.at("basket/send/"), {"request_key": str(uuid4()), "note": "", "po_number": "PO-1"})
    return ApprovalRequest.objects.latest("pk")


def test_a_school_buys_from_the_basket_to_the_order(buying: Buying, buyer: Client, head: Client) -> None:
    request = send(buying, buyer)
    page = text(head, buying.at(f"approvals/{request.reference}/"))
    assert f"Approve {request.net}?" in page
    assert "none of this" in page
    assert "£5,000.00 before VAT" in page
    response = head.post(buying.at(f"approvals/{request.reference}/approve/"))
    order = Order.objects.get()
    assert response["Location"] == buying.at(f"orders/{order.reference}/placed/")
    assert order.reference in text(head, response["Location"])
    assert "PO-1" in text(buyer, buying.at(f"orders/{order.reference}/"))
    assert order.reference in text(buyer, buying.at("orders/"))
    assert "Core membership" in text(buyer, buying.at("services/"))


def test_an_empty_basket_says_what_to_do(buying: Buying, buyer: Client) -> None:
    page = text(buyer, buying.at("basket/"))
    assert "Your basket is empty" in page
    assert 'href="/catalogue/"' in page


def test_a_refused_service_is_said_on_the_basket_page(buying: Buying, buyer: Client) -> None:
    buying.core.phases = ["secondary"]
    buying.core.save()
    response = buyer.post(buying.at("basket/put/"), {"service": buying.core.slug})
    assert response.status_code == 422
    assert "Core membership is for secondary schools." in response.content.decode()
    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("quantity", ["-1", "0", "2.55", "lots", "99999"])
def test_a_quantity_that_makes_no_sense_is_said_in_words(buying: Buying, buyer: Client, quantity: str) -> None:
    response = buyer.post(buying.at("basket/put/"), {"service": buying.adviser.slug, "quantity": quantity})
    assert response.status_code == 422
    assert "Write" in response.content.decode()


def test_a_double_click_on_send_is_one_request(buying: Buying, buyer: Client) -> None:
    buying.put_three()
    answer = {"request_key": str(uuid4()), "note": "", "po_number": ""}
    first, second = (buyer.post(buying.at("basket/send/"), answer) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert ApprovalRequest.objects.count() == 1


def test_a_second_tab_that_sends_is_told_the_basket_is_empty(buying: Buying, buyer: Client) -> None:
    send(buying, buyer)
    response = buyer.post(buying.at("basket/send/"), {"request_key": str(uuid4())})
    assert response.status_code == 422
    assert "There is nothing in the basket." in response.content.decode()


def test_a_buyer_without_an_approver_gets_a_way_forward(buying: Buying, buyer: Client) -> None:
    Appointment.objects.filter(person=buying.approver).delete()
    buying.put_three()
    response = buyer.post(buying.at("basket/send/"), {"request_key": str(uuid4())})
    page = response.content.decode()
    assert response.status_code == 422
    assert "has no approver yet" in page
    assert "A school administrator can make someone an approver" in page


def test_a_double_click_on_approve_is_one_order(buying: Buying, buyer: Client, head: Client) -> None:
    request = send(buying, buyer)
    address = buying.at(f"approvals/{request.reference}/approve/")
    assert head.post(address)["Location"] == head.post(address)["Location"]
    assert Order.objects.count() == 1


def test_an_approver_over_the_limit_sees_why_and_no_button(buying: Buying, buyer: Client) -> None:
    deputy = buying.browser(a_person("Dev Deputy", buying.school, Role.SCHOOL_APPROVER, "100.00"))
    request = send(buying, buyer)
    page = text(deputy, buying.at(f"approvals/{request.reference}/"))
    assert "£2,201.00 before VAT is more than you may approve: your limit is £100.00." in page
    assert "Approve and order" not in page
    response = deputy.post(buying.at(f"approvals/{request.reference}/approve/"))
    assert response.status_code == 409
    assert not Order.objects.exists()


def test_sending_back_without_a_reason_is_asked_again(buying: Buying, buyer: Client, head: Client) -> None:
    request = send(buying, buyer)
    address = buying.at(f"approvals/{request.reference}/send-back/")
    response = head.post(address, {"reason": ""})
    assert response.status_code == 422
    assert "Say why you are sending it back" in response.content.decode()
    head.post(address, {"reason": "Fewer days, please"})
    page = text(buyer, buying.at(f"approvals/{request.reference}/"))
    assert "Fewer days, please" in page
    buyer.post(buying.at(f"approvals/{request.reference}/put-back/"))
    assert BasketLine.objects.count() == 3


def test_notice_is_refused_within_the_minimum_term_with_the_day(buying: Buying, buyer: Client) -> None:
    buying.order()
    contract = Subscription.objects.get()
    response = buyer.post(buying.at(f"services/{contract.pk}/notice/"), {"reason": ""})
    assert response.status_code == 422
    assert "You agreed to have this until 31 March 2028" in response.content.decode()


def test_notice_is_given_and_next_year_is_no_longer_offered(buying: Buying, buyer: Client) -> None:
    buying.core.minimum_years = 1
    buying.core.save()
    buying.order()
    assert "Put next year into the basket" in text(buyer, buying.at("services/"))
    contract = Subscription.objects.get()
    assert buyer.post(buying.at(f"services/{contract.pk}/notice/"), {"reason": "Too dear"}).status_code == 302
    page = text(buyer, buying.at("services/"))
    assert "Notice given" in page
    assert "Put next year into the basket" not in page


def test_next_year_goes_into_the_basket_and_nothing_is_ordered(buying: Buying, buyer: Client) -> None:
    buying.order()
    buyer.post(buying.at("services/renew/"))
    line = BasketLine.objects.get()
    assert (line.service, line.next_year, str(line.net_when_added)) == (buying.core, True, "£2,730.00")
    assert Order.objects.count() == 1


def test_a_purchase_order_number_is_added_later(buying: Buying, buyer: Client) -> None:
    order = buying.order()
    address = buying.at(f"orders/{order.reference}/po-number/")
    assert buyer.post(address, {"number": ""}).status_code == 422
    assert buyer.post(address, {"number": "PO-42"}).status_code == 302
    assert "PO-42" in text(buyer, buying.at(f"orders/{order.reference}/"))


def test_orders_come_as_a_spreadsheet_a_row_for_each_line(buying: Buying, buyer: Client) -> None:
    order = buying.order()
    rows = text(buyer, buying.at("orders.csv")).lstrip("\ufeff").splitlines()
    assert rows[0].startswith("order,line,ordered on")
    assert len(rows) == 4
    assert rows[1].startswith(f"{order.reference},1,")
    assert rows[1].endswith(",910.00,182.00,1092.00")


def test_an_order_comes_on_paper_with_its_working(buying: Buying, buyer: Client) -> None:
    order = buying.order()
    page = text(buyer, buying.at(f"orders/{order.reference}/print/"))
    assert "4 of 12 months of £2,730.00" in page
    assert "This is not a VAT invoice." in page
    response = buyer.get(buying.at(f"orders/{order.reference}/pdf/"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_notice_days_come_as_a_calendar(buying: Buying, buyer: Client) -> None:
    buying.order()
    page = text(buyer, buying.at("services.ics"))
    assert "DTSTART;VALUE=DATE:20280101" in page
    assert page.count("BEGIN:VEVENT") == 2


def test_another_schools_pages_do_not_exist(buying: Buying, buyer: Client, head: Client) -> None:
    other = a_buying_school()
    order = other.order()
    request = ApprovalRequest.objects.get(request_key=order.request_key)
    contract = Subscription.objects.get()
    pages = [
        "basket/",
        "approvals/",
        f"approvals/{request.reference}/",
        "orders/",
        "orders.csv",
        f"orders/{order.reference}/",
        f"orders/{order.reference}/placed/",
        f"orders/{order.reference}/print/",
        f"orders/{order.reference}/pdf/",
        "services/",
        "services.ics",
        f"services/{contract.pk}/notice/",
    ]
    for page in pages:
        assert buyer.get(other.at(page)).status_code == 404, page
    for mine in (f"approvals/{request.reference}/", f"orders/{order.reference}/", f"services/{contract.pk}/notice/"):
        assert buyer.get(buying.at(mine)).status_code == 404, mine
    assert head.post(buying.at(f"approvals/{request.reference}/approve/")).status_code == 404
    assert head.post(other.at(f"approvals/{request.reference}/approve/")).status_code == 404


def test_a_viewer_sees_services_without_prices_and_cannot_buy(buying: Buying) -> None:
    viewer = buying.browser(a_person("Vic Viewer", buying.school, Role.SCHOOL_VIEWER))
    buying.order()
    page = text(viewer, buying.at("services/"))
    assert "Core membership" in page
    assert "£" not in page.split("<main")[1].split("</main>")[0]
    assert viewer.post(buying.at("basket/put/"), {"service": buying.core.slug}).status_code == 403
    assert viewer.get(buying.at("basket/")).status_code == 403


def test_a_buyer_may_not_approve(buying: Buying, buyer: Client) -> None:
    request = send(buying, buyer)
    assert buyer.post(buying.at(f"approvals/{request.reference}/approve/")).status_code == 403


def test_whoever_is_signed_out_is_asked_to_sign_in(buying: Buying) -> None:
    response = Client().get(buying.at("basket/"))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def free_order(buying: Buying) -> None:
    order_actions.place(
        school=buying.school,
        wishes=[Wish(buying.adviser)],
        request_key=uuid4(),
        by=buying.buyer,
        approved_by=buying.approver,
        at=now(),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_basket_costs_two_statements(
    buying: Buying, buyer: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for service in (buying.core, buying.adviser, buying.course)[:count]:
        buying.put(service)
    with django_assert_num_queries(WHO + 2):
        buyer.get(buying.at("basket/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_orders_costs_two_statements(
    buying: Buying, buyer: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        free_order(buying)
    with django_assert_num_queries(WHO + 2):
        buyer.get(buying.at("orders/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_requests_costs_one_statement(
    buying: Buying, buyer: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        send(buying, buyer)
    with django_assert_num_queries(WHO + 1):
        buyer.get(buying.at("approvals/"))


@pytest.mark.parametrize("count", [1, 3])
def test_my_services_cost_three_statements(
    buying: Buying, buyer: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        buying.order()
    with django_assert_num_queries(WHO + 3):
        buyer.get(buying.at("services/"))


@pytest.mark.parametrize("count", [1, 3])
def test_buying_costs_the_same_statements_whatever_the_number_of_lines(
    buying: Buying, buyer: Client, head: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buying.order()  # the chart of accounts and the month are there
    head.get(buying.at("approvals/"))
    with django_assert_num_queries(11):
        buyer.post(buying.at("basket/put/"), {"service": buying.core.slug})
    for service in (buying.adviser, buying.course)[: count - 1]:
        buying.put(service)
    with django_assert_num_queries(18):
        buyer.post(buying.at("basket/send/"), {"request_key": str(uuid4())})
    request = ApprovalRequest.objects.latest("pk")
    with django_assert_num_queries(44):
        head.post(buying.at(f"approvals/{request.reference}/approve/"))
    assert Order.objects.latest("pk").lines.count() == count
