"""R1: a board of 25 over ten years, evaluated where something changes; the yardstick is one day of it."""

from __future__ import annotations

from datetime import date

from company.rules.composition import evaluate
from company.rules.outlook import over
from tests.bench.measure import Side, compare
from tests.company.rules.test_what_if import a_board_of_twenty_five


def run() -> None:
    """Print R1."""
    known = a_board_of_twenty_five()

    def ten_years() -> int:
        over(known, date(2026, 1, 1), date(2036, 1, 1))
        return 1

    def one_day() -> int:
        for _ in range(20):
            evaluate(known, date(2026, 1, 1))
        return 20

    ours = Side("R1 a board of 25 over ten years", ten_years, sql=0)
    compare(ours, Side("the same board on one day", one_day, sql=0), bar_ms=50, stretches=len(known.change_days))
