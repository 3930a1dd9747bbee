"""What every test may ask for, and how much of it: short by default, long under `make soak`."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

hypothesis.register_profile(
    "short", max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.register_profile(
    "long", max_examples=2000, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak` runs the long tests too."""
    parser.addoption("--soak", action="store_true", help="run the tests marked as soak too")


def pytest_configure(config: pytest.Config) -> None:
    """Settings that only make tests slow: WhiteNoise scans the static files at each client, passwords hash slowly."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the soak tests out unless they are asked for, and say that it was done; the browser's come last.

    Where two hands share the work (`make test HANDS=2`), it is shared out by file. All browser tests then go to one
    hand, which makes the demo world once, and they begin first because they take longest.
    """
    if not config.getoption("--soak"):
        left_out = [item for item in items if item.get_closest_marker("soak")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not item.get_closest_marker("soak")]
    is_shared = hasattr(config, "workerinput")
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")) != is_shared)
    for item in items if is_shared else []:
        group = "browser" if item.get_closest_marker("browser") else item.path.as_posix()
        item.add_marker(pytest.mark.xdist_group(group))
