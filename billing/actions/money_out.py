"""Money that leaves the bank: to a supplier, or back to a payer. There is no other way out."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import ledger
from billing.models import Cost, Invoice, MoneyOut, Payment
from billing.queries.debts import on_account, with_left
from billing.rules import chart, posting
from billing.states import InvoiceKind
from kernel import references
from kernel.money import ZERO, Money
from kernel.records import Actor, record
from kernel.refusal import Refusal
from members import public as members


class MoneyMayNotGoOut(Refusal):
    """Money out without a ground, or more than its ground allows."""

    rule = "Money goes out only against a supplier's invoice, a refund or a credit; nothing is distributed to members."
    forward = "Enter the supplier's invoice first, or refund what is held on the payer's account."


@transaction.atomic
def pay(cost: Cost, *, on: date, amount: Money, request_key: UUID, by: Actor, at: datetime) -> MoneyOut:
    """Record that a supplier's invoice was paid, in part or in full. Safe to repeat with the same `request_key`.

    Refuses with MoneyMayNotGoOut or PeriodClosed.
    """
    Cost.objects.select_for_update(no_key=True).get(pk=cost.pk)
    left = cost.gross - Money.total(cost.paid_by.exclude(request_key=request_key).values_list("amount", flat=True))
    return _send(
        cost.supplier, amount, most=left, settles=chart.CREDITORS,
        ground={"cost": cost}, on=on, request_key=request_key, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def refund(payment: Payment, *, on: date, amount: Money, request_key: UUID, by: Actor, at: datetime) -> MoneyOut:
    """Give back money of a payment that is held on account. Safe to repeat with the same `request_key`.

    Refuses with MoneyMayNotGoOut or PeriodClosed.
    """
    members.Organisation.objects.select_for_update(no_key=True).get(pk=payment.payer_id)
    row = with_left(Payment.objects.filter(pk=payment.pk)).get()
    return _send(
        payment.payer, amount, most=row.left, settles=chart.ON_ACCOUNT,
        ground={"refund_of": payment}, on=on, request_key=request_key, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def pay_back(note: Invoice, *, on: date, amount: Money, request_key: UUID, by: Actor, at: datetime) -> MoneyOut:
    """Pay out a credit note whose money is held on account. Safe to repeat with the same `request_key`.

    Refuses with MoneyMayNotGoOut or PeriodClosed.
    """
    if note.kind != InvoiceKind.CREDIT_NOTE:
        raise MoneyMayNotGoOut(f"{note.number} is not a credit note.")
    members.Organisation.objects.select_for_update(no_key=True).get(pk=note.payer_id)
    left = note.gross - Money.total(note.paid_back_by.values_list("amount", flat=True))
    return _send(
        note.payer, amount, most=min(left, on_account(note.payer_id)), settles=chart.ON_ACCOUNT,
        ground={"credit_note": note}, on=on, request_key=request_key, by=by, at=at,
    )  # fmt: skip


def _send(
    payee: members.Organisation, amount: Money, *, most: Money, settles: str,
    ground: dict[str, Cost | Payment | Invoice],
    on: date, request_key: UUID, by: Actor, at: datetime,
) -> MoneyOut:  # fmt: skip
    """One row of money out with its journal, once for each request."""
    if known := MoneyOut.objects.filter(request_key=request_key).first():
        return known
    if not ZERO < amount <= most:
        raise MoneyMayNotGoOut(f"At most {most} may go out here.", field="amount")
    out = MoneyOut.objects.create(
        reference=references.new("OUT"),
        request_key=request_key,
        payee=payee,
        paid_on=on,
        amount=amount,
        recorded_at=at,
        recorded_by=ledger.author_of(by),
        **ground,
    )
    legs = posting.money_out(payee.pk, amount, settles=settles)
    ledger.post(on=on, at=at, source=out.key, memo=f"{out.reference} to {payee}", lines=legs, by=by)
    [because] = ground.values()
    record(by=by, at=at, verb="billing.money.went_out", subject=out, amount=amount, payee=payee, against=because)
    return out
