"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from config.api import patterns as api
from config.gallery import gallery
from config.health import health
from config.home import home
from config.pages import accessibility, contact, privacy, terms

urlpatterns = [
    path("", home, name="home"),
    path("components/", gallery, name="components"),
    path("health/", health, name="health"),
    path("contact/", contact, name="contact"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("terms/", terms, name="terms"),
    path("api/v1/", include(api)),
    path("accounts/", include("allauth.urls")),
    path("", include("members.urls")),
    path("", include("company.urls")),
    path("", include("services.urls")),
    path("", include("billing.urls")),
]

if settings.DEMO:
    from config.breaking import try_to_break_it

    urlpatterns += [path("try-to-break-it/", try_to_break_it, name="try-to-break-it")]
