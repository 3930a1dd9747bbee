"""The finance officer's pages: what they find, what they do, and how many statements they take."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from billing.actions import billing_runs, costs, invoices, payments
from billing.actions.costs import Bill
from billing.models import AccountingPeriod, BillingRun, Cost, Invoice, Journal, MoneyOut, Payment
from billing.queries.debts import with_owed
from kernel import clock
from kernel.money import ZERO, Money
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import COURSE, MEMBERSHIP, Want
from tests.builders import a_person, appointed, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    """A finance officer's browser."""
    build.company()
    officer = a_person("fay@aldermere.example", name="Fay Ledger")
    appointed(officer, "finance_officer")
    return signed_in(officer)


def issue(*wants: Want, po_number: str = "PO-1") -> Invoice:
    order = build.order(*(wants or (MEMBERSHIP,)), po_number=po_number)
    [issued] = invoices.issue_many(build.charges(order), by=SYSTEM, at=clock.now())
    return issued


def pay(pence: int, **more: Any) -> Payment:
    return payments.receive(
        payer=build.school(), amount=Money(pence), received_on=clock.today(), request_key=uuid4(), by=SYSTEM,
        at=clock.now(), **more,
    )  # fmt: skip


def text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    page = client.get(address)
    assert page.status_code == 200, (page.status_code, address)
    words = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", words).replace("&#x27;", "'")


def today() -> dict[str, int]:
    day = clock.today()
    return {"day": day.day, "month": day.month, "year": day.year}


def day(name: str) -> dict[str, int]:
    """A day as the three boxes send it."""
    return {f"{name}_{place}": part for place, part in enumerate(today().values())} | {
        f"{name}_{label}": part for label, part in today().items()
    }


def owed(invoice: Invoice) -> Money:
    left: Money = with_owed(Invoice.objects.filter(pk=invoice.pk)).get().owed
    return left


def test_the_list_says_what_is_owed_and_filters_by_links(office: Client) -> None:
    first, second = issue(MEMBERSHIP), issue(COURSE, po_number="")
    pay(327_600)
    assert "£450.00 is owed to us on 1 invoice, none of it late" in text(office, "/finance/invoices/")
    assert first.number not in text(office, "/finance/invoices/")
    assert first.number in text(office, "/finance/invoices/?show=all")
    assert second.number in text(office, "/finance/invoices/?show=no-po")
    assert second.number not in text(office, "/finance/invoices/?show=late")
    assert first.number in text(office, f"/finance/invoices/?show=all&q={first.number.lower()}")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_statements_for_three_as_for_one(
    office: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for place in range(count):
        issue(MEMBERSHIP)
        pay(100)
        bill = Bill(build.other(), f"F-{place}", clock.today(), clock.today(), "Days", "5000", Money(100), Money(0))
        costs.enter(bill, by=SYSTEM, at=clock.now())
    office.get("/finance/costs/")  # the first page of a session asks a little more
    for address, statements in (
        ("/finance/invoices/", 8),
        ("/finance/payments/", 8),
        ("/finance/debts/", 7),
        ("/finance/ledger/", 9),
        ("/finance/ledger/trial-balance/", 7),
        ("/finance/ledger/months/", 7),
        ("/finance/costs/", 9),
    ):
        with django_assert_num_queries(statements):
            office.get(address)


def test_an_invoice_shows_what_settled_it_and_its_journal(office: Client) -> None:
    invoice = issue(MEMBERSHIP)
    payment = pay(100_000)
    page = text(office, f"/finance/invoices/{invoice.number}/")
    assert f"Invoice {invoice.number}: £2,276.00 left to pay" in page
    assert payment.reference in page and "Left to pay £2,276.00" in page
    assert f"Journal {Journal.objects.get(source=invoice.key).pk}" in page


def test_a_payment_is_recorded_with_what_it_settles_and_twice_is_once(office: Client) -> None:
    first, second = issue(MEMBERSHIP), issue(COURSE)
    address = reverse("billing:finance_receive", args=[build.school().pk])
    sent = {
        "request_key": str(uuid4()), "amount": "500", "bank_reference": "",
        first.number: "100.00", second.number: "400", **day("received_on"),
    }  # fmt: skip
    for _ in range(2):
        answer = office.post(address, sent)
        assert answer.status_code == 302, text_of(answer)
    assert Payment.objects.count() == 1
    assert (owed(first), owed(second)) == (Money(317_600), Money(5_000))


def test_a_part_that_does_not_fit_is_told_on_its_own_field(office: Client) -> None:
    invoice = issue(COURSE)
    sent = {"request_key": str(uuid4()), "amount": "500", invoice.number: "450.01", **day("received_on")}
    answer = office.post(reverse("billing:finance_receive", args=[build.school().pk]), sent)
    assert answer.status_code == 422
    assert "£0.01 too much" in answer.content.decode()
    assert not Payment.objects.exists()


def test_money_on_account_is_matched_from_its_own_page(office: Client) -> None:
    payment = pay(50_000)
    invoice = issue(COURSE)
    assert "£500.00 is held on account" in text(office, "/finance/payments/")
    office.post(f"/finance/payments/{payment.reference}/", {invoice.number: "450"})
    assert owed(invoice) == ZERO
    assert "£50.00 of it is on account" in text(office, f"/finance/payments/{payment.reference}/")


def test_a_mistake_is_taken_back_with_a_reason(office: Client) -> None:
    invoice = issue(COURSE)
    payment = pay(45_000)
    address = f"/finance/payments/{payment.reference}/take-back/"
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "Another school's money"}).status_code == 302
    assert owed(invoice) == Money(45_000)
    assert "This payment was taken back" in text(office, f"/finance/payments/{payment.reference}/")


def test_what_is_on_account_is_refunded(office: Client) -> None:
    payment = pay(45_000)
    address = f"/finance/payments/{payment.reference}/refund/"
    assert "Refund money of" in text(office, address)
    sent = {"request_key": str(uuid4()), "amount": "450", **day("on")}
    assert office.post(address, sent).status_code == 302
    assert MoneyOut.objects.get().amount == Money(45_000)


def test_an_invoice_is_credited_line_by_line(office: Client) -> None:
    invoice = issue(MEMBERSHIP, COURSE)
    address = f"/finance/invoices/{invoice.number}/credit/"
    assert "A credit note is a document of its own" in text(office, address)
    answer = office.post(address, {"line_1": "", "line_2": "450", "reason": "The course was cancelled"})
    assert answer.status_code == 302
    assert owed(invoice) == Money(327_600)
    assert "taken off" in text(office, answer["Location"])


def test_debts_by_age_agree_with_the_ledger(office: Client) -> None:
    issue(MEMBERSHIP)
    page = text(office, "/finance/debts/")
    assert "£3,276.00 is owed to us" in page and "the same, to the penny" in page


def test_a_statement_adds_up(office: Client) -> None:
    invoice = issue(MEMBERSHIP)
    pay(100_000)
    page = text(office, f"/finance/statements/{build.school().pk}/")
    assert "£2,276.00 is owed" in page and invoice.number in page and "Paid −£1,000.00" in page


def test_the_school_sees_its_own_statement_and_nobody_elses(office: Client) -> None:
    issue(MEMBERSHIP)
    buyer = a_person("bea@willow.example", name="Bea Buyer")
    appointed(buyer, "school_buyer", build.school())
    browser, other = signed_in(buyer), build.school(990_777, "Oak Hill School")
    assert "£3,276.00 is owed" in text(browser, f"/schools/{build.school().urn}/statement/")
    assert browser.get(f"/schools/{other.urn}/statement/").status_code == 404
    assert browser.get("/finance/invoices/").status_code in (302, 403)


def test_a_run_is_confirmed_on_its_totals_and_shows_how_far_it_is(office: Client) -> None:
    build.order(MEMBERSHIP)
    build.order(COURSE, po_number="")
    page = text(office, "/finance/billing/")
    assert "2 invoices to issue" in page and "1 of these orders have no purchase order number" in page
    sent = {"request_key": str(uuid4()), "on": clock.today().isoformat(), "charges": "2", "gross": "372600"}
    wrong = office.post("/finance/billing/", {**sent, "gross": "1"})
    assert wrong.status_code == 422 and "There are now 2 charges due, £3,726.00 in all" in wrong.content.decode()
    for _ in range(2):
        assert office.post("/finance/billing/", sent).status_code == 302
    run = BillingRun.objects.get()
    assert "Invoices issued: 0 of 2" in text(office, f"/finance/billing/{run.reference}/")
    billing_runs.carry_out(run.reference, by=SYSTEM, at=clock.now())
    assert "Everything is invoiced" in text(office, f"/finance/billing/{run.reference}/")
    assert "Everything due is invoiced" in text(office, "/finance/billing/")


def test_the_ledger_opens_journals_accounts_and_the_trial_balance(office: Client) -> None:
    issue(MEMBERSHIP)
    [journal] = Journal.objects.all()
    assert "The books balance: £3,276.00 on each side" in text(office, "/finance/ledger/")
    assert "4300 Income: membership" in text(office, f"/finance/ledger/journals/{journal.pk}/")
    assert "£2,730.00: Income: membership" in text(office, "/finance/ledger/accounts/4300/")
    assert "Debits equal credits" in text(office, "/finance/ledger/trial-balance/")
    assert "£0.00: Income: membership" in text(office, "/finance/ledger/accounts/4300/?on=2020-01-01")


def test_a_month_is_closed_once_it_is_over(office: Client) -> None:
    issue(MEMBERSHIP)
    month = AccountingPeriod.objects.get()
    answer = office.post(f"/finance/ledger/months/{month.pk}/", {"reason": "Month end"})
    assert answer.status_code == 422 and "is not over yet" in answer.content.decode()


def test_a_suppliers_invoice_is_entered_and_paid(office: Client) -> None:
    sent = {
        "supplier": build.other().pk, "supplier_reference": "F-9", "label": "Room hire", "account": "5200",
        "net": "800", "vat": "160", "money_type": "", "service": "", **day("invoiced_on"), **day("due_on"),
    }  # fmt: skip
    answer = office.post("/finance/costs/enter/", sent)
    assert answer.status_code == 302, text_of(answer)
    cost = Cost.objects.get()
    assert "£960.00 left to pay" in text(office, answer["Location"])
    paid = {"request_key": str(uuid4()), "amount": "960", **day("on")}
    assert office.post(answer["Location"], paid).status_code == 302
    assert "Paid in full" in text(office, f"/finance/costs/{cost.reference}/")


def test_a_file_of_costs_is_looked_at_before_it_is_taken(office: Client) -> None:
    build.other("Guildhall Rooms")
    heading = "supplier,invoice_number,invoice_date,description,account,net,vat\n"
    good = heading + "Guildhall Rooms,R-7,2026-11-03,Room hire,5200,100.00,20.00\n"
    wrong = office.post("/finance/costs/file/", {"file": upload(good.replace("Guildhall", "Nobody"))})
    assert wrong.status_code == 422
    assert "Line 2, supplier: We know no body called “Nobody Rooms”." in wrong.content.decode()
    look = office.post("/finance/costs/file/", {"file": upload(good)}).content.decode()
    assert "1 to enter, £120.00 in all" in look
    assert not Cost.objects.exists()
    [content] = re.findall(r'name="content" value="([^"]+)"', look)
    assert office.post("/finance/costs/file/take/", {"content": content}).status_code == 302
    assert Cost.objects.get().gross == Money(12_000)


@pytest.mark.parametrize(
    "address",
    [
        "/finance/invoices.csv?show=all",
        "/finance/payments.csv",
        "/finance/debts.csv",
        "/finance/ledger/trial-balance.csv",
    ],
)
def test_every_list_is_a_spreadsheet_too(office: Client, address: str) -> None:
    issue(MEMBERSHIP)
    pay(100)
    lines = b"".join(office.get(address).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) >= 2


def test_the_home_page_says_what_waits(office: Client) -> None:
    build.order(MEMBERSHIP)
    pay(5_000)
    issue(COURSE, po_number="")
    page = text(office, "/")
    assert "Invoice what is due: 1 order" in page
    assert "1 invoice without a purchase order number" in page
    assert "Owed to us £450.00" in page
    assert "Match money that is on account" in page


@pytest.mark.parametrize(
    "address", ["/finance/invoices/INV-000009/", "/finance/payments/PAY-X/", "/finance/costs/CST-X/"]
)
def test_what_does_not_exist_is_not_found(office: Client, address: str) -> None:
    assert office.get(address).status_code == 404


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("costs.csv", content.encode(), "text/csv")


def text_of(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[-1500:]
