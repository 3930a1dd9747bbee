"""Recording money that came in, saying what it settles, and taking a mistake back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import ledger
from billing.models import Allocation, Invoice, Journal, Payment
from billing.queries.debts import debts_of
from billing.rules import allocation, chart, posting
from billing.rules.allocation import Split
from billing.states import PaymentMethod
from kernel import references
from kernel.clock import day_of
from kernel.money import ZERO, Money
from kernel.records import Actor, record
from kernel.refusal import Refusal
from members.public import Organisation

BANK_ACCOUNTS = {PaymentMethod.BANK_TRANSFER: chart.BANK, PaymentMethod.CARD: chart.CARD_CLEARING}


class NothingReceived(Refusal):
    """A payment of nothing."""

    rule = "A payment is for more than £0.00."
    forward = "Write the sum that came in; a mistake is taken back by reversing it."


class ReceivedInTheFuture(Refusal):
    """A payment dated after today."""

    rule = "Money is recorded once it has come in."
    forward = "Write the day on the bank statement."


class AlreadyTakenBack(Refusal):
    """A payment that was reversed before, or that is itself a reversal."""

    rule = "A mistaken payment is taken back once."
    forward = "Record the payment again if taking it back was the mistake."


class MoneyAlreadyWentOut(Refusal):
    """A payment of which a part has been refunded."""

    rule = "What has been refunded cannot be taken back as a mistake."
    forward = "Record what is left with the bank's own correction."


@transaction.atomic
def receive(
    *,
    payer: Organisation,
    amount: Money,
    received_on: date,
    request_key: UUID,
    by: Actor,
    at: datetime,
    method: PaymentMethod = PaymentMethod.BANK_TRANSFER,
    parts: Mapping[str, Money] | None = None,
    bank_reference: str = "",
) -> Payment:
    """Record money that came in and settle invoices with it: the `parts` by number, or the oldest debts first.

    What is over stays on account, visibly. Safe to repeat: the same `request_key` gives back the same payment.

    Refuses with NothingReceived, ReceivedInTheFuture, AllocationNotPossible or PeriodClosed.
    """
    if amount <= ZERO:
        raise NothingReceived("Write an amount above £0.00.", field="amount")
    if received_on > day_of(at):
        raise ReceivedInTheFuture("This day has not come yet.", field="received_on")
    payment, is_new = Payment.objects.get_or_create(
        request_key=request_key,
        defaults={
            "reference": references.new("PAY"),
            "payer": payer,
            "method": method,
            "received_on": received_on,
            "amount": amount,
            "bank_reference": bank_reference.strip(),
            "recorded_at": at,
            "recorded_by": ledger.author_of(by),
        },
    )
    if not is_new:
        return payment
    ledger.post(
        on=received_on,
        at=at,
        source=payment.key,
        memo=f"Payment {payment.reference} from {payer}",
        lines=posting.receipt(payer.pk, BANK_ACCOUNTS[method], amount),
        by=by,
    )
    split = _settle(payment, payer, parts, on=received_on, by=by, at=at)
    record(
        by=by, at=at, verb="billing.payment.received", subject=payment,
        amount=amount, payer=payer, settled=split.parts, on_account=split.on_account,
    )  # fmt: skip
    return payment


@transaction.atomic
def allocate(payment: Payment, *, parts: Mapping[str, Money], by: Actor, at: datetime) -> None:
    """Settle invoices with money that is held on account; changes nothing when there are no parts.

    Refuses with AllocationNotPossible or PeriodClosed.
    """
    payer = _lock_payer(payment.payer)
    split = _settle(Payment.objects.get(pk=payment.pk), payer, parts, on=day_of(at), by=by, at=at)
    if split.parts:
        record(by=by, at=at, verb="billing.payment.allocated", subject=payment, settled=split.parts)


@transaction.atomic
def free(row: Allocation, *, on: date, reason: str, by: Actor, at: datetime) -> Allocation:
    """Free a part of a payment from the invoice it settles; it is on account again. Part of a larger action."""
    freed = Allocation.objects.create(
        payment_id=row.payment_id,
        invoice_id=row.invoice_id,
        amount=-row.amount,
        on=on,
        allocated_at=at,
        allocated_by=ledger.author_of(by),
        reverses=row,
    )
    ledger.reverse(Journal.objects.get(source=row.key, reverses=None), on=on, at=at, reason=reason, by=by)
    return freed


@transaction.atomic
def take_back(payment: Payment, *, reason: str, by: Actor, at: datetime) -> Payment:
    """Take a mistaken payment back: its invoices are owed again and the ledger is reversed, by new rows only.

    Refuses with AlreadyTakenBack, MoneyAlreadyWentOut, ReasonMissing or PeriodClosed.
    """
    ledger.said_why(reason)
    payer = _lock_payer(payment.payer)
    if payment.reverses_id or Payment.objects.filter(reverses=payment).exists():
        raise AlreadyTakenBack(f"{payment.reference} has been taken back already.")
    if payment.refunds.exists():
        raise MoneyAlreadyWentOut(f"A part of {payment.reference} has been refunded.")
    on = day_of(at)
    for row in payment.allocations.filter(reverses=None, reversed_by=None).order_by("pk"):
        free(row, on=on, reason=reason, by=by, at=at)
    ledger.reverse(Journal.objects.get(source=payment.key, reverses=None), on=on, at=at, reason=reason, by=by)
    back = Payment.objects.create(
        reference=references.new("PAY"),
        request_key=_key_of_taking_back(payment),
        payer=payer,
        method=payment.method,
        received_on=on,
        amount=-payment.amount,
        recorded_at=at,
        recorded_by=ledger.author_of(by),
        reverses=payment,
        reason=reason,
    )
    record(by=by, at=at, verb="billing.payment.taken_back", subject=payment, by_payment=back, reason=reason)
    return back


def _settle(
    payment: Payment, payer: Organisation, parts: Mapping[str, Money] | None, *, on: date, by: Actor, at: datetime
) -> Split:
    """Put what is left of a payment to invoices of its payer, each with its own journal."""
    _lock_payer(payer)
    left = payment.amount - Money.total(payment.allocations.values_list("amount", flat=True))
    left -= Money.total(payment.refunds.values_list("amount", flat=True))
    owed = debts_of(payer.pk)
    split = allocation.oldest_first(left, owed) if parts is None else allocation.as_told(left, parts, owed)
    pks = dict(Invoice.objects.filter(number__in=split.parts).values_list("number", "pk"))
    rows = Allocation.objects.bulk_create(
        Allocation(
            payment=payment,
            invoice_id=pks[number],
            amount=part,
            on=on,
            allocated_at=at,
            allocated_by=ledger.author_of(by),
        )
        for number, part in split.parts.items()
    )
    ledger.post_many(
        [
            posting.Entry(
                on,
                row.key,
                f"{payment.reference} settles {number}",
                tuple(posting.match(payer.pk, row.amount)),
            )
            for row, number in zip(rows, split.parts, strict=True)
        ],
        at=at,
        by=by,
    )
    return split


def _lock_payer(payer: Organisation) -> Organisation:
    """One writer at a time for the money of one payer, so that each sees what the other settled."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=payer.pk)


def _key_of_taking_back(payment: Payment) -> UUID:
    """The reversal's own request key, always the same for the same payment."""
    return UUID(int=payment.request_key.int ^ (1 << 127))
