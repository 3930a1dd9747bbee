"""Filling an empty catalogue with the demo's services, prices and treatments (services/demo/*.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from kernel.records import Actor, record
from services.models import CatalogueGroup, Offer, Price, Service, VatTreatment
from services.rules.buyers import Funding, Phase
from services.rules.price_spec import read
from services.rules.vat import EXEMPT, OUTSIDE, STANDARD, Vat
from services.states import AppliesToExisting, Availability

FOLDER = Path(__file__).resolve().parent.parent / "demo"
FILES = ("membership", "improvement", "people", "pupils")
YEARS_BACK = 4
NOTICE_DAYS = 90
IN_AREA_BP, OUT_OF_AREA_BP = 12_000, 13_500

VAT: dict[str, tuple[Vat, str]] = {
    "S": (STANDARD, "Consultancy, support and membership are standard-rated, whoever supplies them."),
    "E": (EXEMPT, "Education by a body that puts every surplus back; our accountant confirms this each year."),
    "O": (OUTSIDE, "Nothing is supplied to the school: the council commissions it and pays us."),
}


def entries() -> Iterator[dict[str, Any]]:
    """The services of the demo as they are written down, in the order they are shown."""
    for name in FILES:
        yield from tomllib.loads((FOLDER / f"{name}.toml").read_text())["service"]


def price_rule(entry: dict[str, Any]) -> dict[str, Any] | None:
    """The whole price rule of an entry: three standings, or commissioned; None for a signpost."""
    if entry.get("availability") == Availability.SIGNPOST:
        return None
    if "price" not in entry:
        return {"type": "commissioned", "by": "the council"}
    rule: dict[str, Any] = {"type": "standings", "member": entry["price"]}
    for name, share in (("in_area", IN_AREA_BP), ("out_of_area", OUT_OF_AREA_BP)):
        rule[name] = entry.get(name) or {"type": "member_share", "share_bp": entry.get(f"{name}_bp", share)}
    read(rule)
    return rule


@transaction.atomic
def load(*, on: date, by: Actor, at: datetime) -> int:
    """Fill an empty catalogue, as if it had been published four years before a day; gives back how many services.

    Safe to repeat: a catalogue that holds anything is left as it is, and 0 is given back.
    """
    if CatalogueGroup.objects.exists():
        return 0
    groups = _groups()
    starts_on = date(on.year - YEARS_BACK, 4, 1)
    written = list(entries())
    services = Service.objects.bulk_create(
        _service(entry, groups, place, starts_on) for place, entry in enumerate(written, start=1)
    )
    pairs = list(zip(written, services, strict=True))
    Offer.objects.bulk_create(
        Offer(service=service, funding=funding, money_type=money)
        for entry, service in pairs
        for funding, money in _offers(entry).items()
    )
    facts = {"starts_on": starts_on, "recorded_at": at, "recorded_by_id": getattr(by, "pk", None)}
    Price.objects.bulk_create(
        Price(
            service=service,
            rule=rule,
            applies_to_existing=AppliesToExisting.AT_RENEWAL,
            notice_days=NOTICE_DAYS,
            reason="First price list.",
            **facts,
        )
        for entry, service in pairs
        if (rule := price_rule(entry)) is not None
    )
    VatTreatment.objects.bulk_create(
        VatTreatment(service=service, code=vat.code, rate_bp=vat.rate_bp, reason=reason, **facts)
        for entry, service in pairs
        if entry.get("availability") != Availability.SIGNPOST
        for vat, reason in (VAT[entry.get("vat", "S")],)
    )
    record(by=by, at=at, verb="services.catalogue.loaded", subject="catalogue/demo", services=len(services))
    return len(services)


def _groups() -> dict[str, CatalogueGroup]:
    written = tomllib.loads((FOLDER / "groups.toml").read_text())["group"]
    rows = CatalogueGroup.objects.bulk_create(
        CatalogueGroup(position=place, **group) for place, group in enumerate(written, start=1)
    )
    return {group.slug: group for group in rows}


def _service(entry: dict[str, Any], groups: dict[str, CatalogueGroup], place: int, starts_on: date) -> Service:
    yearly = entry.get("yearly", False)
    unit = entry.get("unit", "year" if yearly else "item")
    return Service(
        group=groups[entry["group"]],
        code=entry["code"],
        slug=entry.get("slug") or slugify(entry["name"]),
        name=entry["name"],
        summary=entry["summary"],
        inclusions=entry["get"],
        keywords=entry.get("keywords", ""),
        kind=entry.get("kind", "one_off"),
        availability=entry.get("availability", Availability.BUYABLE),
        yearly=yearly,
        unit=unit,
        units=entry.get("units", f"{unit}s"),
        phases=entry.get("phases", [phase.value for phase in Phase]),
        delivery=entry.get("delivery", ""),
        cfr_code=entry.get("cfr", ""),
        terms=entry.get("terms", ""),
        notice_days=NOTICE_DAYS if yearly else 0,
        minimum_years=entry.get("minimum_years", 0),
        allowance=entry.get("allowance"),
        allowance_unit=entry.get("allowance_unit", ""),
        contact_name=entry.get("contact_name", ""),
        contact_email=entry.get("contact_email", ""),
        position=place,
        starts_on=starts_on,
    )


def _offers(entry: dict[str, Any]) -> dict[str, str]:
    """Kind of school to sort of money: one word for all three kinds, or a table of its own."""
    if entry.get("availability") == Availability.SIGNPOST:
        return {}
    money = entry.get("money", "traded")
    return money if isinstance(money, dict) else {funding.value: money for funding in Funding}
