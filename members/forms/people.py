"""Forms for people and their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from kernel.fields import PoundsField
from kernel.forms import DayField
from kernel.money import Money
from members.models import Person
from members.rules.appointments import OFFICES
from members.states import Role

ONE_PENNY = Money(1)


class InvitationForm(forms.Form):
    """A role for somebody, known here or not."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label="E-mail address", help_text="We write to this address with a link.")
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    # What each role may do, in the words of somebody who gives it for the first time.
    MEANS = {
        Role.SCHOOL_BUYER: "fills the basket and sends it for approval",
        Role.SCHOOL_APPROVER: "says yes to orders, up to a limit",
        Role.SCHOOL_VIEWER: "sees services, orders and invoices",
        Role.SCHOOL_ADMINISTRATOR: "gives and ends roles at this school",
        Role.CATALOGUE_MANAGER: "looks after services and prices",
        Role.FINANCE_OFFICER: "invoices, payments and the ledger",
        Role.COMPANY_SECRETARY: "the board, its meetings and registers",
        Role.ADVISER: "works with schools",
        Role.ADMINISTRATOR: "gives and ends roles, loads school files",
        Role.COUNCIL_COMMISSIONER: "sees what the council commissions",
    }
    limit = PoundsField(
        label="Limit for one order",
        required=False,
        minimum=ONE_PENNY,
        help_text="For an approver only: up to which sum, before VAT. For example 5,000.00.",
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(
        label="First day without the role", required=False, help_text="If you know it. For example, 1 9 2027"
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [role for role in Role if any(role.value in OFFICES[kind] for kind in kinds)]
        self.fields["role"].choices = [(role.value, f"{role.label}: {self.MEANS[role]}") for role in offered]  # type: ignore[attr-defined]
        if "school" not in kinds:
            del self.fields["limit"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", "Choose a day after the first day of the role.")
        return cleaned


class EndForm(forms.Form):
    """The day a role ends."""

    ends_on = DayField(
        label="First day without the role", help_text="Today ends the access at once; it cannot be undone."
    )


class LimitForm(forms.Form):
    """An approver's new limit."""

    limit = PoundsField(label="Limit for one order", minimum=ONE_PENNY, help_text="For example 5,000.00.")
    starts_on = DayField(label="From", help_text="Orders before that day keep the present limit.")


class WelcomeForm(forms.Form):
    """What somebody who was invited fills in."""

    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three or four words that do not belong together are easy to remember.",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            password_validation.validate_password(password, self.person)
        except ValidationError as problem:
            raise ValidationError(problem.messages) from problem
        return password


class TokenForm(forms.Form):
    """A key for a program."""

    label = forms.CharField(label="Which program is it for?", max_length=80, help_text="For example: finance system.")
    scopes = forms.MultipleChoiceField(label="What may it do?", widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(
        label="How long does it work?",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (180, "6 months"), (365, "1 year")],
        initial=90,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
