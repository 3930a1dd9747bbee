"""Requests for approval, and what a school paid for the same services last year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from billing.models import ApprovalLine, ApprovalRequest, Order, OrderLine
from billing.queries.prices import PricedWish
from billing.rules.approvals import Limit, NotAnApprover, check_approval
from billing.rules.changes import Change, LineChange
from billing.rules.school_years import anchor_of, year_before, year_holding
from billing.states import ApprovalState
from kernel.clock import start_of
from kernel.money import ZERO, Money
from kernel.periods import ONE_DAY, add_years
from kernel.refusal import Refusal
from members import public as members


def last_year_of(school: members.Organisation, priced: Sequence[PricedWish], on: date) -> dict[int, Money]:
    """What each wished service cost this school a year earlier, before VAT, by service id; one SQL statement.

    A year earlier is the school's year before the one that the service is wanted for. A term counts in the year it
    starts in, a single purchase in the year it was ordered in.
    """
    anchor = anchor_of(is_maintained=members.is_maintained(school))
    this_year = year_holding(on, anchor)
    before = {
        wish.wish.service.pk: year_before(year_holding(wish.term.starts_on, anchor) if wish.term else this_year)
        for wish in priced
    }
    earliest = add_years(this_year.starts_on, -1)
    rows = OrderLine.objects.filter(
        order__school=school, service__in=before, order__ordered_at__gte=start_of(add_years(earliest, -1))
    ).values_list("service_id", "net", "term_starts_on", "priced_on")
    sums: dict[int, Money] = {}
    for service_id, net, term_starts_on, priced_on in rows:
        if (term_starts_on or priced_on) in before[service_id]:
            sums[service_id] = sums.get(service_id, ZERO) + net
    return sums


def limit_of(person: members.Person, school: members.Organisation, on: date) -> Limit:
    """What a person may approve at a school on a day; one SQL statement.

    Refuses with NotAnApprover when the person has no such appointment on the day.
    """
    for approver in members.approvers_of(school, on):
        if approver.person == person:
            return Limit(approver.limit)
    raise NotAnApprover(f"{person.name} is not an approver of {school.name} today.")


def requests_of(school: members.Organisation) -> Iterable[ApprovalRequest]:
    """A school's requests, the newest first; one SQL statement."""
    return (
        ApprovalRequest.objects.filter(school=school)
        .select_related("requested_by", "answered_by")
        .order_by("-requested_at", "-pk")
    )


def waiting_for(school: members.Organisation, on: date) -> Iterable[ApprovalRequest]:
    """A school's requests that can still be answered on a day, the oldest first; one SQL statement."""
    return (
        ApprovalRequest.objects.filter(school=school, state=ApprovalState.WAITING, expires_on__gt=on)
        .select_related("requested_by")
        .order_by("requested_at", "pk")
    )


def request_of(school: members.Organisation, reference: str) -> ApprovalRequest | None:
    """One request of this school with the people in it, or None."""
    return (
        ApprovalRequest.objects.filter(school=school, reference=reference)
        .select_related("school", "requested_by", "answered_by")
        .first()
    )


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """A school's requests: those that wait, and those that were answered or ran out of time."""

    waiting: tuple[ApprovalRequest, ...]
    others: tuple[ApprovalRequest, ...]

    @property
    def title(self) -> str:
        """The finding."""
        count = len(self.waiting)
        if not count:
            return "Nothing is waiting for approval"
        return "One request is waiting for approval" if count == 1 else f"{count} requests are waiting for approval"


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request as its viewer sees it. `answer_refusal` says why this viewer may not approve it, if so."""

    request: ApprovalRequest
    lines: tuple[ApprovalLine, ...]
    change: Change
    limit: Limit | None
    answer_refusal: Refusal | None
    order_reference: str
    is_waiting: bool
    has_lapsed: bool
    is_approver: bool
    is_buyer: bool

    @property
    def title(self) -> str:
        """The finding."""
        net, state = self.request.net, self.request.state
        if self.has_lapsed:
            return f"{net}: ran out of time"
        if state == ApprovalState.WAITING:
            return f"Approve {net}?" if self.is_approver else f"{net} is waiting for approval"
        return f"{net}: {ApprovalState(state).label.lower()}"

    @property
    def lead(self) -> str:
        """What and who, in a sentence."""
        count = "1 service" if len(self.lines) == 1 else f"{len(self.lines)} services"
        asked = f"{count} before VAT, asked by {self.request.requested_by.name}"
        if self.request.answered_by is None:
            return f"{asked}."
        return f"{asked}; answered by {self.request.answered_by.name}."

    @property
    def was(self) -> str:
        """Last year's cost of the same services, and the difference."""
        if self.change.how_many_new == len(self.lines):
            return "none of this"
        difference = self.request.net - self.request.net_last_year
        if not difference:
            return f"{self.request.net_last_year}: no change"
        return f"{self.request.net_last_year}: {abs(difference)} {'more' if difference > ZERO else 'less'} now"

    @property
    def last_day(self) -> date:
        """The last day on which it can be answered."""
        return self.request.expires_on - ONE_DAY

    @property
    def may_be_put_back(self) -> bool:
        """Whether its lines can return to the basket."""
        ended = self.has_lapsed or self.request.state == ApprovalState.SENT_BACK
        return self.is_buyer and ended and self.request.put_back_at is None


def list_for(school: members.Organisation, on: date) -> RequestsPage:
    """All requests of a school; one SQL statement."""
    found = list(requests_of(school))
    waiting = tuple(request for request in reversed(found) if request.is_waiting_on(on))
    return RequestsPage(waiting, tuple(request for request in found if not request.is_waiting_on(on)))


def page_for(
    school: members.Organisation, reference: str, *, viewer: members.Person, role: str, on: date
) -> RequestPage | None:
    """One request of this school for somebody who looks at it, or None; at most four SQL statements."""
    request = request_of(school, reference)
    if request is None:
        return None
    lines = tuple(request.lines.order_by("number"))
    limit, refusal = None, None
    if role == members.Role.SCHOOL_APPROVER:
        limit, refusal = _may_answer(request, viewer, school, on)
    approved = request.state == ApprovalState.APPROVED
    return RequestPage(
        request=request,
        lines=lines,
        change=_change(request, lines),
        limit=limit,
        answer_refusal=refusal,
        order_reference=Order.objects.get(request_key=request.request_key).reference if approved else "",
        is_waiting=request.is_waiting_on(on),
        has_lapsed=request.has_lapsed_on(on),
        is_approver=role == members.Role.SCHOOL_APPROVER,
        is_buyer=role == members.Role.SCHOOL_BUYER,
    )


def _may_answer(
    request: ApprovalRequest, viewer: members.Person, school: members.Organisation, on: date
) -> tuple[Limit | None, Refusal | None]:
    try:
        limit = limit_of(viewer, school, on)
    except Refusal as refusal:
        return None, refusal
    try:
        check_approval(is_own=request.requested_by_id == viewer.pk, net=request.net, limit=limit)
    except Refusal as refusal:
        return limit, refusal
    return limit, None


def _change(request: ApprovalRequest, lines: Sequence[ApprovalLine]) -> Change:
    return Change(
        tuple(LineChange(line.label, line.net, line.net_last_year) for line in lines),
        request.net,
        request.net_last_year,
    )
