"""What the tests of the headset stand on: a real runtime, and a body for it to follow."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "openxr"))

# which compositor there is: "null", "main", or nothing where there is no runtime
COMPOSITOR = os.environ.get("INNERSCAPE_HEADSET", "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why what needs a runtime does not run here; where one is required, it fails."""
    if COMPOSITOR or os.environ.get("INNERSCAPE_HEADSET_REQUIRED"):
        return
    reason = pytest.mark.skip(reason="there is no runtime in this run: make test-headset has one")
    for item in items:
        if item.get_closest_marker("headset"):
            item.add_marker(reason)


@pytest.fixture
def service() -> Path:
    """Wait until the runtime's service answers; return the file with its process id."""
    assert COMPOSITOR, "a headset's runtime is required, and there is none"
    from remote import answers

    until = time.monotonic() + 20
    pause = threading.Event()
    while not answers():
        assert time.monotonic() < until, "the runtime's service does not answer"
        pause.wait(0.05)
    return Path("/run/service.pid")


@pytest.fixture
def body(service) -> Iterator[object]:
    """Yield the person in the headset, standing as in every test's beginning."""
    from remote import Remote

    with Remote() as remote:
        yield remote


@pytest.fixture
def is_main_compositor() -> None:
    """Hold what needs a window of the runtime's own to the run that has one."""
    assert COMPOSITOR == "main", "this compositor has no window: see tests/openxr/test.sh"
