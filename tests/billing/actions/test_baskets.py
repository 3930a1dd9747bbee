"""Filling the basket that a school's buyers share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from billing.actions import baskets
from billing.models import BasketLine
from billing.queries.baskets import page_for
from kernel.models import Record
from kernel.money import Money
from kernel.periods import ONE_DAY
from services import public as services
from services.models import Price
from tests.billing.buying import AT, ON, a_buying_school

pytestmark = pytest.mark.django_db


def test_three_services_are_priced_with_their_part_of_the_year_and_their_vat() -> None:
    buying = a_buying_school()
    buying.put_three()
    page = page_for(buying.school, ON)
    assert [str(row.priced.net) for row in page.rows] == ["£910.00", "£1,120.00", "£171.00"]
    assert (page.totals.net, page.totals.vat, page.totals.gross) == (Money(220100), Money(40600), Money(260700))
    assert [(code.code, str(code.net)) for code in page.codes] == [("E27", "£2,201.00")]
    assert page.title == "3 services in your basket: £2,201.00 before VAT"


def test_the_working_ends_with_the_part_of_the_year() -> None:
    buying = a_buying_school()
    buying.put()
    (row,) = page_for(buying.school, ON).rows
    assert row.priced.working[-1].label == "4 of 12 months of £2,730.00"
    assert row.priced.working[-1].value == "£910.00"
    assert row.priced.term is not None
    assert row.priced.term.sentence == "21 November 2026 to 31 March 2027: 4 of 12 months"
    assert "until 31 March 2028" in row.priced.minimum_note


def test_an_academy_pays_for_its_own_year() -> None:
    buying = a_buying_school(type_code=34)
    buying.put()
    (row,) = page_for(buying.school, ON).rows
    assert str(row.priced.net) == "£2,047.50"
    assert row.priced.term is not None
    assert row.priced.term.sentence == "21 November 2026 to 31 August 2027: 9 of 12 months"


def test_putting_the_same_again_changes_the_quantity_and_makes_no_second_line() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser, "2")
    buying.put(buying.adviser, "3")
    (line,) = BasketLine.objects.all()
    assert line.quantity == 3
    assert str(line.net_when_added) == "£1,680.00"


def test_this_year_and_next_year_stand_beside_each_other() -> None:
    buying = a_buying_school()
    buying.put()
    buying.put(next_year=True)
    rows = page_for(buying.school, ON).rows
    assert [str(row.priced.net) for row in rows] == ["£910.00", "£2,730.00"]
    assert rows[1].priced.term is not None
    assert rows[1].priced.term.sentence == "1 April 2027 to 31 March 2028"


def test_a_yearly_service_can_be_had_from_next_year_instead() -> None:
    buying, other = a_buying_school(), a_buying_school()
    buying.put()
    line = BasketLine.objects.get()
    with pytest.raises(BasketLine.DoesNotExist):
        baskets.have_other_year(school=other.school, line_id=line.pk, by=other.buyer, at=AT)
    changed = baskets.have_other_year(school=buying.school, line_id=line.pk, by=buying.buyer, at=AT)
    assert (changed.next_year, str(changed.net_when_added)) == (True, "£2,730.00")
    assert BasketLine.objects.count() == 1


def test_what_is_not_for_this_school_is_refused_and_leaves_no_trace() -> None:
    buying = a_buying_school()
    buying.core.phases = ["secondary"]
    buying.core.save()
    with pytest.raises(services.NotForThisSchool, match="Core membership is for secondary schools"):
        buying.put()
    assert not BasketLine.objects.exists()
    assert not Record.objects.exists()


def test_a_quantity_that_is_not_sold_is_refused() -> None:
    buying = a_buying_school()
    with pytest.raises(services.QuantityUnclear, match="one of it"):
        buying.put(buying.core, "2")
    with pytest.raises(services.QuantityUnclear, match="halves"):
        buying.put(buying.adviser, "1.3")


def test_a_service_that_has_gone_is_marked_and_the_others_keep_their_prices() -> None:
    buying = a_buying_school()
    buying.put_three()
    buying.adviser.ends_on = ON
    buying.adviser.save()
    page = page_for(buying.school, ON)
    (gone,) = page.in_the_way
    assert gone.priced.refusal is not None
    assert gone.priced.refusal.sentence == "Adviser day is not on sale."
    assert str(page.totals.net) == "£1,081.00"


def test_a_price_that_changed_since_it_was_added_is_said() -> None:
    buying = a_buying_school()
    buying.put(buying.adviser)
    Price.objects.filter(service=buying.adviser).update(ends_on=ON + ONE_DAY)
    Price.objects.create(
        service=buying.adviser,
        rule={"type": "per_day", "day": 58000, "half_day": 32000},
        starts_on=ON + ONE_DAY,
        applies_to_existing="at_renewal",
        reason="New year",
        recorded_at=AT,
    )
    assert page_for(buying.school, ON).rows[0].price_note == ""
    note = page_for(buying.school, ON + timedelta(days=1)).rows[0].price_note
    assert note == "The price changed since you added it: it was £560.00, today it is £20.00 more."


def test_taking_out_is_safe_to_repeat_and_never_reaches_another_school() -> None:
    buying, other = a_buying_school(), a_buying_school()
    buying.put()
    line = BasketLine.objects.get()
    baskets.take_out(school=other.school, line_id=line.pk, by=other.buyer, at=AT)
    assert BasketLine.objects.count() == 1
    for _ in range(2):
        baskets.take_out(school=buying.school, line_id=line.pk, by=buying.buyer, at=AT)
    assert not BasketLine.objects.exists()
    assert Record.objects.filter(verb="billing.basket.taken_out").count() == 1
