"""The REST interface as a whole: described completely, and without an answer that its description does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started  # noqa: TID251  (to switch Django's own off)
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import response_schema_conformance, status_code_conformance
from schemathesis.core.result import Ok

from config.wsgi import application
from kernel.records import SYSTEM
from services.actions.demo_catalogue import load
from tests.builders import a_person, the_company
from tests.keys import a_program
from tests.services.builders import AT, ON, a_school


def schema() -> dict[str, Any]:
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


def test_the_description_is_valid_and_documents_every_error() -> None:
    described = schema()
    validate_schema(described)
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), f"{method} {address} says nothing"
            if address != "/api/v1/schema/":
                assert {"401", "403"} <= set(operation["responses"]), f"{method} {address}"


def test_anybody_may_read_the_description(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


@pytest.fixture
def connected(db: None) -> Iterator[None]:
    """The test's own connection stays open between requests, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("connected")
def test_no_question_made_up_from_the_description_has_an_answer_that_it_does_not_know() -> None:
    """Whatever fits the description, and much that does not, is answered as the description says; never with a 500."""
    the_company()
    load(on=ON, by=SYSTEM, at=AT)
    key = f"Bearer {a_program(a_person(), 'school_buyer', a_school()).key}"
    described = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        _ask(found.ok(), key)


def _ask(operation: Any, key: str) -> None:
    @seed(1066)
    @hypothesis_settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        answer = case.call(headers={"Authorization": key})
        assert answer.status_code < 500, f"{case.method} {case.path}"
        case.validate_response(answer, checks=[response_schema_conformance, status_code_conformance])

    ask()
