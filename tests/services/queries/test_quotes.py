"""Quotes: the right price for the school that asks, in a fixed number of statements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kernel.money import Money
from services import public as services
from services.public import NotForThisSchool, NotOnSale, NotPriced, PupilsMissing, Wanted
from tests.services.builders import ON, a_school, a_service
from tests.services.workings import recompute

pytestmark = pytest.mark.django_db

TRADED = {
    "type": "standings",
    "member": {"type": "flat", "amount": 162000},
    "in_area": {"type": "flat", "amount": 195000},
    "out_of_area": {"type": "member_share", "share_bp": 13500},
}


def test_a_quote_holds_the_price_the_vat_and_the_working() -> None:
    quote = services.quote(a_service(), school=a_school("420"), on=ON)
    assert (quote.net, quote.vat, quote.gross) == (Money.pounds(2730), Money.pounds(546), Money.pounds(3276))
    assert (quote.vat_code, quote.vat_rate, quote.vat_label) == ("standard", 2000, "VAT 20 %")
    assert (quote.pupils, quote.pupils_counted_on) == (Decimal("420.0"), date(2026, 1, 15))
    assert quote.working[0].label == "Pupils, January 2026 census"
    assert recompute(quote.working) == quote.net


@pytest.mark.parametrize(
    ("facts", "net"),
    [({}, 1620), ({"member": False}, 1950), ({"member": False, "la_code": "301"}, 2187)],
)
def test_the_price_goes_by_the_standing_of_the_school(facts: dict[str, Any], net: int) -> None:
    assert services.quote(a_service(rule=TRADED), school=a_school(**facts), on=ON).net == Money.pounds(net)


def test_an_exempt_course_bears_no_vat() -> None:
    quote = services.quote(a_service(vat=("exempt", 0)), school=a_school(), on=ON)
    assert (quote.vat, quote.vat_code, quote.vat_label) == (Money(0), "exempt", "VAT: exempt: education")


def test_a_commissioned_service_never_has_a_school_as_payer() -> None:
    service = a_service(
        rule={"type": "flat", "amount": 19500},
        offers={"maintained": "statutory_commissioned", "academy": "traded"},
    )
    maintained = services.quote(service, school=a_school(None), on=ON)
    assert (maintained.net, maintained.payer, maintained.vat_code) == (Money(0), "the council", "outside")
    academy = services.quote(service, school=a_school(None, type_code=34), on=ON)
    assert (academy.net, academy.payer, academy.money_type) == (Money.pounds(195), "", "traded")


def test_a_service_for_other_schools_is_refused_in_words() -> None:
    service = a_service(phases=["secondary", "college"])
    with pytest.raises(NotForThisSchool, match="is for secondary schools and sixth-form"):
        services.quote(service, school=a_school(), on=ON)
    with pytest.raises(NotForThisSchool, match="not offered to academies"):
        services.quote(a_service("X2", offers={"maintained": "traded"}), school=a_school(type_code=34), on=ON)


def test_what_is_planned_or_withdrawn_is_not_on_sale() -> None:
    with pytest.raises(NotOnSale):
        services.quote(a_service(availability="planned"), school=a_school(), on=ON)
    with pytest.raises(NotOnSale):
        services.quote(a_service("X2", ends_on=ON), school=a_school(), on=ON)


def test_without_a_price_or_a_vat_treatment_there_is_no_quote() -> None:
    with pytest.raises(NotPriced, match="No price of Service SI01"):
        services.quote(a_service(rule={}), school=a_school(), on=ON)
    with pytest.raises(NotPriced, match="Finance has not said"):
        services.quote(a_service("X2", vat=None), school=a_school(), on=ON)
    with pytest.raises(NotPriced, match="in force on 31 March 2026"):
        services.quote(a_service("X3", starts_on=date(2026, 1, 1)), school=a_school(), on=date(2026, 3, 31))


def test_without_a_pupil_number_the_school_is_told_what_to_do() -> None:
    with pytest.raises(PupilsMissing):
        services.quote(a_service(), school=a_school(None), on=ON)


@pytest.mark.parametrize("many", [1, 3])
def test_one_statement_prices_however_many(many: int, django_assert_num_queries: Any) -> None:
    school = a_school()
    wanted = [Wanted(a_service(f"S{number}")) for number in range(many)]
    with django_assert_num_queries(1):
        quotes = services.quote_all(wanted, school=school, on=ON)
    assert [quote.code for quote in quotes] == [one.service.code for one in wanted]
