"""The demo's catalogue: as many services as the shared table counts, and every price shown to be right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from kernel.money import Money
from kernel.records import SYSTEM
from services import public as services
from services.actions.demo_catalogue import entries, load, price_rule
from services.models import Service
from services.public import NotForThisSchool
from services.rules.buyers import Buyer, Funding, Phase, Standing
from services.rules.price import NotOffered, price
from services.rules.price_spec import read
from services.rules.price_words import words
from tests.services.builders import AT, ON, a_school
from tests.services.workings import recompute

SIZES = ("62", "90", "210", "420", "692", "693", "1200", "210.5")
PRICED = {entry["code"]: entry for entry in entries() if price_rule(entry) is not None}


def a_buyer(pupils: str, phase: str, standing: Standing, funding: Funding) -> Buyer:
    return Buyer(standing, Decimal(pupils), date(2026, 1, 15), "January 2026 census", Phase(phase), funding, "01", True)


def options(rule: dict[str, Any]) -> list[str]:
    inner = rule.get("member", rule)
    return [one["option"] for one in inner["options"]] if inner["type"] == "options" else [""]


def buyers(entry: dict[str, Any], rule: dict[str, Any]) -> Iterator[Buyer]:
    """A school of each size and standing; of each kind too where the price looks at the kind."""
    phases, fundings = entry.get("phases", list(Phase)), list(Funding)
    if '"cases"' not in json.dumps(rule):
        phases, fundings = phases[:1], fundings[:1]
    for pupils, standing, phase, funding in product(SIZES, Standing, phases, fundings):
        yield a_buyer(pupils, phase, standing, funding)


@pytest.mark.parametrize("code", PRICED)
def test_every_printed_working_leads_to_the_net(code: str) -> None:
    written = price_rule(PRICED[code])
    assert written is not None
    rule, sizes = read(written), set()
    for buyer in buyers(PRICED[code], written):
        for option in options(written):
            try:
                answer = price(rule, buyer=buyer, option=option)
            except NotOffered:
                continue
            assert recompute(answer.lines) == answer.net
            sizes.add(str(buyer.pupils))
    assert sizes == set(SIZES)


@pytest.mark.parametrize("code", PRICED)
def test_every_price_has_words(code: str) -> None:
    rule = price_rule(PRICED[code])
    assert all(line.strip() for line in words(read(rule)))


def test_there_are_58_services_in_the_groups_of_the_shared_table() -> None:
    codes = Counter(entry["code"][:2] for entry in entries())
    table = {"SS": 6, "SI": 15, "GV": 10, "PD": 10, "WC": 5, "IT": 4, "AT": 5, "FU": 3}
    assert {prefix: codes[prefix] for prefix in table} == table
    assert sum(table.values()) == 58


@pytest.fixture
def catalogue(db: None) -> None:
    assert load(on=ON, by=SYSTEM, at=AT) == 65


@pytest.mark.usefixtures("catalogue")
def test_loading_again_changes_nothing() -> None:
    before = list(Service.objects.order_by("pk").values())
    assert load(on=ON, by=SYSTEM, at=AT) == 0
    assert list(Service.objects.order_by("pk").values()) == before


def net(code: str, school: Any, quantity: str = "1", option: str = "") -> Money:
    service = Service.objects.get(code=code)
    return services.quote(service, school=school, quantity=Decimal(quantity), option=option, on=ON).net


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("code", "pupils", "pounds"),
    [
        ("CORE", "90", "650.00"),
        ("CORE", "210", "1365.00"),
        ("CORE", "420", "2730.00"),
        ("CORE", "692", "4498.00"),
        ("CORE", "693", "4500.00"),
        ("CORE", "720", "4500.00"),
        ("ADVANCE", "420", "4830.00"),
        ("SI10", "420", "351.00"),
        ("SI10", "1200", "650.00"),
        ("SI12", "420", "1890.00"),
        ("GV05", "100", "820.00"),
        ("GV05", "100.5", "1290.00"),
        ("GV05", "401", "1480.00"),
        ("PD01", "150", "790.00"),
        ("IT02", "300", "1240.00"),
        ("IT02", "301", "1780.00"),
        ("IT03", "420", "1021.00"),
        ("IT04", "600.5", "1450.00"),
    ],
)
def test_a_member_pays_what_the_price_list_says(code: str, pupils: str, pounds: str) -> None:
    assert net(code, a_school(pupils)) == Money.pounds(pounds)


@pytest.mark.usefixtures("catalogue")
def test_secondary_schools_and_colleges_pay_flat_membership_fees() -> None:
    secondary: dict[str, Any] = {"phase_code": 4, "type_code": 34}
    assert net("CORE", a_school("1158", **secondary)) == Money.pounds(4500)
    assert net("CORE", a_school("1158", has_sixth_form=True, **secondary)) == Money.pounds(5000)
    assert net("CORE", a_school("900", phase_code=6, type_code=18)) == Money.pounds(4000)


@pytest.mark.usefixtures("catalogue")
def test_standing_changes_the_price() -> None:
    member, near, far = a_school(), a_school(member=False), a_school(member=False, la_code="301")
    assert [net("SI01", school) for school in (member, near, far)] == [
        Money.pounds(1620),
        Money.pounds(1950),
        Money.pounds(2187),
    ]
    assert [net("IT02", school) for school in (member, near, far)] == [
        Money.pounds(1780),
        Money.pounds(2136),
        Money.pounds(2403),
    ]
    assert [net("JOIN", school) for school in (near, far)] == [Money.pounds(25)] * 2
    with pytest.raises(NotOffered, match="joined already"):
        net("JOIN", member)
    with pytest.raises(NotOffered, match="for members"):
        net("SI12", near)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("code", "pounds"), [("SS03", 195), ("SS04", 390)])
def test_what_is_commissioned_for_maintained_schools_is_traded_for_academies(code: str, pounds: int) -> None:
    service = Service.objects.get(code=code)
    maintained = services.quote(service, school=a_school(), on=ON)
    academy = services.quote(service, school=a_school(type_code=34), on=ON)
    assert (maintained.net, maintained.payer) == (Money(0), "the council")
    assert (maintained.money_type, maintained.vat_code) == ("statutory_commissioned", "outside")
    assert (academy.net, academy.payer, academy.money_type) == (Money.pounds(pounds), "", "traded")
    assert academy.vat == Money.pounds(pounds).basis_points(2000)


@pytest.mark.usefixtures("catalogue")
def test_what_is_only_commissioned_is_not_sold_to_academies() -> None:
    with pytest.raises(NotForThisSchool):
        net("SS01", a_school(type_code=34))


@pytest.mark.usefixtures("catalogue")
def test_peer_review_is_free_for_members_and_for_maintained_schools() -> None:
    assert net("SI13", a_school()) == Money(0)
    assert net("SI13", a_school(member=False)) == Money(0)
    assert net("SI13", a_school(member=False, type_code=34)) == Money.pounds(480)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.vector("V09")
def test_v09_an_adviser_day_is_standard_rated() -> None:
    quote = services.quote(Service.objects.get(code="SI02"), school=a_school(), quantity=Decimal("0.5"), on=ON)
    assert (quote.net, quote.vat_code, quote.vat) == (Money.pounds(315), "standard", Money.pounds(63))


@pytest.mark.usefixtures("catalogue")
def test_an_option_is_named_on_the_quote() -> None:
    service = Service.objects.get(code="SI14")
    quote = services.quote(service, school=a_school(), option="local", on=ON)
    assert (quote.label, quote.net) == ("Day of a national or local leader: local leader", Money.pounds(520))
