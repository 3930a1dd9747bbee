"""Document numbers, due days and the age of debts."""

from __future__ import annotations

from datetime import date

import pytest

from billing.rules import debts, numbering


def test_a_number_is_its_series_and_its_place() -> None:
    assert numbering.number("INV", 12) == "INV-000012"
    assert numbering.number("INV", 1_234_567) == "INV-1234567"


@pytest.mark.parametrize("written", ["INV-000012", "inv-12", " INV-12 "])
def test_a_number_is_found_however_it_was_written(written: str) -> None:
    assert numbering.place(written) == ("INV", 12)


@pytest.mark.parametrize("written", ["", "12", "INV", "INV-", "ABC-12", "INV-1 2", "INV-½"])
def test_other_text_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="is not the number"):
        numbering.place(written)


def test_a_series_starts_at_one() -> None:
    with pytest.raises(ValueError, match="starts at 1"):
        numbering.number("INV", 0)


@pytest.mark.vector("L01")
def test_an_invoice_of_1_october_is_due_on_30_october_l01() -> None:
    assert debts.due_on(date(2026, 10, 1)) == date(2026, 10, 30)


def test_a_debt_is_late_from_the_day_after() -> None:
    assert debts.days_late(date(2026, 10, 30), date(2026, 10, 30)) == 0
    assert debts.days_late(date(2026, 10, 30), date(2026, 10, 31)) == 1


@pytest.mark.parametrize(
    ("late", "column"),
    [
        (0, "Not due yet"),
        (1, "1 to 30 days late"),
        (30, "1 to 30 days late"),
        (31, "31 to 60 days late"),
        (90, "61 to 90 days late"),
        (91, "More than 90 days late"),
    ],
)
def test_a_debt_stands_in_the_column_of_its_age(late: int, column: str) -> None:
    due = date(2026, 1, 1)
    assert debts.age(due, date.fromordinal(due.toordinal() + late)) == column
    assert column in debts.ages()
