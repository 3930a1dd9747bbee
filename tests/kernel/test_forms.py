"""The fields of the house say what to type and never guess."""

from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string

from kernel.forms import DayField, PoundsField
from kernel.money import Money


class Asked(forms.Form):
    on = DayField(label="When did it arrive?")
    amount = PoundsField(label="Amount", least=Money(1), most=Money(100_000))
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)


def asked(day: str = "4", month: str = "2", year: str = "2027", amount: str = "12.50", way: str = "a") -> Asked:
    return Asked({"on_day": day, "on_month": month, "on_year": year, "amount": amount, "way": way})


def test_a_day_is_read_from_three_boxes() -> None:
    form = asked()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2027, 2, 4)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2027", "“31 2 2027” is not a day in the calendar. Type numbers, for example 4 2 2027"),
        ("four", "2", "2027", "“four 2 2027” is not a day in the calendar. Type numbers, for example 4 2 2027"),
        ("", "2", "2027", "Enter the day as well"),
        ("4", "", "", "Enter the month and the year as well"),
        ("", "", "", "Enter the day, the month and the year"),
        ("4", "2", "０２７", "“4 2 ０２７” is not a day in the calendar. Type numbers, for example 4 2 2027"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_to_do(day: str, month: str, year: str, sentence: str) -> None:
    assert asked(day, month, year).errors["on"] == [sentence]


@pytest.mark.parametrize(("typed", "pence"), [("12.50", 1250), ("£1,000", 100_000), (" 0.01 ", 1)])
def test_pounds_are_read_as_people_write_them(typed: str, pence: int) -> None:
    form = asked(amount=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Money(pence)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ten", "“ten” is not a sum in pounds and pence. For example, 1,234.56"),
        ("1.005", "“1.005” is not a sum in pounds and pence. For example, 1,234.56"),
        ("0", "Enter £0.01 or more"),
        ("1000.01", "Enter £1,000.00 or less"),
        ("", "Enter a sum, for example 1,234.56"),
    ],
)
def test_what_is_not_a_sum_is_refused_with_what_to_do(typed: str, sentence: str) -> None:
    assert asked(amount=typed).errors["amount"] == [sentence]


def test_every_error_links_to_a_box_that_is_on_the_page() -> None:
    form = asked("", "", "", "ten", "")
    page = str(form)
    summary = render_to_string("components/error_summary.html", {"form": form})
    for place in ("id_on_0", "id_amount", "id_way_0"):
        assert f'href="#{place}"' in summary
        assert f'id="{place}"' in page
    assert "When did it arrive? Enter the day, the month and the year" in summary


def test_a_field_with_an_error_says_so_to_a_screen_reader() -> None:
    page = str(asked(amount="ten"))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_amount_error"' in page
    assert 'id="id_amount_error"' in page


def test_a_sum_shows_again_without_its_sign() -> None:
    form = forms.Form(initial={"amount": Money(273_000)})
    form.fields["amount"] = PoundsField()
    assert 'value="2730.00"' in str(form["amount"])
