"""The forms of the gallery: one of each kind of field, empty and with something to put right."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from kernel.forms import DayField, PoundsField
from kernel.money import Money

TERMS = [("autumn", "Autumn term"), ("spring", "Spring term"), ("summer", "Summer term")]
WAYS = [("bank", "Bank transfer"), ("card", "Card")]


class GalleryForm(forms.Form):
    """One field of each kind."""

    reference = forms.CharField(
        label="Purchase order number", help_text="From your finance system, for example PO-1042"
    )
    amount = PoundsField(label="Amount received", least=Money(1))
    received_on = DayField(label="When did it arrive?")
    term = forms.ChoiceField(label="Term", choices=TERMS)
    way = forms.ChoiceField(label="How will you pay?", choices=WAYS, widget=forms.RadioSelect)
    wanted = forms.MultipleChoiceField(
        label="Which terms do you want?", choices=TERMS, widget=forms.CheckboxSelectMultiple, required=False
    )
    places = forms.IntegerField(
        label="Places", min_value=1, widget=forms.NumberInput({"class": "govuk-input--width-4", "suffix": "places"})
    )
    note = forms.CharField(label="Anything we should know?", widget=forms.Textarea({"rows": 3}), required=False)
    letter = forms.FileField(label="Signed letter", required=False, help_text="A PDF, at most 5 MB")
    agreed = forms.BooleanField(
        label="I have checked these answers", error_messages={"required": "Tick the box when you have checked"}
    )

    def clean(self) -> dict[str, object]:
        """Refuses the sum of the example, so that a sentence about the whole form is seen."""
        if self.cleaned_data.get("reference") == "PO-1042":
            raise ValidationError("This order has already been paid in full. Nothing was recorded.")
        return self.cleaned_data


def empty_form() -> GalleryForm:
    """The form as somebody first sees it."""
    return GalleryForm(prefix="blank")


def answered_form() -> GalleryForm:
    """The form after answers that do not do yet."""
    return GalleryForm(
        {
            "again-reference": "PO-1042",
            "again-amount": "ten pounds",
            "again-received_on_day": "31",
            "again-received_on_month": "2",
            "again-received_on_year": "2027",
            "again-places": "0",
            "again-term": "spring",
        },
        prefix="again",
    )
