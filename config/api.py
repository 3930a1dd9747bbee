"""The REST interface: every floor's addresses under /api/v1/, and their description at /api/v1/schema/."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView

from billing import api as billing
from members import api as members
from members.public import Access
from services import api as services


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description says that a key is needed."""

    target_class = "members.permissions.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer key, made on the page of one's keys."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key made at /people/keys/, with scopes and an end.",
        }


class SchemaView(SpectacularJSONAPIView):
    """The description in OpenAPI."""

    authentication_classes = ()
    permission_classes = ()


schema: Any = SchemaView.as_view()
schema.access = Access("public")

urlpatterns = [
    path("schema/", schema, name="schema"),
    path("", include(members.urlpatterns)),
    path("", include(services.urlpatterns)),
    path("", include(billing.urlpatterns)),
]
patterns: Any = (urlpatterns, "api")
