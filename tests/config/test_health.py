"""The health page: what holds, what does not, and nothing that only insiders may know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from config.health import KEY
from kernel import ports
from tests.billing import build
from tests.billing.planted_faults import triggers_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _looked_at_afresh() -> Iterator[None]:
    cache.delete(KEY)
    yield
    cache.delete(KEY)


def test_all_is_well_and_says_how_many_checks_that_is() -> None:
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert f"All {len(ports.checks)} checks hold" in answer.content.decode()


def test_a_broken_invariant_answers_503_with_its_sentence_and_without_its_rows() -> None:
    order = build.order(build.COURSE)
    with triggers_off():
        type(order).objects.filter(pk=order.pk).update(net=0, gross=0, vat=0)
    answer = Client().get("/health/")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert f"1 of {len(ports.checks)} checks fail" in page
    assert "Every order comes to the sum of its lines." in page
    assert order.reference not in page
