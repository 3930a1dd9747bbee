"""Showing a refusal on the form that asked."""

from __future__ import annotations

from django import forms

from kernel.refusal import Refusal


def show_on(form: forms.Form, refusal: Refusal) -> None:
    """Put the refusal's sentence, and what can be done instead, on its field or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, " ".join(part for part in (refusal.sentence, refusal.forward) if part))
