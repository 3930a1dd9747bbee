"""Writing the ledger: post, reverse, close a month and open it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from billing.models import Account, AccountingPeriod, Fund, Journal, Posting
from billing.rules import chart, posting
from billing.rules.periods import EarlierPeriodOpen, PeriodClosed, PeriodNotOver, month_of
from billing.rules.posting import Entry, Leg
from kernel import clock
from kernel.records import Actor, record
from kernel.refusal import Refusal
from members.public import Person

BATCH = 20_000


class AlreadyReversed(Refusal):
    """A journal is undone once."""

    rule = "A reversal undoes one journal, and a journal has one reversal at most."
    forward = "Post a new journal if the reversal itself was wrong."


class ReasonMissing(Refusal):
    """What changes the books outside their run says why."""

    rule = "Closing, opening again and reversing are recorded with a reason."
    forward = "Write a sentence that will still make sense in a year."


@transaction.atomic
def post(*, on: date, at: datetime, source: str, memo: str, lines: Sequence[Leg], by: Actor) -> Journal:
    """Write one journal for the document whose key is `source`. Part of an action that records what happened.

    Not repeatable by itself: the database refuses a second journal for the same source.

    Refuses with DoesNotBalance or PeriodClosed.
    """
    return post_many([Entry(on, source, memo, tuple(lines))], at=at, by=by)[0]


@transaction.atomic
def post_many(entries: Sequence[Entry], *, at: datetime, by: Actor) -> list[Journal]:
    """Write many journals in a fixed number of SQL statements; all or none.

    Refuses with DoesNotBalance or PeriodClosed.
    """
    if not entries:
        return []
    for entry in entries:
        posting.check(entry.legs)
    open_books()
    periods = periods_for(entry.on for entry in entries)
    author = author_of(by)
    journals = Journal.objects.bulk_create(
        [
            Journal(
                on=entry.on,
                known_at=at,
                period=periods[entry.on],
                source=entry.source,
                memo=entry.memo,
                leg_count=len(entry.legs),
                total=posting.debits(entry.legs),
                recorded_by=author,
            )
            for entry in entries
        ]
    )
    _write_legs(zip(journals, (entry.legs for entry in entries), strict=True))
    return journals


@transaction.atomic
def reverse(journal: Journal, *, on: date, at: datetime, reason: str, by: Actor) -> Journal:
    """Undo a journal by one with every leg turned round, dated `on`. A journal is reversed once.

    Refuses with AlreadyReversed, ReasonMissing or PeriodClosed.
    """
    said_why(reason)
    Journal.objects.select_for_update().get(pk=journal.pk)
    if Journal.objects.filter(reverses=journal).exists():
        raise AlreadyReversed(f"Journal {journal.pk} has been reversed already.")
    legs = tuple(as_leg(row).reversed() for row in journal.postings.order_by("pk"))
    undone = Journal.objects.create(
        on=on,
        known_at=at,
        period=periods_for([on])[on],
        source=journal.source,
        memo=f"Reverses journal {journal.pk}: {reason}",
        leg_count=len(legs),
        total=posting.debits(legs),
        reverses=journal,
        recorded_by=author_of(by),
    )
    _write_legs([(undone, legs)])
    record(by=by, at=at, verb="billing.journal.reversed", subject=journal, with_journal=undone.key, reason=reason)
    return undone


@transaction.atomic
def close_period(period: AccountingPeriod, *, at: datetime, reason: str, by: Actor) -> None:
    """Close a month: from now on the database refuses postings dated in it. Closing again changes nothing.

    Refuses with PeriodNotOver, EarlierPeriodOpen or ReasonMissing.
    """
    said_why(reason)
    row = AccountingPeriod.objects.select_for_update().get(pk=period.pk)
    if row.is_closed:
        return
    if clock.day_of(at) < row.ends_on:
        raise PeriodNotOver(f"{row} is not over yet.")
    earlier = AccountingPeriod.objects.filter(starts_on__lt=row.starts_on, closed_at=None).order_by("starts_on").first()
    if earlier is not None:
        raise EarlierPeriodOpen(f"{earlier} is still open.")
    row.closed_at, row.reason = at, reason
    row.save(update_fields=["closed_at", "reason"])
    record(by=by, at=at, verb="billing.period.closed", subject=row, reason=reason)


@transaction.atomic
def reopen_period(period: AccountingPeriod, *, at: datetime, reason: str, by: Actor) -> None:
    """Open a closed month again. Opening an open one changes nothing.

    Refuses with ReasonMissing.
    """
    said_why(reason)
    row = AccountingPeriod.objects.select_for_update().get(pk=period.pk)
    if not row.is_closed:
        return
    row.closed_at, row.reason = None, reason
    row.save(update_fields=["closed_at", "reason"])
    record(by=by, at=at, verb="billing.period.reopened", subject=row, reason=reason)


def open_books() -> None:
    """Put the chart of accounts and the general fund in place; does nothing once they are there."""
    if Account.objects.count() >= len(chart.CHART):
        return
    Account.objects.bulk_create(
        [Account(code=heading.code, name=heading.name, kind=heading.kind) for heading in chart.CHART],
        ignore_conflicts=True,
    )
    Fund.objects.bulk_create(
        [Fund(code=chart.GENERAL_FUND, name="General fund", purpose="Whatever the company may lawfully spend on.")],
        ignore_conflicts=True,
    )


def periods_for(days: Iterable[date]) -> dict[date, AccountingPeriod]:
    """The open month each day lies in, made where it is not there yet.

    Refuses with PeriodClosed. The database refuses as well, should the month be closed in between.
    """
    months = {day: month_of(day) for day in set(days)}
    first_days = {starts_on for starts_on, _ in months.values()}
    known = {row.starts_on: row for row in AccountingPeriod.objects.filter(starts_on__in=first_days)}
    for starts_on, ends_on in months.values():
        if starts_on not in known:
            known[starts_on], _ = AccountingPeriod.objects.get_or_create(
                starts_on=starts_on, defaults={"ends_on": ends_on}
            )
    for row in known.values():
        if row.is_closed:
            raise PeriodClosed(f"{row} is closed: nothing more is posted in it.")
    return {day: known[starts_on] for day, (starts_on, _) in months.items()}


def author_of(by: Actor) -> Person | None:
    """The person who acts, or nobody when the system does."""
    return by if isinstance(by, Person) else None


def said_why(reason: str) -> None:
    """Refuses with ReasonMissing an empty reason."""
    if not reason.strip():
        raise ReasonMissing("Say why.", field="reason")


def as_leg(row: Posting) -> Leg:
    """A posting as the rules see it."""
    return Leg(row.account_id, row.amount, row.organisation_id, str(row.fund_id), row.service_id, row.money_type)


def _write_legs(journals: Iterable[tuple[Journal, Sequence[Leg]]]) -> None:
    Posting.objects.bulk_create(
        [
            Posting(
                journal=journal,
                account_id=leg.account,
                fund_id=leg.fund,
                organisation_id=leg.organisation,
                service_id=leg.service,
                money_type=leg.money_type,
                amount=leg.amount,
                on=journal.on,
                known_at=journal.known_at,
            )
            for journal, legs in journals
            for leg in legs
        ],
        batch_size=BATCH,
    )
