"""Work for later, asked for by name inside the transaction that makes it necessary."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app


def later(name: str, **arguments: Any) -> None:
    """Ask for the work `name` (“invoices.send”) to be done once this transaction has committed.

    The asking is a row in the same database, so it is rolled back with everything else.
    """
    app.configure_task(name, allow_unknown=True).defer(**arguments)
