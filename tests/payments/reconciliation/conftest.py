"""All of it happens on one day."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel("2026-11-21T05:00:00Z"):
        yield
