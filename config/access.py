"""Who may open the addresses that are not ours: sign-in and the like. Ours carry their own classification."""

from __future__ import annotations

from typing import Any

from django.views.generic import RedirectView

from members.public import Access

ANYBODY = Access("public")
SIGNED_IN = Access("signed_in")

# Every name of a third party's address. One that is missing here is closed to everybody, and a test names it.
THIRD_PARTY: dict[str, Access] = {
    **dict.fromkeys(
        [
            "account_login",
            "account_logout",
            "account_signup",
            "account_inactive",
            "account_email_verification_sent",
            "account_confirm_email",
            "account_confirm_login_code",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "openid_connect_login",
            "openid_connect_callback",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
            "socialaccount_signup",
        ],
        ANYBODY,
    ),
    **dict.fromkeys(
        [
            "account_reauthenticate",
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
            "socialaccount_connections",
        ],
        SIGNED_IN,
    ),
}


def access_of(view: Any, name: str) -> Access | None:
    """How an address is classified: by its view, by the class behind the view, or in the list above; None if not."""
    for carrier in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        access = getattr(carrier, "access", None)
        if isinstance(access, Access):
            return access
    if getattr(view, "view_class", None) is RedirectView:
        # The sign-in library's old addresses, which only lead to the present ones.
        return ANYBODY
    return THIRD_PARTY.get(name)
