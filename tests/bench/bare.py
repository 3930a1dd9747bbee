"""The yardsticks for pages: the same rows by a bare view and a bare template, without middleware, layout or prices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import override_settings
from django.urls import path

from services.models import Service
from services.queries.catalogue import PAGE

LIST = Engine().from_string(
    "<!doctype html><title>Catalogue</title><ul>{% for one in services %}<li>"
    '<h2><a href="/catalogue/{{ one.slug }}/">{{ one.name }}</a></h2><p>{{ one.summary }}</p>'
    "<p>{{ one.group.name }} · {{ one.code }} · {{ one.unit }}</p></li>{% endfor %}</ul>"
)
ONE = Engine().from_string(
    "<!doctype html><title>{{ one.name }}</title><h1>{{ one.name }}</h1><p>{{ one.summary }}</p>"
    "<p>{{ one.group.name }} · {{ one.code }} · {{ one.unit }}</p>"
    "<ul>{% for line in one.inclusions %}<li>{{ line }}</li>{% endfor %}</ul>"
)


def bare_list(request: HttpRequest) -> HttpResponse:
    """One page of services, as rows and nothing else."""
    services = Service.objects.select_related("group").order_by("position", "id")[:PAGE]
    return HttpResponse(LIST.render(Context({"services": services})))


def bare_service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, as its row and nothing else."""
    one = Service.objects.select_related("group").get(slug=slug)
    return HttpResponse(ONE.render(Context({"one": one})))


urlpatterns = [path("", bare_list), path("<slug:slug>/", bare_service)]


class BareHandler(ClientHandler):
    """Answers from this file's addresses."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        """Look the address up here instead of among the site's."""
        request.urlconf = __name__
        return super().get_response(request)


def bare_client() -> Client:
    """A client of the bare views: no middleware at all."""
    client = Client()
    client.handler = BareHandler(enforce_csrf_checks=False)
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()
    return client
