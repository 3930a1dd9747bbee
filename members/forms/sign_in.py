"""The sign-in library's forms in our words. What they check stays the library's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as outside
from django import forms

LONG_ENOUGH = "At least 12 characters. Three or four words that do not belong together are easy to remember."
CODE = "6-digit code"


class OurWords(forms.BaseForm):
    """Replaces the labels and hints named in `words`, and drops placeholders: a label says it better."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(OurWords, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    words = {
        "login": ("E-mail address", ""),
        "password": ("Password", ""),
        "remember": ("Keep me signed in on this computer for two weeks", ""),
    }


class AccountForm(OurWords, account.SignupForm):  # type: ignore[misc]
    """A new account, which opens nothing until somebody gives a role."""

    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]
    words = {
        "email": ("E-mail address", "Your school's address if you have one: we write to it with a link."),
        "password1": ("Password", LONG_ENOUGH),
        "password2": ("The same password again", ""),
    }


class OutsideAccountForm(OurWords, outside.SignupForm):  # type: ignore[misc]
    """What an outside service could not tell us."""

    words = {"email": ("E-mail address", "We write to it with a link.")}


class AddressForm(OurWords, account.AddEmailForm):  # type: ignore[misc]
    """Another address."""

    words = {"email": ("E-mail address", "We write to it with a link.")}


class NewPasswordForm(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    words = {
        "oldpassword": ("Your present password", ""),
        "password1": ("New password", LONG_ENOUGH),
        "password2": ("The new password again", ""),
    }


class FirstPasswordForm(OurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who signs in another way."""

    words = {"password1": ("Password", LONG_ENOUGH), "password2": ("The same password again", "")}


class ForgottenForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    words = {"email": ("E-mail address", "The one you sign in with.")}


class ResetForm(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after the link."""

    words = {"password1": ("New password", LONG_ENOUGH), "password2": ("The new password again", "")}


class StillYouForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something important."""

    words = {"password": ("Your password", "")}


class CodeForm(OurWords, second_step.AuthenticateForm):  # type: ignore[misc]
    """The second step: a code."""

    words = {"code": ("Code", "6 digits from the app, or a recovery code.")}


class StillYouCodeForm(OurWords, second_step.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something important."""

    words = {"code": ("Code", "6 digits from the app, or a recovery code.")}


class AppForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from the authenticator app."""

    words = {"code": (CODE, "As the app shows it now.")}


class PasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey to add."""

    words = {
        "name": ("Name", "So that you know it again, for example: my phone."),
        "passwordless": ("Sign in with this alone, without a password", "It then asks for your face, finger or PIN."),
    }


class PasskeyNameForm(OurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    words = {"name": ("Name", "So that you know it again.")}
