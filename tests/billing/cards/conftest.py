"""The stand-in for Stripe as its own process, with the site under test pointed at it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[3]
SECRET = "whsec_for_these_tests"


@dataclass(frozen=True)
class StandIn:
    """Where the stand-in listens, and how to ask it for trouble."""

    base: str

    def control(self, what: str, **wanted: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.base}/_control/{what}", json=wanted, timeout=10)
        return dict(answer.json())

    def trouble(self, *trouble: dict[str, Any]) -> None:
        self.control("trouble", trouble=list(trouble))

    def sessions(self) -> list[dict[str, Any]]:
        return list(self.control("state")["sessions"])

    def events(self) -> list[dict[str, Any]]:
        return list(self.control("state")["events"])

    def pay(self, page: str, card: str = "4242424242424242") -> int:
        return requests.post(page, data={"card": card}, allow_redirects=False, timeout=10).status_code


@pytest.fixture
def stripe_process() -> Iterator[Callable[..., StandIn]]:
    running: list[subprocess.Popen[str]] = []

    def start(webhook: str = "") -> StandIn:
        command = [sys.executable, "-m", "fakes.stripe", "--port", "0", "--key", "sk_test_a"]
        command += ["--secret", SECRET, "--webhook", webhook]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        return StandIn(process.stdout.readline().split()[-1])

    yield start
    for process in running:
        process.terminate()
        process.communicate()


@pytest.fixture
def stand_in(stripe_process: Callable[..., StandIn], settings: Any) -> StandIn:
    """A stand-in that sends no messages: the tests hand them over themselves."""
    found = stripe_process()
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_a", found.base
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    return found
