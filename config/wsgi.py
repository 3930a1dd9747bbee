"""The WSGI entry point; addresses are loaded before the first request, not during it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  (only once Django is set up)

get_resolver().url_patterns  # noqa: B018  (reading it loads every view)
