"""The outside sign-in service that the environment names, in the form the settings need."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import environ


def providers(env: environ.Env) -> dict[str, Any]:
    """The outside service named by the environment, for the settings; none when OIDC_SERVER_URL is not set.

    The issuer and every address come from the service's own discovery document, never from here.
    """
    if not env.str("OIDC_SERVER_URL", default=""):
        return {}
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": env.str("OIDC_ID", default="outside"),
                    "name": env.str("OIDC_NAME", default="DfE Sign-in"),
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": env.str("OIDC_SERVER_URL"),
                        "scope": env.list("OIDC_SCOPES", default=["openid", "email", "profile", "organisation"]),
                        "oauth_pkce_enabled": True,
                    },
                }
            ]
        }
    }


def origins(env: environ.Env) -> list[str]:
    """Where a sign-in form may lead besides here: a browser applies `form-action` to the redirect after it as well."""
    url = urlsplit(env.str("OIDC_SERVER_URL", default=""))
    return [f"{url.scheme}://{url.netloc}"] if url.netloc else []
