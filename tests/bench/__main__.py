"""`make bench`: every figure at its standard size, over a database of its own that is dropped afterwards."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.database import embedded

ROOT = Path(__file__).resolve().parents[2]
NAME = "coppice_bench"
FIGURES = ("school_files", "boards", "pages", "checkout", "billing_runs")


def main() -> None:
    """Run the figures named on the command line, or all of them."""
    wanted = sys.argv[1:] or list(FIGURES)
    unknown = set(wanted) - set(FIGURES)
    if unknown:
        raise SystemExit(f"There are no figures called {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}.")
    with own_database():
        prepare()
        for name in FIGURES:
            if name in wanted:
                module = __import__(f"tests.bench.{name}", fromlist=["run"])
                module.run()


@contextlib.contextmanager
def own_database() -> Iterator[None]:
    """A new database on the server that comes along, named in DATABASE_URL for us and for every program we start."""
    place = embedded(ROOT)

    def say(*statements: str) -> None:
        with psycopg.connect(host=place["HOST"], user=place["USER"], dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    say(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = f"postgres://{place['USER']}@/{quote(place['HOST'])}/{NAME}"
    os.environ["DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        yield
    finally:
        say(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def prepare() -> None:
    """Set Django up over the new database and make its tables."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
