"""Form fields that more than one floor asks with: a day in three boxes, a sum of money with its £.

Both say in a sentence what to type; neither guesses.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from kernel.money import Money

# Django's own sentences, where they say what is wrong and not what to do.
_PLAINLY: dict[type, dict[str, str]] = {
    forms.Field: {"required": "Fill this in"},
    forms.ChoiceField: {"required": "Choose one", "invalid_choice": "Choose one of the answers shown"},
    forms.MultipleChoiceField: {"required": "Choose at least one", "invalid_choice": "Choose from the answers shown"},
    forms.ModelChoiceField: {"required": "Choose one", "invalid_choice": "Choose one of the answers shown"},
    forms.BooleanField: {"required": "Tick the box"},
    forms.FileField: {"required": "Choose a file", "empty": "The file is empty. Choose another"},
    forms.IntegerField: {"invalid": "Enter a whole number, for example 12"},
    forms.DecimalField: {"invalid": "Enter a number, for example 12.5"},
    forms.DateField: {"invalid": "Enter a day, for example 2027-02-04"},
}


def speak_plainly() -> None:
    """Make every form of the site say what to do; called once, at start-up."""
    for field, sentences in _PLAINLY.items():
        field.default_error_messages = {**getattr(field, "default_error_messages", {}), **sentences}  # type: ignore[attr-defined]
    validators.MinValueValidator.message = "Enter %(limit_value)s or more"
    validators.MaxValueValidator.message = "Enter %(limit_value)s or less"
    validators.MaxLengthValidator.message = "Use at most %(limit_value)d characters. There are %(show_value)d now"
    validators.EmailValidator.message = "Enter an e-mail address like name@school.example"
    validators.URLValidator.message = "Enter an address like https://school.example"


_PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class DayInput(forms.MultiWidget):
    """Day, month and year in three labelled boxes: no calendar to operate, the same on a phone and by keyboard."""

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                name: forms.TextInput(
                    {
                        "title": label,
                        "inputmode": "numeric",
                        "class": f"govuk-date-input__input govuk-input--width-{width}",
                    }
                )
                for name, label, width in _PARTS
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[str]:
        """The three boxes of a day; three empty ones for none."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """The first box: where a link from the error summary lands."""
        return f"{id_}_0" if id_ else ""


class DayField(forms.MultiValueField):
    """A day of the calendar, typed as 4 2 2027; cleans to a `date`, or None when it may be left out."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.CharField(strip=True, required=False) for _part in _PARTS]
        kwargs.setdefault("help_text", "For example, 4 2 2027")
        super().__init__(boxes, require_all_fields=False, **kwargs)
        self.error_messages["required"] = "Enter the day, the month and the year"

    def compress(self, data_list: list[str]) -> date | None:
        """The date the boxes say. Refuses a part left out and a day that does not exist."""
        if not any(data_list):
            return None
        missing = [label.lower() for (_name, label, _width), part in zip(_PARTS, data_list, strict=True) if not part]
        if missing:
            raise ValidationError(f"Enter the {' and the '.join(missing)} as well", code="incomplete")
        try:
            day, month, year = (int(part) for part in data_list if part.isascii())
            return date(year, month, day)
        except ValueError as problem:
            written = " ".join(data_list)
            raise ValidationError(
                f"“{written[:30]}” is not a day in the calendar. Type numbers, for example 4 2 2027", code="no_such_day"
            ) from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say another day than before."""
        return DayInput().decompress(initial) != list(data or ["", "", ""])


class PoundsField(forms.CharField):
    """A sum in pounds, typed as 1,234.56 with or without £; cleans to `Money`, or None when it may be left out.

    `least` and `most` are the bounds allowed, themselves included.
    """

    def __init__(self, *, least: Money | None = None, most: Money | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                {"prefix": "£", "inputmode": "decimal", "class": "govuk-input--width-10 govuk-input--money"}
            ),
        )
        super().__init__(**kwargs)
        self.error_messages["required"] = "Enter a sum, for example 1,234.56"

    def to_python(self, value: Any) -> Money | None:  # type: ignore[override]
        """The sum that was typed. Refuses what is not a sum, a part of a penny, and what is out of bounds."""
        if isinstance(value, Money):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            amount = Money.pounds(text)
        except ValueError as problem:
            raise ValidationError(
                f"“{text[:30]}” is not a sum in pounds and pence. For example, 1,234.56", code="no_sum"
            ) from problem
        if self.least is not None and amount < self.least:
            raise ValidationError(f"Enter {self.least} or more", code="too_little")
        if self.most is not None and amount > self.most:
            raise ValidationError(f"Enter {self.most} or less", code="too_much")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: 2730.00 for an amount, what was typed for anything else."""
        return value.plain if isinstance(value, Money) else value
