"""Entering suppliers' invoices, one by one or from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction
from django.db.models.functions import Lower

from billing.actions import ledger
from billing.models import Cost
from billing.rules import chart, cost_files, posting
from billing.rules.cost_files import CostRow, Fault
from kernel import references
from kernel.money import Money
from kernel.records import Actor, record
from kernel.refusal import Refusal
from members import public as members
from services import public as services


class SameInvoiceOtherSum(Refusal):
    """A supplier's invoice that is known already, with other figures."""

    rule = "A supplier's invoice stands once, as it was first entered."
    forward = "Compare the two with the paper; a corrected invoice has a number of its own."


class FileHasFaults(Refusal):
    """A file of costs with at least one fault: nothing of it is taken."""

    rule = "A file is taken whole or not at all."
    forward = "Correct the lines named and send the file again."

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"Nothing was saved: {len(self.faults)} to correct. {self.faults[0]}.", field="file")


@dataclass(frozen=True, slots=True)
class Bill:
    """A supplier's invoice as it is entered."""

    supplier: members.Organisation
    supplier_reference: str
    invoiced_on: date
    due_on: date
    label: str
    account: str
    net: Money
    vat: Money
    service_id: int | None = None
    money_type: str = ""
    fund: str = chart.GENERAL_FUND


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file would change: the new bills, and those that are known already."""

    new: list[Bill] = field(default_factory=list)
    known: list[Bill] = field(default_factory=list)
    faults: tuple[Fault, ...] = ()

    @property
    def net(self) -> Money:
        return Money.total(bill.net for bill in self.new)

    @property
    def gross(self) -> Money:
        return Money.total(bill.net + bill.vat for bill in self.new)


@transaction.atomic
def enter(bill: Bill, *, by: Actor, at: datetime) -> Cost:
    """Enter a supplier's invoice and post it. Safe to repeat: the same invoice of the same supplier stands once.

    Refuses with SameInvoiceOtherSum or PeriodClosed.
    """
    return _enter_many([bill], by=by, at=at)[0]


def preview(content: bytes) -> Preview:
    """What a file would change, without changing anything; refuses with FileNotReadable."""
    reading = cost_files.read(cost_files.decode(content))
    found, faults = _resolve(reading.rows)
    known = _known([bill for _, bill in found])
    faults += [
        Fault(row.line, "invoice_number", f"This invoice was entered before, with net {known[_identity(bill)].net}.")
        for row, bill in found
        if _identity(bill) in known and not _same(known[_identity(bill)], bill)
    ]
    if reading.faults or faults:
        return Preview(faults=tuple(sorted([*reading.faults, *faults], key=attrgetter("line"))))
    return Preview(
        new=[bill for _, bill in found if _identity(bill) not in known],
        known=[bill for _, bill in found if _identity(bill) in known],
    )


@transaction.atomic
def import_file(content: bytes, *, by: Actor, at: datetime) -> Preview:
    """Take a file of suppliers' invoices, whole or not at all; the same file again changes nothing.

    Refuses with FileNotReadable, FileHasFaults or PeriodClosed.
    """
    found = preview(content)
    if found.faults:
        raise FileHasFaults(found.faults)
    if found.new:
        entered = _enter_many(found.new, by=by, at=at)
        record(by=by, at=at, verb="billing.costs.imported", subject=entered[0], costs=len(entered), gross=found.gross)
    return found


def _enter_many(bills: Sequence[Bill], *, by: Actor, at: datetime) -> list[Cost]:
    ledger.open_books()
    known = _known(bills)
    for bill in bills:
        before = known.get(_identity(bill))
        if before is not None and not _same(before, bill):
            raise SameInvoiceOtherSum(
                f"{bill.supplier_reference} of {bill.supplier} was entered before with net {before.net}.",
                field="supplier_reference",
            )
    new = Cost.objects.bulk_create(
        Cost(
            reference=references.new("CST"),
            supplier=bill.supplier,
            supplier_reference=bill.supplier_reference.strip(),
            invoiced_on=bill.invoiced_on,
            due_on=bill.due_on,
            label=bill.label,
            account_id=bill.account,
            fund_id=bill.fund,
            service_id=bill.service_id,
            money_type=bill.money_type,
            net=bill.net,
            vat=bill.vat,
            gross=bill.net + bill.vat,
            recorded_at=at,
            recorded_by=ledger.author_of(by),
        )
        for bill in bills
        if _identity(bill) not in known
    )
    ledger.post_many([_entry(cost) for cost in new], at=at, by=by)
    if len(new) == 1:
        record(by=by, at=at, verb="billing.cost.entered", subject=new[0], gross=new[0].gross, supplier=new[0].supplier)
    return new or [known[_identity(bill)] for bill in bills]


def _entry(cost: Cost) -> posting.Entry:
    legs = posting.cost(
        cost.supplier_id, str(cost.account_id), cost.net, cost.vat,
        service=cost.service_id, money_type=cost.money_type, fund=str(cost.fund_id),
    )  # fmt: skip
    return posting.Entry(cost.invoiced_on, cost.key, f"{cost.label} ({cost.supplier_reference})", tuple(legs))


def _same(cost: Cost, bill: Bill) -> bool:
    """Whether what was entered and what is entered now are one and the same invoice."""
    return (cost.invoiced_on, cost.net, cost.vat) == (bill.invoiced_on, bill.net, bill.vat)


def _identity(bill: Bill) -> tuple[int, str]:
    return bill.supplier.pk, bill.supplier_reference.strip()


def _known(bills: Sequence[Bill]) -> dict[tuple[int, str], Cost]:
    """Those of the bills that were entered before; one SQL statement."""
    suppliers = {bill.supplier.pk for bill in bills}
    numbers = {bill.supplier_reference.strip() for bill in bills}
    rows = Cost.objects.filter(supplier__in=suppliers, supplier_reference__in=numbers)
    return {(row.supplier_id, row.supplier_reference): row for row in rows}


def _resolve(rows: Sequence[CostRow]) -> tuple[list[tuple[CostRow, Bill]], list[Fault]]:
    """The rows with their supplier and service found, and a fault for each thing that is not; two SQL statements."""
    suppliers = _suppliers(rows)
    codes = {row.service for row in rows}
    known_services = dict(services.Service.objects.filter(code__in=codes).values_list("code", "pk"))
    found, faults = [], []
    for row in rows:
        wrong = list(_faults(row, suppliers, known_services))
        faults += wrong
        if not wrong:
            found.append((row, _bill(row, suppliers[row.supplier.lower()], known_services.get(row.service))))
    return found, faults


def _faults(row: CostRow, suppliers: Mapping[str, object], known_services: Mapping[str, int]) -> Iterator[Fault]:
    if row.supplier.lower() not in suppliers:
        yield Fault(row.line, "supplier", f"We know no body called “{row.supplier}”.")
    if row.account not in chart.COST_ACCOUNTS:
        yield Fault(row.line, "account", f"“{row.account}” is not an account for costs.")
    if row.service and row.service not in known_services:
        yield Fault(row.line, "service", f"There is no service “{row.service}”.")
    if row.money_type and row.money_type not in services.MoneyType.values:
        yield Fault(row.line, "money_type", f"“{row.money_type}” is none of {', '.join(services.MoneyType.values)}.")


def _bill(row: CostRow, supplier: members.Organisation, service_id: int | None) -> Bill:
    return Bill(
        supplier, row.invoice_number, row.invoiced_on, row.due_on, row.description, row.account,
        row.net, row.vat, service_id, row.money_type,
    )  # fmt: skip


def _suppliers(rows: Sequence[CostRow]) -> dict[str, members.Organisation]:
    """Bodies by their name in small letters; one SQL statement."""
    wanted = {row.supplier.lower() for row in rows}
    bodies = members.Organisation.objects.annotate(small=Lower("name")).filter(small__in=wanted)
    return {body.name.lower(): body for body in bodies}
