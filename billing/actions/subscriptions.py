"""Giving notice. Renewing is ordering: next year's wishes go into the basket like any others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from billing.models import Subscription
from billing.rules.terms import check_notice
from kernel.clock import day_of
from kernel.records import record
from members import public as members


@transaction.atomic
def give_notice(
    *, school: members.Organisation, subscription_id: int, reason: str, by: members.Person, at: datetime
) -> Subscription:
    """Write down that the school will not go on with a service; it runs to the end of its term.

    Not repeated: refuses with NoticeTooLate when notice was given before or the term is over, and with MinimumTerm.
    Raises DoesNotExist for another school's contract.
    """
    contract = Subscription.objects.select_for_update().get(school=school, pk=subscription_id)
    on = day_of(at)
    check_notice(
        ends_on=contract.ends_on, minimum_until=contract.minimum_until, given_on=contract.notice_given_on, on=on
    )
    contract.notice_given_on, contract.notice_given_by, contract.notice_reason = on, by, reason.strip()
    contract.save(update_fields=["notice_given_on", "notice_given_by", "notice_reason"])
    record(
        by=by,
        at=at,
        verb="billing.subscription.notice_given",
        subject=contract,
        ends_on=contract.ends_on,
        personal={"reason": contract.notice_reason} if contract.notice_reason else None,
    )
    return contract
