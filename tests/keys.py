"""Programs with keys, for tests of the REST interface."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.test import Client

from kernel import clock
from members.actions import tokens
from members.models import Organisation, Person
from members.public import hats_of
from members.states import TokenScope
from tests.builders import appointed

EVERYTHING = tuple(TokenScope)


class Program:
    """A program that sends JSON with its key, and reads JSON."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = Client(headers={"Authorization": f"Bearer {key}"} if key else {})

    def get(self, address: str) -> Any:
        return self.client.get(f"/api/v1/{address}")

    def post(self, address: str, body: Any) -> Any:
        return self.client.post(f"/api/v1/{address}", body, content_type="application/json")


def a_program(
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    scopes: Sequence[str] = EVERYTHING,
) -> Program:
    """A program that acts for a person in a role, for these purposes."""
    appointed(person, role, organisation)
    now = clock.now()
    hat = next(hat for hat in hats_of(person, clock.today()) if hat.role == role)
    _, key = tokens.make(person=person, hat=hat, label="Tests", scopes=scopes, days=7, by=person, at=now - timedelta(1))
    return Program(key)
