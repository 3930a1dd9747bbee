"""A school's invoices: the list, a document with its sums, the same on paper, and nobody else's."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdf
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from billing.actions.invoices import issue_many
from billing.models import Invoice
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.buying import Buying, a_buying_school
from tests.services.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def buying() -> Buying:
    return a_buying_school()


@pytest.fixture
def buyer(buying: Buying) -> Client:
    return buying.browser(buying.buyer)


def bought(buying: Buying) -> Invoice:
    buying.put_three()
    order = buying.approve(buying.send(po_number="PO-77"))
    return Invoice.objects.get(order=order)


def sums(text: str) -> list[str]:
    return sorted(set(re.findall(r"£[\d,]+\.\d\d", text)))


def test_the_list_says_what_is_to_pay_and_links_to_each(buying: Buying, buyer: Client) -> None:
    invoice = bought(buying)
    page = buyer.get(buying.at("invoices/")).content.decode()
    assert f"{invoice.gross} to pay" in page
    assert buying.at(f"invoices/{invoice.number}/") in page
    assert "Nothing is waiting" not in page


def test_an_empty_list_says_so(buying: Buying, buyer: Client) -> None:
    assert "Nothing to pay" in buyer.get(buying.at("invoices/")).content.decode()
    assert "Nothing is waiting to be paid" in buyer.get(buying.at("invoices/?show=open")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_rows(
    buying: Buying, buyer: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        bought(buying)
    buyer.get(buying.at("invoices/"))
    with django_assert_num_queries(6):  # who asks, and the list
        buyer.get(buying.at("invoices/"))


def test_a_document_shows_its_lines_vat_by_rate_apart_and_the_purchase_order(buying: Buying, buyer: Client) -> None:
    invoice = bought(buying)
    page = buyer.get(buying.at(f"invoices/{invoice.number}/")).content.decode()
    for text in ("Standard rate, 20 %", "Exempt", "PO-77", str(invoice.net), str(invoice.vat), str(invoice.gross)):
        assert text in page
    assert "Left to pay" in page


def test_another_schools_number_is_as_missing_as_one_that_does_not_exist(buying: Buying, buyer: Client) -> None:
    theirs = issue_many(
        build.charges(build.order(build.MEMBERSHIP, school_=build.school(990777, "Another School"))), by=SYSTEM, at=AT
    )[0]
    for page in ("", "pdf/", "print/", "pay/"):
        assert buyer.get(buying.at(f"invoices/INV-999999/{page}")).status_code == 404
        assert buyer.get(buying.at(f"invoices/{theirs.number}/{page}")).status_code == 404
        assert buyer.get(f"/schools/990777/invoices/{theirs.number}/{page}").status_code == 404


def test_the_pdf_is_tagged_and_says_what_the_page_says(buying: Buying, buyer: Client) -> None:
    invoice = bought(buying)
    response = buyer.get(buying.at(f"invoices/{invoice.number}/pdf/"))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)
    paper = buyer.get(buying.at(f"invoices/{invoice.number}/print/")).content.decode()
    assert invoice.number in text
    assert "Page 1 of 1" in text
    assert sums(text) == sums(paper)


def test_the_spreadsheet_has_a_row_for_each(buying: Buying, buyer: Client) -> None:
    invoice = bought(buying)
    text = b"".join(buyer.get(buying.at("invoices.csv"))).decode()
    assert f"{invoice.number},Invoice,{AT:%Y-%m-%d}" in text
    assert invoice.gross.plain in text
