"""Forms of the company's pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from company.actions.resolutions import Proposal
from company.rules.associations import Association
from company.rules.board import Board, Director, Work
from company.rules.lawful_changes import Excuse
from company.rules.what_if import Join, Leave, Step, TakeChair
from company.states import Benefit, Capacity, Leaving, Purpose, Seat, choices
from kernel.forms import DayField, PoundsField


class AsAtForm(forms.Form):
    """The day a page is asked for; today when none is given."""

    on = forms.DateField(label="As at", widget=forms.DateInput(attrs={"type": "date"}))


class ChangeForm(forms.Form):
    """What every change of the board asks: when it breaks a rule, why, and by when that will be cured."""

    reason = forms.CharField(
        label="Why is it to be saved although it breaks a rule?",
        help_text="Only where a rule would break. It is kept with the change.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cure_by = DayField(label="By when will it be cured?", required=False)

    def without_excuse(self) -> None:
        """Do not ask for a reason: nothing would break."""
        del self.fields["reason"], self.fields["cure_by"]

    @property
    def excuse(self) -> Excuse | None:
        """The reason with its day, where both were given."""
        reason, cure_by = self.cleaned_data.get("reason"), self.cleaned_data.get("cure_by")
        return Excuse(reason, cure_by) if reason and cure_by else None

    def clean(self) -> dict[str, Any]:
        """A reason needs a day and a day a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") and not cleaned.get("cure_by") and "cure_by" not in self.errors:
            self.add_error("cure_by", "Give the day by which it will be cured")
        if cleaned.get("cure_by") and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is to be saved although it breaks a rule")
        return cleaned


class AppointForm(ChangeForm):
    """A new director."""

    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="They sign in with it.")
    seat = forms.ChoiceField(label="Seat", choices=choices(Seat), widget=forms.RadioSelect)
    constituency = forms.CharField(
        label="Who chose them", help_text="For example, primary heads", required=False, max_length=120
    )
    starts_on = DayField(label="First day in office")
    is_councillor = forms.BooleanField(
        label="They are a serving councillor of our council",
        help_text="Whatever the seat: the connection counts.",
        required=False,
    )
    authority = forms.CharField(
        label="By which resolution or election", help_text="For example, RES-2026-004", required=False, max_length=60
    )
    field_order = ("name", "email", "seat", "constituency", "starts_on", "is_councillor", "authority")


class EndForm(ChangeForm):
    """A director leaves."""

    ends_on = DayField(
        label="First day no longer in office", help_text="The day after their last. For example, 4 2 2027"
    )
    left_by = forms.ChoiceField(label="How they leave", choices=choices(Leaving), widget=forms.RadioSelect)
    field_order = ("ends_on", "left_by")


class ChairForm(ChangeForm):
    """A director takes the chair."""

    starts_on = DayField(label="First day in the chair")
    authority = forms.CharField(label="By which resolution", required=False, max_length=60)
    field_order = ("starts_on", "authority")


class AssociationForm(ChangeForm):
    """What a director is to a council."""

    capacity = forms.ChoiceField(
        label="Connection with our council", choices=choices(Capacity), widget=forms.RadioSelect
    )
    starts_on = DayField(label="First day of it")
    ends_on = DayField(
        label="First day without it",
        help_text="Leave empty while it lasts. Councillors stay in office to the fourth day after the poll.",
        required=False,
    )
    field_order = ("capacity", "starts_on", "ends_on")


class WorkForm(ChangeForm):
    """Work a director does for the company for pay."""

    what = forms.CharField(label="What the work is", max_length=200)
    benefit = forms.ChoiceField(label="Who has the pay", choices=choices(Benefit), widget=forms.RadioSelect)
    starts_on = DayField(label="First day of it")
    ends_on = DayField(label="First day without it", help_text="Leave empty while it lasts.", required=False)
    field_order = ("what", "benefit", "starts_on", "ends_on")


class ArticlesForm(ChangeForm):
    """A new version of the articles' figures."""

    starts_on = DayField(label="In force from")
    minimum = forms.IntegerField(label="Fewest directors", min_value=1, max_value=100)
    maximum = forms.IntegerField(
        label="Most directors, if there is a limit", min_value=1, max_value=100, required=False
    )
    cap = forms.DecimalField(
        label="Most the council may hold, per cent",
        help_text="19 or 19.9",
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    term_years = forms.IntegerField(label="Years in a term", min_value=1, max_value=10)
    most_terms = forms.IntegerField(label="Most terms one person may serve", min_value=1, max_value=10)
    quorum = forms.IntegerField(label="Quorum", min_value=2, max_value=100)
    casting_vote = forms.BooleanField(label="The chair has a casting vote", required=False)
    skills = forms.CharField(
        label="Skills the board asks for", help_text="Separated by commas", required=False, max_length=300
    )
    authority = forms.CharField(label="By which resolution of the members", max_length=60)
    note = forms.CharField(label="What changes, and why", required=False, max_length=500)
    field_order = (
        "starts_on",
        "minimum",
        "maximum",
        "cap",
        "term_years",
        "most_terms",
        "quorum",
        "casting_vote",
        "skills",
        "authority",
        "note",
    )


class MeetingForm(forms.Form):
    """A meeting to call."""

    title = forms.CharField(label="Title", help_text="For example, Autumn board", max_length=120)
    on = DayField(label="Day")
    time = forms.TimeField(label="Time", help_text="For example, 16:30", widget=forms.TimeInput(format="%H:%M"))
    place = forms.CharField(label="Place", max_length=200)


class AttendanceForm(forms.Form):
    """Who attended a meeting: chosen from the directors in office that day."""

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.MultipleChoiceField(
            label="Who attended", choices=people, widget=forms.CheckboxSelectMultiple
        )


class ProposalForm(forms.Form):
    """A resolution to put to the board."""

    text = forms.CharField(label="The board resolves", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    purpose = forms.ChoiceField(label="What it may be used for", choices=choices(Purpose), widget=forms.RadioSelect)
    subjects = forms.CharField(
        label="About what",
        help_text="References, one on a line, such as surplus/2026. Leave empty for anything of that purpose.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    amount = PoundsField(label="Sum, if it carries one", required=False)
    starts_on = DayField(label="Valid from")
    ends_on = DayField(label="First day no longer valid", help_text="Leave empty if it has no end.", required=False)

    @property
    def proposal(self) -> Proposal:
        """What the board is asked."""
        answers = self.cleaned_data
        return Proposal(
            text=answers["text"],
            purpose=answers["purpose"],
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            subjects=[line.strip() for line in answers["subjects"].splitlines() if line.strip()],
            amount=answers["amount"],
        )


class VoteForm(forms.Form):
    """A vote as counted."""

    votes_for = forms.IntegerField(label="For", min_value=0, max_value=1000)
    votes_against = forms.IntegerField(label="Against", min_value=0, max_value=1000)
    abstained = forms.IntegerField(label="Abstained", min_value=0, max_value=1000, initial=0)
    casting = forms.ChoiceField(
        label="The chair's casting vote",
        choices=[("none", "Not used"), ("for", "For"), ("against", "Against")],
        initial="none",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withdrew"] = forms.MultipleChoiceField(
            label="Who withdrew because of an interest",
            choices=people,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


STEPS = 4
JOINING = tuple((f"join:{seat.value}", f"{seat.label} director joins") for seat in Seat)


class WhatIfForm(forms.Form):
    """Up to four steps, each somebody joining, leaving or taking the chair on one day."""

    def __init__(self, *args: Any, board: Board, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        self.fields["on"] = DayField(label="On which day", initial=today)
        sitting = [(one.ref, one.name) for one in board.on(today)]
        steps = [
            ("", "Nothing"),
            ("Leaves", [(f"leave:{ref}", f"{name} leaves") for ref, name in sitting]),
            ("Joins", list(JOINING)),
            (
                "Joins although a serving councillor",
                [(f"{key}:councillor", f"{label}, a councillor") for key, label in JOINING],
            ),
            ("Takes the chair", [(f"chair:{ref}", f"{name} takes the chair") for ref, name in sitting]),
        ]
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=f"Step {number}", choices=steps, required=number == 1
            )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Name, if somebody joins in step {number}", required=False, max_length=100
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each step with the name that goes with it."""
        return [(self[f"step_{number}"], self[f"name_{number}"]) for number in range(1, STEPS + 1)]

    def steps(self) -> list[Step]:
        """The steps chosen, in order."""
        names = {one.ref: one.name for one in self.board.directors}
        chosen = []
        for number in range(1, STEPS + 1):
            answer = self.cleaned_data[f"step_{number}"]
            if answer:
                chosen.append(self._step(answer, number, self.cleaned_data[f"name_{number}"], names))
        return chosen

    def _step(self, answer: str, number: int, name: str, names: dict[str, str]) -> Step:
        kind, _, rest = answer.partition(":")
        if kind == "leave":
            return Leave(rest, names.get(rest, ""))
        if kind == "chair":
            return TakeChair(rest, names.get(rest, ""))
        value, _, councillor = rest.partition(":")
        seat = Seat(value)
        return Join(
            Director(
                ref=f"newcomer {number}",
                seat=seat,
                starts_on=self.cleaned_data["on"],
                name=name or f"A new {seat.label.lower()} director",
                work=(Work(Benefit.PERSONAL),) if seat is Seat.CHIEF_EXECUTIVE else (),
                associations=self._connection() if councillor or seat is Seat.COUNCIL else (),
            )
        )

    def _connection(self) -> tuple[Association, ...]:
        return (Association(self.board.authority, Capacity.COUNCILLOR),)
