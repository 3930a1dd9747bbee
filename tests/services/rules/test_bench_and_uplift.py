"""Trying a rule out, and raising every amount of it."""

from __future__ import annotations

from kernel.money import Money
from services.rules.bench import bench
from services.rules.price_spec import read
from services.rules.uplift import uplifted

CORE = {"type": "per_pupil", "rate": 650, "floor": 65000, "cap": 450000}


def test_the_bench_shows_seven_sizes_and_three_standings() -> None:
    spec = {
        "type": "standings",
        "member": CORE,
        "in_area": {"type": "member_share", "share_bp": 12000},
        "out_of_area": {"type": "not_offered", "because": "Not sold there."},
    }
    rows = bench(read(spec))
    assert [str(row.pupils) for row in rows] == ["62", "90", "210", "420", "692", "693", "1200"]
    assert [row.member for row in rows[3:6]] == [Money.pounds(2730), Money.pounds(4498), Money.pounds(4500)]
    assert (rows[0].in_area, rows[0].out_of_area) == (Money.pounds(780), None)


def test_every_amount_is_raised_to_the_nearest_penny_and_shares_stay() -> None:
    spec = {"type": "standings", "member": CORE, "in_area": {"type": "member_share", "share_bp": 12000}}
    assert uplifted(spec, 350) == {
        "type": "standings",
        "member": {"type": "per_pupil", "rate": 673, "floor": 67275, "cap": 465750},
        "in_area": {"type": "member_share", "share_bp": 12000},
    }


def test_a_package_stays_the_sum_of_its_contents() -> None:
    spec = {"type": "package", "amount": 162000, "contains": [{"number": 3, "of": "days", "rate": 54000}]}
    raised = uplifted(spec, 333)
    assert raised["amount"] == 3 * raised["contains"][0]["rate"] == 167394
    read(raised)
