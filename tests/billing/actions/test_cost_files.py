"""A file of suppliers' invoices: taken whole or not at all, once, with every fault told by line and column."""

from __future__ import annotations

from datetime import date

import pytest

from billing.actions import costs
from billing.actions.costs import FileHasFaults
from billing.models import Cost, Journal
from billing.rules import cost_files
from billing.rules.cost_files import FileNotReadable
from kernel.models import Record
from kernel.money import Money
from kernel.records import SYSTEM
from tests.billing import build
from tests.billing.build import AT

HEADING = "supplier,invoice_number,invoice_date,description,account,net,vat"
TRAINER = "Fennimore Training Ltd,F-1,2026-11-02,Two days,5000,800.00,160.00"
ROOM = 'Guildhall Rooms,R-7,03/11/2026,Room hire,5200,"1,050.00",0'


def file(*lines: str, heading: str = HEADING) -> bytes:
    return "\n".join([heading, *lines]).encode()


@pytest.fixture
def suppliers(db: None) -> None:
    build.company()
    build.other("Fennimore Training Ltd")
    build.other("Guildhall Rooms")


def take(content: bytes) -> costs.Preview:
    return costs.import_file(content, by=SYSTEM, at=AT)


def faults(content: bytes) -> list[str]:
    return [str(fault) for fault in costs.preview(content).faults]


@pytest.mark.usefixtures("suppliers")
def test_a_file_is_taken_and_posted_with_one_record() -> None:
    taken = take(file(TRAINER, ROOM))
    assert (len(taken.new), taken.gross) == (2, Money(201_000))
    assert [(cost.supplier.name, cost.net, cost.vat) for cost in Cost.objects.order_by("pk")] == [
        ("Fennimore Training Ltd", Money(80_000), Money(16_000)),
        ("Guildhall Rooms", Money(105_000), Money(0)),
    ]
    assert Journal.objects.count() == 2
    assert Record.objects.get(verb="billing.costs.imported").facts["costs"] == 2


@pytest.mark.usefixtures("suppliers")
def test_the_same_file_twice_changes_nothing() -> None:
    take(file(TRAINER, ROOM))
    again = take(file(TRAINER, ROOM))
    assert (len(again.new), len(again.known)) == (0, 2)
    assert (Cost.objects.count(), Journal.objects.count()) == (2, 2)


@pytest.mark.usefixtures("suppliers")
def test_a_preview_changes_nothing() -> None:
    assert len(costs.preview(file(TRAINER, ROOM)).new) == 2
    assert not Cost.objects.exists()


@pytest.mark.usefixtures("suppliers")
def test_one_fault_and_nothing_is_saved() -> None:
    with pytest.raises(FileHasFaults, match=r"Nothing was saved: 1 to correct\. Line 3, supplier"):
        take(file(TRAINER, ROOM.replace("Guildhall Rooms", "Nobody Ltd")))
    assert not Cost.objects.exists()


@pytest.mark.usefixtures("suppliers")
def test_every_fault_is_told_with_its_line_and_column() -> None:
    content = file(
        "Fennimore Training Ltd,F-1,31/02/2026,Two days,5000,800.00,160.00",
        "Fennimore Training Ltd,F-2,2026-11-02,Two days,1200,800.00,160.00",
        "Fennimore Training Ltd,,2026-11-02,Two days,5000,eight,-1",
        "Fennimore Training Ltd,F-4,2026-11-02,Two days,5000,800.00",
    )
    assert faults(content) == [
        "Line 2, invoice_date: “31/02/2026” is not a day. Write 2026-11-20 or 20/11/2026.",
        "Line 3, account: “1200” is not an account for costs.",
        "Line 4, invoice_number: Nothing is written here.",
        "Line 4, net: “eight” is not a sum of money. Write 1250.00.",
        "Line 4, vat: VAT is £0.00 or more.",
        "Line 5, whole line: 6 columns where the heading has 7.",
    ]


@pytest.mark.usefixtures("suppliers")
def test_an_invoice_twice_in_one_file_or_known_with_another_sum_is_a_fault() -> None:
    assert faults(file(TRAINER, TRAINER)) == ["Line 3, invoice_number: The same invoice stands on line 2."]
    take(file(TRAINER))
    assert faults(file(TRAINER.replace("800.00", "801.00"))) == [
        "Line 2, invoice_number: This invoice was entered before, with net £800.00."
    ]


@pytest.mark.usefixtures("suppliers")
def test_service_and_type_of_money_are_optional_and_checked() -> None:
    heading = HEADING + ",service,money_type,due_date"
    [fault, other] = faults(file(TRAINER + ",XX99,gift,2026-12-01", heading=heading))
    assert fault == "Line 2, service: There is no service “XX99”."
    assert other.startswith("Line 2, money_type: “gift” is none of")
    take(file(TRAINER + ",,traded,2026-12-01", heading=heading))
    assert Cost.objects.get().due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "lacks supplier"),
        (b"supplier,net\n", "lacks invoice_number"),
        (b"\xff\xfe\n", "Line 1 is not UTF-8"),
        (b"a\0b", "not a text file"),
        ((HEADING + ",net\n").encode(), "names a column twice"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(FileNotReadable, match=sentence):
        cost_files.read(cost_files.decode(content))


def test_a_byte_order_mark_blank_lines_and_columns_in_any_order_are_fine() -> None:
    text = (
        "\ufeffVAT,Net,Account,Description,Invoice date,Invoice number,Supplier\n\n160,800,5000,Days,2026-11-02,F-1,F\n"
    )
    [row] = cost_files.read(cost_files.decode(text.encode())).rows
    assert (row.line, row.supplier, row.net, row.due_on) == (3, "F", Money(80_000), date(2026, 12, 1))
