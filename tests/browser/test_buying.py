"""A school buys: from signing in to the paid invoice, by keyboard, without JavaScript, and on a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as configured
from playwright.sync_api import Locator, Page, expect

from billing.actions import baskets
from billing.models import ApprovalRequest, Invoice, Order
from kernel import clock
from members.models import Person
from members.public import Hat, Role
from tests.billing.buying import Buying, a_buying_school
from tests.browser.conftest import OpenPage
from tests.browser.world import Wearer, World
from tests.services.builders import a_service

PASSWORD = "four words that do not"
PHONE, DESKTOP = 390, 1280
PHONE_HEIGHT = 844
Keys = Callable[..., None]
Check = Callable[[Page], None]


@pytest.fixture
def buying(world: World) -> Buying:
    """A school of this test's own, whose people have passwords, and a service nobody else has."""
    buying = a_buying_school(name="Hazel Lane Primary School")
    for person in (buying.buyer, buying.approver):
        person.set_password(PASSWORD)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return buying


@pytest.fixture
def card_service(settings: Any) -> Iterator[str]:
    """The stand-in for the card service as its own process, with the site pointed at it."""
    command = [sys.executable, "-m", "fakes.stripe", "--port", "0", "--key", "sk_test_a", "--secret", "whsec_x"]
    with subprocess.Popen(command, cwd=configured.BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base = process.stdout.readline().split()[-1]
        settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_a", base
        settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
        yield base
        process.terminate()


def wearing(person: Person, role: Role, buying: Buying) -> Wearer:
    return Wearer(person, Hat(role.value, role.label, buying.school))


def waiting(buying: Buying) -> ApprovalRequest:
    """A request for three services that waits for the head."""
    for service, quantity in ((buying.core, 1), (buying.adviser, 2), (buying.course, 2)):
        baskets.put(school=buying.school, service=service, quantity=quantity, by=buying.buyer, at=clock.now())  # type: ignore[arg-type]
    return buying.send(at=clock.now(), note="As last year.")


def is_in_view(thing: Locator) -> bool:
    """Whether the whole of it lies within the first screen of a phone."""
    box = thing.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE_HEIGHT


def test_on_a_phone_the_sum_the_change_the_limit_and_the_button_need_no_scrolling(
    browser_page: OpenPage, buying: Buying, check: Check
) -> None:
    request = waiting(buying)
    page = browser_page(wearing(buying.approver, Role.SCHOOL_APPROVER, buying), width=PHONE)
    page.goto(buying.at(f"approvals/{request.reference}/"))
    assert page.evaluate("window.scrollY") == 0
    answer = page.locator(".answer")
    for seen in (
        page.get_by_role("heading", level=1, name=f"Approve {request.net}?"),
        answer.get_by_text("Last year", exact=True),
        answer.get_by_text("none of this", exact=True),
        answer.get_by_text("Your limit", exact=True),
        answer.get_by_text("£5,000.00 before VAT", exact=True),
        page.get_by_role("button", name="Approve and order"),
    ):
        expect(seen).to_be_visible()
        assert is_in_view(seen), seen
    check(page)
    page.get_by_role("button", name="Approve and order").click()
    expect(page.get_by_role("heading", level=1, name="Ordered")).to_be_visible()
    assert Order.objects.filter(request_key=request.request_key).count() == 1


def sign_in(page: Page, person: Person, keys: Keys) -> None:
    page.goto("/accounts/login/")
    for label, text in (("E-mail address", person.email), ("Password", PASSWORD)):
        keys(page, label)
        page.keyboard.type(text)
    keys(page, "Sign in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out").first).to_be_attached()


def press(page: Page, keys: Keys, name: str, then: str) -> None:
    """Reach a control by Tab, press it, and wait for the heading of what comes next."""
    keys(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(then)


def test_from_signing_in_to_the_paid_invoice_with_the_keyboard_alone(
    browser_page: OpenPage, buying: Buying, card_service: str, only_keys: Keys
) -> None:
    name = f"Reading review {uuid4().hex[:6]}"
    a_service(f"Z{uuid4().hex[:5]}", name=name, rule={"type": "flat", "amount": 69000})
    page = browser_page()
    sign_in(page, buying.buyer, only_keys)
    only_keys(page, "Catalogue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/")
    only_keys(page, "Search the catalogue")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/?*")
    press(page, only_keys, name, name)
    press(page, only_keys, "Add to basket", "One service in your basket: £690.00 before VAT")
    press(page, only_keys, "Send for approval", "Send one service for approval: £690.00 before VAT")
    only_keys(page, "Purchase order number")
    page.keyboard.type("PO-2026-17")
    press(page, only_keys, "Send for approval", "£690.00 is waiting for approval")

    head = browser_page()
    sign_in(head, buying.approver, only_keys)
    press(head, only_keys, "Approve £690.00 before VAT", "Approve £690.00?")
    press(head, only_keys, "Approve and order", "Ordered")

    invoice = Invoice.objects.get(school=buying.school)
    assert (str(invoice.gross), invoice.po_number) == ("£828.00", "PO-2026-17")
    press(head, only_keys, f"Invoice {invoice.number}", invoice.number)
    press(head, only_keys, "Pay £828.00 by card", f"Pay {invoice.number} by card")
    press(head, only_keys, "Go to payment", "Your payment page is ready")
    press(head, only_keys, "Continue to payment", "Pay £828.00")
    press(head, only_keys, "Pay", f"Paid: {invoice.number}")
    assert invoice.allocations.count() == 1


def test_a_school_buys_on_a_phone_without_javascript(browser_page: OpenPage, buying: Buying, check: Check) -> None:
    page = browser_page(wearing(buying.buyer, Role.SCHOOL_BUYER, buying), width=PHONE, javascript=False)
    page.goto(f"/catalogue/{buying.adviser.slug}/")
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_label("How many days").fill("3")
    page.get_by_role("button", name="Change how many Adviser day").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("One service in your basket: £1,680.00 before VAT")
    page.get_by_role("link", name="Send for approval").click()
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("£1,680.00 is waiting for approval")

    head = browser_page(wearing(buying.approver, Role.SCHOOL_APPROVER, buying), width=PHONE, javascript=False)
    head.goto("/")
    head.get_by_role("link", name="Approve £1,680.00 before VAT").click()
    head.get_by_role("button", name="Approve and order").click()
    head.get_by_role("link", name="See the order").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("£1,680.00 before VAT")
    assert Invoice.objects.get(school=buying.school).net == Order.objects.get(school=buying.school).net


def test_a_double_click_on_approve_is_one_order(browser_page: OpenPage, buying: Buying) -> None:
    request = waiting(buying)
    page = browser_page(wearing(buying.approver, Role.SCHOOL_APPROVER, buying))
    page.goto(buying.at(f"approvals/{request.reference}/"))
    page.get_by_role("button", name="Approve and order").dblclick()
    expect(page.get_by_role("heading", level=1, name="Ordered")).to_be_visible()
    assert Order.objects.filter(school=buying.school).count() == 1


def test_two_tabs_send_one_basket_once(browser_page: OpenPage, buying: Buying) -> None:
    baskets.put(school=buying.school, service=buying.adviser, by=buying.buyer, at=clock.now())
    first, second = (browser_page(wearing(buying.buyer, Role.SCHOOL_BUYER, buying)) for _ in range(2))
    for tab in (first, second):
        tab.goto(buying.at("basket/send/"))
    first.get_by_role("button", name="Send for approval").click()
    expect(first.get_by_role("heading", level=1)).to_contain_text("£560.00 is waiting for approval")
    second.expected.add(422)  # type: ignore[attr-defined]
    second.get_by_role("button", name="Send for approval").click()
    expect(second.get_by_role("alert")).to_contain_text("There is nothing in the basket.")
    assert ApprovalRequest.objects.filter(school=buying.school).count() == 1


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_every_buying_page_is_clean(browser_page: OpenPage, buying: Buying, check: Check, width: int) -> None:
    order = buying.approve(waiting(buying), at=clock.now())
    request = waiting(buying)
    baskets.put(school=buying.school, service=buying.core, by=buying.buyer, at=clock.now())
    page = browser_page(wearing(buying.buyer, Role.SCHOOL_BUYER, buying), width=width)
    for address in (
        "basket/",
        "basket/send/",
        "approvals/",
        f"approvals/{request.reference}/",
        "orders/",
        f"orders/{order.reference}/",
        f"orders/{order.reference}/placed/",
        "services/",
    ):
        page.goto(buying.at(address))
        check(page)
