"""The yardsticks for pages: the same rows by a bare view and a bare template, in a site with Django's own middleware.

The rows carry what ours do (group, price rule, VAT, offers), but nothing is worked out from them and nothing laid out.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import Context, Engine
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import override_settings
from django.urls import path

from kernel import clock
from services.models import Service
from services.queries.catalogue import PAGE
from services.queries.terms import with_terms

DJANGOS_OWN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LIST = Engine().from_string(
    "<!doctype html><title>Catalogue</title><ul>{% for one in services %}<li>"
    '<h2><a href="/catalogue/{{ one.slug }}/">{{ one.name }}</a></h2><p>{{ one.summary }}</p>'
    "<p>{{ one.group.name }} · {{ one.code }} · {{ one.unit }} · {{ one.price_now_rule }} · {{ one.vat_now_code }}"
    " · {{ one.offered }}</p></li>{% endfor %}</ul>"
)
ONE = Engine().from_string(
    "<!doctype html><title>{{ one.name }}</title><h1>{{ one.name }}</h1><p>{{ one.summary }}</p>"
    "<p>{{ one.group.name }} · {{ one.code }} · {{ one.unit }} · {{ one.price_now_rule }} · {{ one.vat_now_code }}"
    " · {{ one.offered }}</p><ul>{% for line in one.inclusions %}<li>{{ line }}</li>{% endfor %}</ul>"
)


def bare_list(request: HttpRequest) -> HttpResponse:
    """One page of services, as rows and nothing else."""
    services = with_terms(Service.objects.all(), clock.today()).select_related("group").order_by("position", "id")
    return HttpResponse(LIST.render(Context({"services": services[:PAGE]})))


def bare_service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, as its row and nothing else."""
    one = with_terms(Service.objects.all(), clock.today()).select_related("group").get(slug=slug)
    return HttpResponse(ONE.render(Context({"one": one})))


urlpatterns = [path("", bare_list), path("<slug:slug>/", bare_service)]


class BareHandler(ClientHandler):
    """Answers from this file's addresses."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Look the address up here instead of among the site's."""
        request.urlconf = __name__
        return super().get_response(request)


def bare_client() -> Client:
    """A client of the bare views, behind the middleware that every new Django project begins with."""
    client = Client()
    client.handler = BareHandler(enforce_csrf_checks=False)
    with override_settings(MIDDLEWARE=DJANGOS_OWN):
        client.handler.load_middleware()
    return client
