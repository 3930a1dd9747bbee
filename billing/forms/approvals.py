"""What is asked of approvers and of those who end a contract."""

from __future__ import annotations

from django import forms


class SendBackForm(forms.Form):
    """Why a request is sent back."""

    reason = forms.CharField(
        label="What should change?",
        help_text="The buyer gets this by e-mail and can put the services back into the basket.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why you are sending it back, so that it can be put right."},
    )


class NoticeForm(forms.Form):
    """Why a school will not go on with a service."""

    reason = forms.CharField(
        label="Why are you leaving it?",
        help_text="It helps us to make the service better.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
