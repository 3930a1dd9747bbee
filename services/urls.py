from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from services.views import catalogue, price_list

app_name = "services"

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/prices.csv", catalogue.catalogue_csv, name="catalogue_csv"),
    path("catalogue/<slug:slug>/", catalogue.service, name="service"),
    path("schools/<int:urn>/interest/<slug:slug>/", catalogue.interest, name="interest"),
    path("staff/catalogue/", price_list.price_list, name="price_list"),
    path("staff/catalogue/<slug:slug>/", price_list.managed, name="managed"),
    path("staff/catalogue/<slug:slug>/price/", price_list.new_price, name="new_price"),
    path("staff/catalogue/<slug:slug>/vat/", price_list.new_vat, name="new_vat"),
]
