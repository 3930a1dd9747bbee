"""What is asked about a basket."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from django import forms

PO_HINT = "If your school uses them. It is printed on the invoice; you can also add it later."


class PutForm(forms.Form):
    """A service, how many of it, which option, and for which year; comes from the service page or the basket."""

    service = forms.SlugField(max_length=120)
    quantity = forms.DecimalField(
        min_value=Decimal("0.1"),
        max_value=Decimal("9999"),
        decimal_places=1,
        required=False,
        error_messages={
            "invalid": "Write how many as a number, such as 2.",
            "min_value": "Write how many: one or more. To have none, take it out of the basket.",
            "max_value": "Write a smaller number: 9,999 at most.",
            "max_decimal_places": "Write how many with at most one decimal place, such as 1.5.",
        },
    )
    option = forms.CharField(max_length=60, required=False)
    next_year = forms.BooleanField(required=False)

    def clean_quantity(self) -> Decimal:
        """One where nothing was written."""
        quantity: Decimal | None = self.cleaned_data["quantity"]
        return Decimal(1) if quantity is None else quantity


class SendForm(forms.Form):
    """A word to the approvers and the purchase order number. `request_key` makes a double click harmless."""

    note = forms.CharField(
        label="A note to your approvers",
        help_text="For example: “The same as last year, and a data protection officer.”",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    po_number = forms.CharField(label="Purchase order number", help_text=PO_HINT, required=False, max_length=40)
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class OrderForm(forms.Form):
    """Ordering what costs nothing; `request_key` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class PoNumberForm(forms.Form):
    """A purchase order number given after the order."""

    number = forms.CharField(
        label="Purchase order number",
        max_length=40,
        error_messages={"required": "Write the purchase order number, as your finance system shows it."},
    )
