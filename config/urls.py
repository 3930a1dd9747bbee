"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from config.gallery import gallery
from config.home import home

urlpatterns = [
    path("", home, name="home"),
    path("components/", gallery, name="components"),
    path("accounts/", include("allauth.urls")),
    path("", include("members.urls")),
    path("", include("company.urls")),
    path("", include("services.urls")),
    path("", include("billing.urls")),
]
