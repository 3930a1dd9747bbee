"""How signing in, which a library does, is joined to ours: mail by the outbox, people's names, outside services."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any, cast
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kernel import clock, outbox
from members.public import SECOND_STEP_ROLES, Organisation, Person, hats_of, the_company

OUTSIDE = "outside_organisation"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts: mail goes through the outbox, and a person has a name."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address and the password do not belong together. Check both.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, or reset your password.",
        "account_inactive": "This account is closed.",
        "email_taken": "There is an account for this address already. Sign in, or reset the password.",
        "incorrect_code": "That is not the code. Wait for the next one and type it as it shows.",
        "incorrect_password": "That is not your present password.",
        "invalid_password_reset": "The link has been used already, or is too old. Ask for a new one.",
        "rate_limited": "That was too often. Wait a minute.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox; it holds a link for one person, so its text is emptied once it has left."""
        company = the_company_name()
        values = {"request": _request(), "email": email, "company_name": company, **context}
        message = self.render_mail(template_prefix, email, values)
        outbox.post(
            key=f"account/{uuid4()}",
            to=email,
            subject=str(message.subject),
            text=str(message.body),
            at=clock.now(),
            secret=True,
        )

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "").strip()
        return super().save_user(request, user, form, commit)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps: the app's secrets are kept encrypted, and the last step stays while a hat needs one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "One of your roles needs a second step: add another before you remove this one.",
        "unverified_email": "Confirm your e-mail address first.",
        "add_email_blocked": "Your account has a second step: ask an administrator to change the address.",
    }

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Without the key the secret is lost: nobody's code fits, and a recovery would need a new set-up.
            return ""

    def get_totp_issuer(self) -> str:
        return the_company_name()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = cast(Person, authenticator.user)
        steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=person, type__in=steps).exclude(pk=authenticator.pk)
        needed = any(hat.role in SECOND_STEP_ROLES for hat in hats_of(person, clock.today()))
        return others.exists() or not needed


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Outside sign-in services (DfE Sign-in and others that speak OpenID Connect).

    They prove who somebody is and give no access whatever: access comes from an appointment here alone. What the
    service says of the person's organisation is kept for the session, to say whom to ask.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        request.session[OUTSIDE] = outside_organisation(sociallogin.account.extra_data)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        person = super().populate_user(request, sociallogin, data)
        names = [data.get("first_name") or "", data.get("last_name") or ""]
        person.name = " ".join(part for part in names if part) or data.get("name") or data.get("email") or ""
        return person


def outside_organisation(claims: dict[str, Any]) -> dict[str, str]:
    """The organisation an outside service names: `organisation` is a JSON object, or that object written as text.

    Anything else counts as none. Only its name and URN are kept.
    """
    given: Any = next((part["organisation"] for part in _parts(claims) if "organisation" in part), None)
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return {}
    if not isinstance(given, dict):
        return {}
    return {key: str(given[key])[:250] for key in ("name", "urn") if given.get(key)}


def _parts(claims: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [claims.get("userinfo"), claims.get("id_token"), claims]
    return [part for part in inner if isinstance(part, dict)]


def the_company_name() -> str:
    """The company's name, also before it has been set up."""
    try:
        return the_company().name
    except Organisation.DoesNotExist:
        return "The company"


def _locks() -> MultiFernet:
    """Keys made from the program's secret and those before it, so that the secret can be changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return urlsafe_b64encode(salted_hmac("second-step", "", secret=secret, algorithm="sha256").digest())


def _request() -> HttpRequest | None:
    return cast("HttpRequest | None", context.request)
