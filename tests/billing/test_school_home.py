"""What billing shows on a school's home page."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from billing.actions import approvals as approval_actions
from billing.queries import school_home
from kernel.ports import Need, PanelContent, Viewer
from members.models import Person
from members.states import Role
from tests.billing.buying import AT, ON, Buying, a_buying_school, a_person

pytestmark = pytest.mark.django_db


def seen(buying: Buying, person: Person, role: Role) -> Viewer:
    return Viewer(person, role.value, buying.school, ON)


def built(buying: Buying, role: Role, person: Person | None = None) -> list[PanelContent]:
    person = person or (buying.approver if role == Role.SCHOOL_APPROVER else buying.buyer)
    viewer = seen(buying, person, role)
    return [
        content
        for panel in school_home.panels()
        if role.value in panel.roles and (content := panel.build(viewer)) is not None
    ]


def needs(buying: Buying, role: Role, person: Person | None = None) -> list[Need]:
    return [need for content in built(buying, role, person) for need in content.needs]


def test_a_head_sees_what_waits_for_an_answer_and_a_buyer_does_not() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    (need,) = needs(buying, Role.SCHOOL_APPROVER)
    assert need.title == "Approve £2,201.00 before VAT"
    assert need.href == buying.at(f"approvals/{request.reference}/")
    assert (need.note, need.aside) == ("Alex Buyer asks.", "by 20 December 2026")
    assert needs(buying, Role.SCHOOL_BUYER) == []


def test_an_approver_is_not_asked_to_answer_the_own_request() -> None:
    buying = a_buying_school()
    buying.put_three()
    buying.send()
    assert needs(buying, Role.SCHOOL_APPROVER, buying.buyer) == []


def test_a_buyer_sees_what_came_back_and_what_lies_in_the_basket() -> None:
    buying = a_buying_school()
    buying.put_three()
    request = buying.send()
    approval_actions.send_back(
        school=buying.school, reference=request.reference, reason="Fewer days", by=buying.approver, at=AT
    )
    buying.put(buying.course)
    assert [(need.title, need.note) for need in needs(buying, Role.SCHOOL_BUYER)] == [
        ("Your request for £2,201.00 was sent back", "“Fewer days”"),
        ("One service is in your basket", "Nothing is ordered until you send it."),
    ]


def test_a_buyer_is_asked_for_a_purchase_order_number_and_for_a_decision_in_time() -> None:
    buying = a_buying_school(minimum_years=1)
    order = buying.order()
    assert [(need.title, need.aside) for need in needs(buying, Role.SCHOOL_BUYER)] == [
        ("Decide whether to go on with Core membership", "by 31 December 2026"),
        (f"Add a purchase order number to {order.reference}", "£2,607.00"),
    ]


def test_inside_a_minimum_term_the_agreed_year_waits_to_be_ordered() -> None:
    buying = a_buying_school()
    buying.order()
    viewer = Viewer(buying.buyer, Role.SCHOOL_BUYER.value, buying.school, date(2027, 3, 1))
    content = school_home.contracts(viewer)
    assert content is not None
    assert [(need.title, need.note, need.aside) for need in content.needs] == [
        ("Order next year's Core membership", "You agreed to have it until 31 March 2028.", "by 31 March 2027")
    ]


def test_what_was_ordered_is_shown_with_a_pupils_share_and_last_year() -> None:
    buying = a_buying_school()
    buying.order()
    spending = built(buying, Role.SCHOOL_APPROVER)[-1]
    assert spending.title == "Ordered for 2026–27"
    assert [str(spending.context[name]) for name in ("now", "before", "each")] == ["£2,201.00", "£0.00", "£5.24"]


def test_another_schools_matters_are_never_shown() -> None:
    buying, other = a_buying_school(), a_buying_school()
    buying.order()
    buying.put_three()
    buying.send()
    assert needs(other, Role.SCHOOL_BUYER) == needs(other, Role.SCHOOL_APPROVER) == []
    assert [content.title for content in built(other, Role.SCHOOL_APPROVER)] == [""]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "statements"),
    [
        ("billing.approvals", 1),
        ("billing.basket", 1),
        ("billing.contracts", 2),
        ("billing.purchase-orders", 1),
        ("billing.spending", 2),
    ],
)
def test_a_panel_costs_at_most_two_statements(
    name: str, statements: int, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buying = a_buying_school()
    for _ in range(count):
        buying.order()
        buying.put_three()
        buying.send(key=uuid4())
    (panel,) = (panel for panel in school_home.panels() if panel.name == name)
    with django_assert_num_queries(statements):
        panel.build(seen(buying, buying.buyer, Role.SCHOOL_BUYER))


def test_the_home_page_puts_them_together() -> None:
    buying = a_buying_school()
    order = buying.order()
    page = buying.browser(buying.buyer).get("/").content.decode()
    assert "Add a purchase order number to " + order.reference in page
    assert "What you have" in page
    assert "£5.24 a pupil" in page


def test_a_viewer_sees_no_sums() -> None:
    buying = a_buying_school()
    buying.order()
    viewer = a_person("Vic Viewer", buying.school, Role.SCHOOL_VIEWER)
    page = buying.browser(viewer).get("/").content.decode()
    assert "What you have" in page
    assert "£" not in page.split("<main")[1].split("</main>")[0]
