"""What the catalogue puts on home pages: the state of the price list, and what schools have."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from kernel.ports import Need, Panel, PanelContent, Viewer
from members.public import Role, running_on
from services.models import Price, Promise, Service, VatTreatment
from services.states import Availability

# How long before a price ends the catalogue manager hears of it.
AHEAD = timedelta(days=90)
MOST = 5


def price_list(viewer: Viewer) -> PanelContent:
    """For the catalogue manager: what is on sale, what lacks a price, which prices end soon. Two SQL statements."""
    running = running_on(viewer.on)
    sold = Service.objects.filter(availability=Availability.BUYABLE).annotate(
        priced=Exists(Price.objects.filter(running, service=OuterRef("pk"))),
        taxed=Exists(VatTreatment.objects.filter(running, service=OuterRef("pk"))),
    )
    rows = list(sold.order_by("name"))
    lacking = [row for row in rows if not (row.priced and row.taxed)]
    ending = (
        Price.objects.filter(running, ends_on__lte=viewer.on + AHEAD)
        .filter(~Exists(Price.objects.filter(service=OuterRef("service"), starts_on=OuterRef("ends_on"))))
        .select_related("service")
        .order_by("ends_on", "service__name")[:MOST]
    )
    needs = [
        Need(f"{row.name} cannot be bought", _managed(row), note="It has no price or no VAT treatment today.")
        for row in lacking[:MOST]
    ]
    needs += [
        Need(
            f"The price of {row.service.name} ends",
            _managed(row.service),
            note="Publish the next one, so that it stays on sale.",
            aside=f"{row.ends_on.day} {row.ends_on:%B}",
        )
        for row in ending
        if row.ends_on
    ]
    context = {"sold": len(rows) - len(lacking), "all": len(rows), "href": reverse("services:price_list")}
    return PanelContent("The price list", "services/panel_prices.html", context, needs)


def taken_up(viewer: Viewer) -> PanelContent:
    """What schools have today: the services most of them take, and how many schools take any. Two SQL statements."""
    now = Promise.objects.filter(running_on(viewer.on)).filter(
        Q(released_on__isnull=True) | Q(released_on__gt=viewer.on)
    )
    most = (
        now.values("service__name", "service__slug")
        .annotate(schools=Count("school", distinct=True))
        .order_by("-schools", "service__name")[:MOST]
    )
    context = {
        "rows": [(row["service__name"], row["schools"], _shown(row["service__slug"])) for row in most],
        "schools": now.aggregate(n=Count("school", distinct=True))["n"],
    }
    return PanelContent("What schools have today", "services/panel_taken_up.html", context)


def _managed(service: Service) -> str:
    return reverse("services:managed", args=[service.slug])


def _shown(slug: str) -> str:
    return reverse("services:service", args=[slug])


PANELS = (
    Panel("services.price-list", frozenset({Role.CATALOGUE_MANAGER.value}), 10, price_list),
    Panel(
        "services.taken-up",
        frozenset({Role.CATALOGUE_MANAGER.value, Role.ADVISER.value, Role.COUNCIL_COMMISSIONER.value}),
        40,
        taken_up,
    ),
)
