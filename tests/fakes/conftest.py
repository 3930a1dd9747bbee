"""The stand-in as its own process, and Stripe's own client talking to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from stripe import StripeClient

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stripe_base() -> Iterator[str]:
    """A fresh stand-in on a free port."""
    command = [sys.executable, "-m", "fakes.stripe", "--port", "0", "--key", "sk_test_a"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture
def client(stripe_base: str) -> StripeClient:
    return StripeClient("sk_test_a", base_addresses={"api": stripe_base}, max_network_retries=0)
