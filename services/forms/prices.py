"""Publishing a new price or a new VAT treatment."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from kernel.forms import DayField
from kernel.refusal import Refusal
from services.rules.price_spec import read
from services.rules.vat import STANDARD_RATE_BP, TAXED, Vat, VatCode
from services.states import AppliesToExisting


class PriceForm(forms.Form):
    """A new version of a price: its rule, from when, what it means for schools that have the service, and why."""

    rule = forms.CharField(
        label="The rule",
        help_text="As data, with money in whole pence. The preview says it in words and shows what schools would pay.",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        max_length=20_000,
        error_messages={"required": "Write the rule."},
    )
    starts_on = DayField(label="From which day?")
    applies_to_existing = forms.ChoiceField(
        label="When does it apply to schools that have the service already?",
        choices=AppliesToExisting.choices,
        widget=forms.RadioSelect,
        initial=AppliesToExisting.AT_RENEWAL,
    )
    notice_days = forms.IntegerField(label="How many days' notice do they get?", min_value=0, max_value=730, initial=90)
    reason = forms.CharField(
        label="Why?", help_text="Schools may read it. For example: “Advisers' pay rose by 3 %.”", max_length=300
    )

    def clean_rule(self) -> dict[str, Any]:
        """The rule as data that can be read in one way."""
        try:
            given = json.loads(self.cleaned_data["rule"])
            read(given)
        except ValueError:
            raise forms.ValidationError("This is not written as data: look for a missing comma or bracket.") from None
        except RecursionError:
            raise forms.ValidationError("Nest at most 8 rules in one another.") from None
        except Refusal as refusal:
            where = f"At {refusal.field}: " if refusal.field else ""
            raise forms.ValidationError(f"{where}{refusal.sentence}") from None
        rule: dict[str, Any] = given
        return rule


class VatForm(forms.Form):
    """How VAT falls on a service from a day, and why finance decided so."""

    code = forms.ChoiceField(
        label="How does VAT fall on it?",
        choices=[
            (code.value, Vat(code, STANDARD_RATE_BP if code in TAXED else 0).label.capitalize()) for code in VatCode
        ],
        widget=forms.RadioSelect,
    )
    rate = forms.IntegerField(
        label="Rate in per cent", help_text="Only for the reduced rate.", min_value=1, max_value=100, required=False
    )
    starts_on = DayField(label="From which day?")
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="For example: what our accountant advised, and when."
    )

    def clean(self) -> dict[str, Any]:
        """A reduced rate needs its figure; the others bring their own."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("code") == VatCode.REDUCED and not given.get("rate"):
            self.add_error("rate", "Write the reduced rate, for example 5.")
        return given

    @property
    def treatment(self) -> Vat:
        """The treatment that was chosen."""
        code = VatCode(self.cleaned_data["code"])
        if code is VatCode.STANDARD:
            return Vat(code, STANDARD_RATE_BP)
        return Vat(code, self.cleaned_data["rate"] * 100 if code in TAXED else 0)
