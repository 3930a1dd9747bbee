"""Recording a grant."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from billing.actions import ledger
from billing.actions.payments import ReceivedInTheFuture
from billing.models import Fund, Grant
from billing.rules import chart, posting
from billing.rules.grants import check_grant
from kernel import references
from kernel.clock import day_of
from kernel.money import Money
from kernel.records import Actor, record
from members.public import Organisation


@transaction.atomic
def receive(
    *,
    funder: Organisation,
    amount: Money,
    received_on: date,
    purpose: str,
    request_key: UUID,
    by: Actor,
    at: datetime,
    fund: str = chart.GENERAL_FUND,
) -> Grant:
    """Record a grant that came in, as income of its fund.

    Safe to repeat: the same `request_key` gives back the same grant.

    Refuses with GrantUnclear, ReceivedInTheFuture or PeriodClosed.
    """
    check_grant(amount, purpose)
    if received_on > day_of(at):
        raise ReceivedInTheFuture("This day has not come yet.", field="received_on")
    ledger.open_books()
    grant, is_new = Grant.objects.get_or_create(
        request_key=request_key,
        defaults={
            "reference": references.new("GRA"),
            "funder": funder,
            "received_on": received_on,
            "amount": amount,
            "fund": Fund.objects.get(pk=fund),
            "purpose": purpose.strip(),
            "recorded_at": at,
            "recorded_by": ledger.author_of(by),
        },
    )
    if is_new:
        legs = posting.grant(funder.pk, amount, fund)
        memo = f"Grant {grant.reference} from {funder}"
        ledger.post(on=received_on, at=at, source=grant.key, memo=memo, lines=legs, by=by)
        record(by=by, at=at, verb="billing.grant.received", subject=grant, amount=amount, funder=funder, fund=fund)
    return grant
