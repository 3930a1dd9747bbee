"""What billing shows on a school's home page: what needs somebody, what there is, and what was spent."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Q, Sum
from django.urls import reverse

from billing.models import ApprovalRequest, BasketLine, OrderLine, Subscription
from billing.queries.contracts import running
from billing.queries.orders import without_po_number
from billing.rules.school_years import anchor_of, short_name, year_before, year_holding
from billing.rules.terms import long_day
from billing.states import ApprovalState
from kernel.money import ZERO, Money
from kernel.periods import ONE_DAY, Period
from kernel.ports import Need, Panel, PanelContent, Viewer
from members import public as members

SOON = timedelta(days=60)
PRESSING = timedelta(days=7)
MOST_PO_NEEDS = 3

BUYER, APPROVER = members.Role.SCHOOL_BUYER, members.Role.SCHOOL_APPROVER


def approvals(viewer: Viewer) -> PanelContent | None:
    """Requests that wait for this approver, or that came back to this buyer; one SQL statement."""
    if viewer.role == APPROVER:
        return PanelContent(needs=[_to_answer(request, viewer) for request in _waiting(viewer)])
    came_back = ApprovalRequest.objects.filter(
        school=viewer.organisation, state=ApprovalState.SENT_BACK, put_back_at__isnull=True
    ).order_by("answered_at")
    return PanelContent(needs=[_came_back(request, viewer) for request in came_back])


def basket(viewer: Viewer) -> PanelContent | None:
    """A basket that has not been sent; one SQL statement."""
    count = BasketLine.objects.filter(basket__school=viewer.organisation).count()
    if not count:
        return None
    title = "One service is in your basket" if count == 1 else f"{count} services are in your basket"
    return PanelContent(needs=[Need(title, _at("basket", viewer), note="Nothing is ordered until you send it.")])


def purchase_orders(viewer: Viewer) -> PanelContent | None:
    """Orders that lack a purchase order number, the newest first; one SQL statement."""
    needs = [
        Need(
            f"Add a purchase order number to {order.reference}",
            reverse("billing:order", args=[viewer.organisation.urn, order.reference]) + "#po-number",
            note="It is shown with the invoice, so that it can be matched and paid.",
            aside=str(order.gross),
        )
        for order in without_po_number(viewer.organisation)[:MOST_PO_NEEDS]
    ]
    return PanelContent(needs=needs) if needs else None


def contracts(viewer: Viewer) -> PanelContent | None:
    """What runs by the year, and whose last notice day comes near; two SQL statements."""
    now = list(running(viewer.organisation, viewer.on))
    if not now:
        return None
    ordered_again = set(
        Subscription.objects.filter(school=viewer.organisation, starts_on__gt=viewer.on).values_list(
            "service", flat=True
        )
    )
    needs: list[Need] = []
    if viewer.role == BUYER:
        open_ones = [one for one in now if one.notice_given_on is None and one.service_id not in ordered_again]
        needs = [*_notices(open_ones, viewer), *_agreed_years(open_ones, viewer)]
    return PanelContent(
        title="What you have",
        template="billing/panel_services.html",
        context={
            "contracts": now,
            "href": _at("my_services", viewer),
            "prices": viewer.role != members.Role.SCHOOL_VIEWER,
        },
        needs=needs,
    )


def spending(viewer: Viewer) -> PanelContent | None:
    """What was ordered for this school year and the one before, and a pupil's share; two SQL statements."""
    school: members.Organisation = viewer.organisation
    year = year_holding(viewer.on, anchor_of(is_maintained=members.is_maintained(school)))
    before = year_before(year)
    found = OrderLine.objects.filter(order__school=school).aggregate(
        now=Sum("net", filter=_in(year)), before=Sum("net", filter=_in(before)), lines=Count("pk")
    )
    if not found["lines"]:
        return None
    now, then = found["now"] or ZERO, found["before"] or ZERO
    figure = members.pupils_on(school, viewer.on)
    each = "" if figure is None or not figure.pupils else str(_share(now, figure))
    return PanelContent(
        title=f"Ordered for {short_name(year)}",
        template="billing/panel_spending.html",
        context={
            "now": now,
            "before": then,
            "before_year": short_name(before),
            "each": each,
            "href": _at("orders", viewer),
        },
        aside=True,
    )


def panels() -> list[Panel]:
    """The panels of a school's home page."""
    buyer, both = frozenset({BUYER.value}), frozenset({BUYER.value, APPROVER.value})
    everybody = frozenset(role.value for role in members.SCHOOL_ROLES)
    return [
        Panel("billing.approvals", both, 10, approvals),
        Panel("billing.basket", buyer, 20, basket),
        Panel("billing.contracts", everybody, 30, contracts),
        Panel("billing.purchase-orders", buyer, 40, purchase_orders),
        Panel("billing.spending", everybody - {members.Role.SCHOOL_VIEWER.value}, 50, spending),
    ]


def _waiting(viewer: Viewer) -> list[ApprovalRequest]:
    return list(
        ApprovalRequest.objects.filter(
            school=viewer.organisation, state=ApprovalState.WAITING, expires_on__gt=viewer.on
        )
        .exclude(requested_by=viewer.person)
        .select_related("requested_by")
        .order_by("requested_at", "pk")
    )


def _to_answer(request: ApprovalRequest, viewer: Viewer) -> Need:
    last_day = request.expires_on - ONE_DAY
    was = f" It was {request.net_last_year} last year." if request.net_last_year else ""
    return Need(
        f"Approve {request.net} before VAT",
        reverse("billing:approval", args=[viewer.organisation.urn, request.reference]),
        note=f"{request.requested_by.name} asks.{was}",
        aside=f"by {long_day(last_day)}",
        urgent=last_day - viewer.on <= PRESSING,
    )


def _came_back(request: ApprovalRequest, viewer: Viewer) -> Need:
    return Need(
        f"Your request for {request.net} was sent back",
        reverse("billing:approval", args=[viewer.organisation.urn, request.reference]),
        note=f"“{request.reason}”",
    )


def _notices(contracts: list[Subscription], viewer: Viewer) -> list[Need]:
    """One need for each last notice day that is near, however many services it is for."""
    near = [one for one in contracts if viewer.on <= one.last_notice_on <= viewer.on + SOON]
    near.sort(key=lambda one: (one.last_notice_on, one.line.label))
    return [
        _notice(day, [one.line.label for one in group], viewer)
        for day, group in groupby(near, key=lambda one: one.last_notice_on)
    ]


def _agreed_years(contracts: list[Subscription], viewer: Viewer) -> list[Need]:
    """Terms that end soon inside a minimum term: the following year is agreed and waits to be ordered."""
    return [
        Need(
            f"Order next year's {one.line.label}",
            _at("my_services", viewer),
            note=f"You agreed to have it until {long_day(one.minimum_until - ONE_DAY)}.",
            aside=f"by {long_day(one.ends_on - ONE_DAY)}",
        )
        for one in contracts
        if one.minimum_until > one.ends_on and one.ends_on <= viewer.on + SOON
    ]


def _notice(day: date, labels: list[str], viewer: Viewer) -> Need:
    what = labels[0] if len(labels) == 1 else f"{len(labels)} services"
    return Need(
        f"Decide whether to go on with {what}",
        _at("my_services", viewer),
        note="Nothing renews unless you say so.",
        aside=f"by {long_day(day)}",
        urgent=day - viewer.on <= PRESSING,
    )


def _in(year: Period) -> Q:
    """Terms that start in the year, single purchases made in it."""
    return Q(term_starts_on__gte=year.starts_on, term_starts_on__lt=year.ends_on) | Q(
        term_starts_on__isnull=True, priced_on__gte=year.starts_on, priced_on__lt=year.ends_on
    )


def _share(sum_: Money, figure: members.PupilFigure) -> Money:
    """A pupil's share, to the nearest penny."""
    numerator, denominator = figure.pupils.as_integer_ratio()
    return sum_.ratio(denominator, numerator)


def _at(page: str, viewer: Viewer) -> str:
    return reverse(f"billing:{page}", args=[viewer.organisation.urn])
