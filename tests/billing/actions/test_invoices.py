"""Issuing invoices: numbered without a gap, posted, once, never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from billing.actions import invoices, ledger
from billing.models import Charge, Invoice, InvoiceLine, Journal, Posting, PurchaseOrderNumber
from billing.queries.content import content_of
from billing.rules import documents
from billing.rules.periods import PeriodClosed
from kernel.models import Record
from kernel.money import Money
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import AT, COURSE, DAY, MEMBERSHIP, Want

pytestmark = pytest.mark.django_db


def issue(*orders: object) -> list[Invoice]:
    return invoices.issue_many(build.charges(*orders), by=SYSTEM, at=AT)  # type: ignore[arg-type]


def again(row: models.Model, **changes: Any) -> None:
    """Insert a copy of a row, whatever the actions would say."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    type(row)(**{**values, "id": None, **changes}).save(force_insert=True)


def test_an_order_becomes_one_invoice_with_its_lines_and_sums() -> None:
    [invoice] = issue(build.order(MEMBERSHIP, COURSE))
    assert invoice.number == "INV-000001"
    assert (invoice.net, invoice.vat, invoice.gross) == (Money(318_000), Money(54_600), Money(372_600))
    assert [(line.label, line.net, line.vat) for line in invoice.lines.order_by("position")] == [
        ("Core membership", Money(273_000), Money(54_600)),
        ("Safeguarding course", Money(45_000), Money(0)),
    ]


def test_each_order_has_an_invoice_of_its_own_and_numbers_follow_on() -> None:
    issued = issue(build.order(MEMBERSHIP), build.order(COURSE), build.order(COURSE))
    assert [invoice.number for invoice in issued] == ["INV-000001", "INV-000002", "INV-000003"]


def test_the_invoice_keeps_seller_and_buyer_as_they_were() -> None:
    [invoice] = issue(build.order(MEMBERSHIP))
    school = build.school()
    school.name = "Willow Beck Academy"
    school.save()
    invoice.refresh_from_db()
    assert invoice.buyer == {"name": "Willow Beck Primary School", "address": ["Beck Lane", "Aldermere", "ZZ1 2BB"]}
    assert invoice.seller["company_number"] == "00990099" and invoice.seller["vat_number"] == "GB 990 0990 09"


def test_it_is_due_on_the_last_of_thirty_days_beginning_with_its_own() -> None:
    [invoice] = issue(build.order(MEMBERSHIP))
    assert (invoice.issued_on, invoice.due_on) == (DAY, date(2026, 12, 19))


def test_it_carries_the_purchase_order_number_given_last() -> None:
    order = build.order(MEMBERSHIP)
    PurchaseOrderNumber.objects.create(order=order, number="PO-77", given_by=build.person(), given_at=AT)
    [invoice] = issue(order)
    assert invoice.po_number == "PO-77"


def test_issuing_again_changes_nothing() -> None:
    order = build.order(MEMBERSHIP)
    issue(order)
    assert issue(order) == []
    assert Invoice.objects.count() == Journal.objects.count() == 1


def test_it_posts_what_is_owed_earned_and_taxed() -> None:
    [invoice] = issue(build.order(MEMBERSHIP, COURSE))
    legs = Posting.objects.filter(journal__source=invoice.key).order_by("pk")
    assert [(leg.account_id, leg.amount, leg.money_type) for leg in legs] == [
        ("1100", Money(372_600), ""),
        ("4300", Money(-273_000), "membership"),
        ("4200", Money(-45_000), "traded"),
        ("2200", Money(-54_600), ""),
    ]


def test_one_record_tells_of_the_whole_batch() -> None:
    issue(build.order(MEMBERSHIP), build.order(COURSE))
    [row] = Record.objects.filter(verb="billing.invoices.issued")
    assert row.facts["documents"] == 2 and (row.facts["first"], row.facts["last"]) == ("INV-000001", "INV-000002")


def test_the_digest_covers_what_was_issued() -> None:
    issue(build.order(MEMBERSHIP, COURSE))
    stored = Invoice.objects.get()
    lines = list(stored.lines.order_by("position"))
    assert stored.digest == documents.digest(content_of(stored, lines))
    lines[0].label = "Core membership, altered"
    assert stored.digest != documents.digest(content_of(stored, lines))


def test_a_closed_month_takes_no_invoice_and_no_number_is_lost() -> None:
    issue(build.order(MEMBERSHIP))
    [period] = [Journal.objects.get().period]
    ledger.close_period(period, at=AT.replace(month=12), reason="Month end", by=SYSTEM)
    with pytest.raises(PeriodClosed, match="November 2026 is closed"):
        issue(build.order(COURSE))
    later = invoices.issue_many(
        list(Charge.objects.filter(invoice_line=None).values_list("pk", flat=True)),
        by=SYSTEM, at=AT, on=date(2026, 12, 1),
    )  # fmt: skip
    assert [invoice.number for invoice in later] == ["INV-000002"]


def test_forty_invoices_take_as_many_statements_as_one(django_assert_num_queries: object) -> None:
    few, many = build.order(MEMBERSHIP), [build.order(MEMBERSHIP, COURSE) for _ in range(40)]
    issue(build.order(COURSE))  # opens the books and the month
    ids = build.charges(few)
    with django_assert_num_queries(17):  # type: ignore[operator]
        invoices.issue_many(ids, by=SYSTEM, at=AT)
    ids = build.charges(*many)
    with django_assert_num_queries(17):  # type: ignore[operator]
        invoices.issue_many(ids, by=SYSTEM, at=AT)


def test_commissioned_work_is_invoiced_to_the_council() -> None:
    commissioned = Want(500_000, money_type="statutory_commissioned", label="Moderation", code="SS03")
    [invoice] = issue(build.order(commissioned, payer=build.council()))
    assert invoice.payer == build.council()


def test_the_database_refuses_commissioned_work_on_a_schools_order() -> None:
    commissioned = Want(500_000, money_type="statutory_commissioned", label="Moderation", code="SS03")
    with pytest.raises(IntegrityError, match="paid for by the council"):
        build.order(commissioned)


def test_the_database_refuses_commissioned_work_on_a_schools_invoice() -> None:
    [invoice] = issue(build.order(MEMBERSHIP))
    [charge] = Charge.objects.filter(line__order=build.order(COURSE))
    point = transaction.savepoint()
    again(invoice, number="INV-000002", place=2)
    line, second = invoice.lines.get(), Invoice.objects.get(place=2)
    with pytest.raises(IntegrityError, match="paid for by the council"), transaction.atomic():
        again(line, invoice_id=second.pk, charge_id=charge.pk, money_type="statutory_commissioned")
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_invoice SET gross = gross - 1, net = net - 1",
        "UPDATE billing_invoice SET po_number = ''",
        "DELETE FROM billing_invoice",
        "UPDATE billing_invoiceline SET label = 'Other'",
        "DELETE FROM billing_invoiceline",
    ],
)
def test_an_issued_invoice_is_never_changed_or_deleted(statement: str) -> None:
    issue(build.order(MEMBERSHIP))
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as sql,
    ):
        sql.execute(statement)


def test_an_issued_invoice_takes_no_more_lines() -> None:
    [invoice] = issue(build.order(MEMBERSHIP))
    [charge] = Charge.objects.filter(line__order=build.order(COURSE))
    with pytest.raises(IntegrityError, match="takes no more lines"), transaction.atomic():
        again(invoice.lines.get(), position=2, charge_id=charge.pk)


def test_a_charge_stands_on_one_invoice_only() -> None:
    issue(build.order(MEMBERSHIP))
    with pytest.raises(IntegrityError, match="charge_id"), transaction.atomic():
        again(InvoiceLine.objects.get(), position=2)


def test_an_invoice_of_another_sum_than_its_lines_is_refused_at_commit() -> None:
    [invoice] = issue(build.order(MEMBERSHIP))
    point = transaction.savepoint()
    again(invoice, number="INV-000002", place=2)
    with pytest.raises(IntegrityError, match="not the sum of its lines"), connection.cursor() as sql:
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.savepoint_rollback(point)
