"""Forms about the surplus and its projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from billing.actions.surplus import Part
from billing.models import Project
from kernel.forms import DayField, PoundsField
from kernel.money import ZERO, Money


class AppropriationForm(forms.Form):
    """What goes to reserves, what to each project, and by which resolution."""

    authority = forms.CharField(label="Resolution of the board", help_text="For example, RES-2026-004", max_length=20)

    def __init__(self, *args: Any, projects: Sequence[Project], wanted: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        self.fields["reserves"] = PoundsField(
            label="To reserves", help_text=f"The policy asks for {wanted} at least.", least=ZERO, initial=wanted
        )
        for project in projects:
            self.fields[f"project_{project.pk}"] = PoundsField(label=f"To {project.name}", required=False, least=ZERO)

    @property
    def parts(self) -> list[Part]:
        """What goes to each project."""
        sums = [(project, self.cleaned_data[f"project_{project.pk}"]) for project in self.projects]
        return [Part(project, amount) for project, amount in sums if amount]

    @property
    def together(self) -> Money:
        """What the parts come to."""
        reserves: Money = self.cleaned_data["reserves"]
        return reserves + Money.total(part.amount for part in self.parts)


class ProjectForm(forms.Form):
    """A new project."""

    name = forms.CharField(label="Name", help_text="For example, Oracy in Year 1", max_length=120)
    purpose = forms.CharField(label="What it is for", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class NoteForm(forms.Form):
    """What has changed through a project."""

    on = DayField(label="By which day")
    text = forms.CharField(
        label="What had changed",
        help_text="For example, listening score 61 to 70, confirmed by 16 of 18 schools",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakePartForm(forms.Form):
    """Schools that take part in a project."""

    on = DayField(label="From which day")
    urns = forms.RegexField(
        r"^\s*\d{6}(\s+\d{6})*\s*$",
        label="URNs of the schools",
        help_text="One on a line, for example 990001",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        error_messages={"invalid": "Enter school numbers of six digits, one on a line, for example 990001"},
    )
