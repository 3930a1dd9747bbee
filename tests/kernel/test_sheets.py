"""Spreadsheet files carry figures as figures, and hostile text as text."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from kernel.money import Money
from kernel.sheets import cell, line, sheet


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx"])
def test_a_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_money_days_and_nothing_have_one_form() -> None:
    assert line([Money(-273_000), date(2026, 4, 1), None, "a, b"]) == '-2730.00,2026-04-01,,"a, b"\r\n'


def test_the_file_can_be_read_back() -> None:
    response = sheet("x.csv", ["name", "sum"], [["Ärger, «A»", Money(1)]])
    text = b"".join(response).decode()  # type: ignore[arg-type]
    assert list(csv.reader(StringIO(text.removeprefix("\ufeff")))) == [["name", "sum"], ["Ärger, «A»", "0.01"]]
