from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from services.views import catalogue

app_name = "services"

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/prices.csv", catalogue.catalogue_csv, name="catalogue_csv"),
    path("catalogue/<slug:slug>/", catalogue.service, name="service"),
    path("schools/<int:urn>/interest/<slug:slug>/", catalogue.interest, name="interest"),
]
