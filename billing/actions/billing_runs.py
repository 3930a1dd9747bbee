"""Billing runs: invoicing all that is due, in batches that each stand for themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import invoices, ledger
from billing.models import BillingRun
from billing.queries.billing_runs import charges_due, due, orders_due
from kernel import jobs, references
from kernel.money import ZERO, Money
from kernel.records import Actor, record
from kernel.refusal import Refusal

DOCUMENTS_A_BATCH = 500


class NothingDue(Refusal):
    """A run over nothing."""

    rule = "A run invoices charges that are due and stand on no invoice."
    forward = "There is nothing to do: look at what falls due later."


class TotalsChanged(Refusal):
    """What is due is no longer what the preview showed."""

    rule = "A run is confirmed on the totals that were looked at."
    forward = "Look at the new totals and confirm again."


@dataclass(slots=True)
class Result:
    """What a run did: its documents, lines and sums, and the first and last number."""

    on: date
    documents: int = 0
    lines: int = 0
    net: Money = ZERO
    vat: Money = ZERO
    first: str = ""
    last: str = ""

    @property
    def gross(self) -> Money:
        return self.net + self.vat


def bill_due(
    on: date, *, by: Actor, at: datetime, batch: int = DOCUMENTS_A_BATCH, told: Callable[[Result], None] | None = None
) -> Result:
    """Invoice every charge due by a day, dated that day; `told` hears of each batch.

    Not one transaction but one for each batch of documents: what is done stays done. Safe to repeat and to kill: the
    next run goes on with what is left, in the same order, under the next numbers.

    Refuses with PeriodClosed.
    """
    result, orders = Result(on), orders_due(on)
    for start in range(0, len(orders), batch):
        some = charges_due(on).filter(line__order__in=orders[start : start + batch])
        charge_ids = list(some.values_list("pk", flat=True))
        issued = invoices.issue_many(charge_ids, by=by, at=at, on=on)
        for invoice in issued:
            result.documents += 1
            result.lines += invoice.line_count
            result.net += invoice.net
            result.vat += invoice.vat
            result.first = result.first or invoice.number
            result.last = invoice.number
        if told:
            told(result)
    return result


@transaction.atomic
def ask(*, on: date, charges: int, gross: Money, request_key: UUID, by: Actor, at: datetime) -> BillingRun:
    """Ask for a run, confirmed on its control totals; a job does the work. The same `request_key` asks once.

    Refuses with NothingDue or TotalsChanged.
    """
    if known := BillingRun.objects.filter(request_key=request_key).first():
        return known
    found = due(on)
    if not found.charges:
        raise NothingDue("Nothing is due by this day.", field="on")
    if (found.charges, found.gross) != (charges, gross):
        raise TotalsChanged(f"There are now {found.charges} charges due, {found.gross} in all.", field="on")
    run, is_new = BillingRun.objects.get_or_create(
        request_key=request_key,
        defaults={
            "reference": references.new("RUN"),
            "on": on,
            "charges": found.charges,
            "documents": found.documents,
            "gross": found.gross,
            "asked_by": ledger.author_of(by),
            "asked_at": at,
        },
    )
    if is_new:
        jobs.later("invoices.bill_due", reference=run.reference)
        record(by=by, at=at, verb="billing.run.asked", subject=run, charges=run.charges, gross=run.gross)
    return run


def carry_out(reference: str, *, by: Actor, at: datetime) -> None:
    """Do the work of a run that was asked for; a repeat finds nothing left to do. What refuses it is kept to show."""
    run = BillingRun.objects.get(reference=reference)
    try:
        bill_due(run.on, by=by, at=at)
    except Refusal as refusal:
        BillingRun.objects.filter(pk=run.pk).update(problem=refusal.sentence)
        return
    BillingRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=at, problem="")
