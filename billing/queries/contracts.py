"""What a school has: its contracts, what is left of them, and what next year would cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from billing.models import Subscription
from billing.queries.prices import PricedWish, Wish, price_wishes
from billing.rules.baskets import Totals, totals
from billing.rules.school_years import anchor_of, short_name, year_after, year_holding
from billing.rules.terms import long_day
from kernel.money import ZERO
from kernel.periods import ONE_DAY
from members import public as members
from services import public as services


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract on a day, with what is used of it and what next year would cost."""

    subscription: Subscription
    entitlement: services.Entitlement | None
    next_year: PricedWish | None
    on: date

    @property
    def last_day(self) -> date:
        """The last day of its term."""
        return self.subscription.ends_on - ONE_DAY

    @property
    def notice_may_be_given(self) -> bool:
        """Whether the school may say now that it will not go on."""
        contract = self.subscription
        return contract.notice_given_on is None and contract.ends_on >= contract.minimum_until

    @property
    def notice_words(self) -> str:
        """The last notice day, or that notice was given, or that the day has passed."""
        contract = self.subscription
        if contract.notice_given_on is not None:
            return f"Notice given on {long_day(contract.notice_given_on)}"
        day = long_day(contract.last_notice_on)
        return f"{day} (passed)" if self.on > contract.last_notice_on else day

    @property
    def minimum_words(self) -> str:
        """The minimum term, while it reaches beyond this term."""
        contract = self.subscription
        return (
            f"until {long_day(contract.minimum_until - ONE_DAY)}" if contract.minimum_until > contract.ends_on else ""
        )

    @property
    def difference_words(self) -> str:
        """Next year against this year, where this year was a whole one."""
        if self.next_year is None or not (self.subscription.line.term and self.subscription.line.term.is_whole):
            return ""
        difference = self.next_year.net - self.subscription.line.net
        if not difference:
            return "as this year"
        return f"{abs(difference)} {'more' if difference > ZERO else 'less'}"


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """Everything a school has on a day."""

    contracts: tuple[Contract, ...]
    coming: tuple[Subscription, ...]
    ended: tuple[Subscription, ...]
    days: tuple[services.Entitlement, ...]
    offered: tuple[Contract, ...]
    offer_totals: Totals
    next_year: str

    @property
    def title(self) -> str:
        """The finding."""
        count = len(self.contracts)
        if not count:
            return "No yearly services are running"
        return "One yearly service is running" if count == 1 else f"{count} yearly services are running"


def running(school: members.Organisation, on: date) -> QuerySet[Subscription]:
    """The contracts whose term holds a day; one SQL statement."""
    return (
        Subscription.objects.filter(school=school, starts_on__lte=on, ends_on__gt=on)
        .select_related("line", "line__order", "service", "notice_given_by")
        .order_by("ends_on", "line__label", "pk")
    )


def contract_of(school: members.Organisation, subscription_id: int) -> Subscription | None:
    """One contract of this school, or None."""
    return (
        Subscription.objects.filter(school=school, pk=subscription_id)
        .select_related("line", "line__order", "service")
        .first()
    )


def agreed_until(school_id: int, service_ids: Collection[int]) -> dict[int, date]:
    """Until when a school has agreed to have each of these services; one SQL statement, none for no services."""
    if not service_ids:
        return {}
    rows = Subscription.objects.filter(school=school_id, service__in=service_ids, notice_given_on__isnull=True)
    return dict(rows.values("service_id").annotate(until=Max("minimum_until")).values_list("service_id", "until"))


def page_for(school: members.Organisation, on: date) -> ServicesPage:
    """Contracts, entitlements and next year's offers, in a fixed number of SQL statements."""
    every = list(
        Subscription.objects.filter(school=school)
        .select_related("line", "line__order", "service", "notice_given_by")
        .order_by("ends_on", "line__label", "pk")
    )
    now = [contract for contract in every if contract.runs_on(on)]
    coming = [contract for contract in every if contract.starts_on > on]
    left = {one.source: one for one in services.entitlements(school, on)}
    offers = _offers(school, now, coming, on)
    contracts = tuple(Contract(one, left.get(one.line.reference), offers.get(one.pk), on) for one in now)
    offered = tuple(contract for contract in contracts if contract.next_year is not None)
    sources = {one.line.reference for one in every}
    year = year_holding(on, anchor_of(is_maintained=members.is_maintained(school)))
    return ServicesPage(
        contracts=contracts,
        coming=tuple(coming),
        ended=tuple(one for one in reversed(every) if one.ends_on <= on),
        days=tuple(one for source, one in left.items() if source not in sources and one.starts_on in year),
        offered=offered,
        offer_totals=totals(contract.next_year for contract in offered if contract.next_year),
        next_year=short_name(year_after(year)),
    )


def renewal_wishes(school: members.Organisation, chosen: Sequence[int], on: date) -> list[Wish]:
    """Next year's wishes for those of the chosen contracts (all when none is chosen) that are offered again."""
    now = list(running(school, on))
    coming = Subscription.objects.filter(school=school, starts_on__gt=on)
    offers = _offers(school, now, coming, on)
    return [offer.wish for pk, offer in offers.items() if not chosen or pk in chosen]


def _offers(
    school: members.Organisation, now: Iterable[Subscription], coming: Iterable[Subscription], on: date
) -> dict[int, PricedWish]:
    """Next year's price for each running contract that is neither left nor ordered again; by contract."""
    ordered = {one.service_id for one in coming}
    again = [one for one in now if one.notice_given_on is None and one.service_id not in ordered]
    wishes = [Wish(one.service, one.line.quantity, one.line.option, next_year=True) for one in again]
    priced = price_wishes(wishes, school=school, on=on)
    return {one.pk: wish for one, wish in zip(again, priced, strict=True) if wish.refusal is None}
