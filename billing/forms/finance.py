"""What finance is asked: payments, credits, costs, periods and runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from billing.rules import chart
from kernel.forms import DayField, PoundsField
from kernel.money import Money
from members.public import Organisation
from services.public import MoneyType, Service

PENNY = Money(1)


class RequestForm(forms.Form):
    """A form that does a thing once: `request_key` makes a double click harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class PaymentForm(RequestForm):
    """Money that came in, and which invoices it settles; one box for each open invoice, named after its number."""

    amount = PoundsField(label="How much came in?", least=PENNY)
    received_on = DayField(label="On which day?", help_text="As the bank statement says. For example, 4 2 2027")
    bank_reference = forms.CharField(
        label="What did the payer write?",
        help_text="Optional: the reference on the bank statement.",
        required=False,
        max_length=140,
    )

    def __init__(self, *args: Any, invoices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [invoice.number for invoice in invoices]
        for invoice in invoices:
            self.fields[invoice.number] = PoundsField(
                label=f"For {invoice.number}",
                help_text=f"{invoice.owed} left to pay, due {invoice.due_on:%-d %B %Y}",
                required=False,
            )

    def parts(self) -> dict[str, Money] | None:
        """The parts that were written, by number; None where all boxes are empty: the oldest debts first."""
        written = {number: self.cleaned_data[number] for number in self.numbers if self.cleaned_data.get(number)}
        return written or None


class PartsForm(forms.Form):
    """Which invoices money on account settles."""

    def __init__(self, *args: Any, invoices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for invoice in invoices:
            self.fields[invoice.number] = PoundsField(
                label=f"For {invoice.number}", help_text=f"{invoice.owed} left to pay", required=False
            )

    def parts(self) -> dict[str, Money]:
        """The parts that were written, by number."""
        return {number: part for number, part in self.cleaned_data.items() if part}


class ReasonForm(forms.Form):
    """Why something is done that changes what was."""

    reason = forms.CharField(
        label="Why?",
        help_text="A sentence that will still make sense in a year.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CreditForm(ReasonForm):
    """What to credit, before VAT, line by line; everything that is left unless changed."""

    def __init__(self, *args: Any, lines: Sequence[tuple[int, str, Money]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for position, label, left in lines:
            self.fields[f"line_{position}"] = PoundsField(
                label=label, help_text=f"At most {left} before VAT", required=False, initial=left, most=left
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def parts(self) -> dict[int, Money]:
        """The net sums by line position."""
        return {
            int(name.removeprefix("line_")): part or Money(0)
            for name, part in self.cleaned_data.items()
            if name.startswith("line_")
        }


class OutForm(RequestForm):
    """Money that went out."""

    amount = PoundsField(label="How much went out?", least=PENNY)
    on = DayField(label="On which day?", help_text="As the bank statement says. For example, 4 2 2027")


class CostForm(forms.Form):
    """A supplier's invoice."""

    supplier = forms.ModelChoiceField(Organisation.objects.none(), label="Whose invoice is it?")
    supplier_reference = forms.CharField(label="Their invoice number", max_length=60)
    invoiced_on = DayField(label="The date on it")
    due_on = DayField(label="When is it due?")
    label = forms.CharField(label="What is it for?", max_length=250)
    account = forms.ChoiceField(label="Which kind of cost is it?")
    service = forms.ModelChoiceField(
        Service.objects.none(), label="For one service?", help_text="Leave it empty for a cost of all.", required=False
    )
    money_type = forms.ChoiceField(
        label="Which money is it a cost of?", required=False, choices=[("", "All of it"), *MoneyType.choices]
    )
    net = PoundsField(label="Before VAT", least=PENNY)
    vat = PoundsField(label="VAT", least=Money(0), initial=Money(0))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = Organisation.objects.exclude(kind="company").order_by("name")  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.order_by("name")  # type: ignore[attr-defined]
        headings = {heading.code: heading.name for heading in chart.CHART if heading.code in chart.COST_ACCOUNTS}
        self.fields["account"].choices = list(headings.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Due on or after its date."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("due_on") and answers.get("invoiced_on") and answers["due_on"] < answers["invoiced_on"]:
            self.add_error("due_on", "It is due on or after the date on it")
        return answers


class CostFileForm(forms.Form):
    """A file of suppliers' invoices."""

    file = forms.FileField(
        label="The file",
        help_text="CSV with the columns supplier, invoice_number, invoice_date, description, account, net and vat; "
        "service, money_type and due_date if you have them.",
    )


class RunForm(forms.Form):
    """By which day charges are due that a run invoices."""

    on = DayField(label="Invoice everything due by")


class ConfirmRunForm(RequestForm):
    """The control totals on which a run is confirmed."""

    on = forms.DateField(widget=forms.HiddenInput)
    charges = forms.IntegerField(widget=forms.HiddenInput)
    gross = forms.IntegerField(widget=forms.HiddenInput)
