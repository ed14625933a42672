"""What every test shares: the reasons why a test cannot run here, said aloud."""

import math
import os
from pathlib import Path

import pytest
from django.db import connection
from django.utils.translation.reloader import translation_file_changed

from marketplace.kernel.active import flags
from marketplace.kernel.catalogues import compile_catalogues
from tests import services

# Playwright's synchronous interface keeps an event loop running beside Django.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure() -> None:
    """Make the translations that the pages under test speak."""
    compile_catalogues(Path(__file__).resolve().parent.parent)
    # Django has started by now and may have read what was compiled before.
    translation_file_changed(sender=None, file_path=Path("django.mo"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs a service that is not here."""
    missing = {
        "postgres": None
        if connection.vendor == "postgresql"
        else "needs PostgreSQL: set DATABASE_URL or install it",
        "browser": None if services.chromium() else "needs Chromium: install the package chromium",
        "vectors": None if os.environ.get("VECTORS") else "needs the public vectors: set VECTORS",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Use the machine's own Chromium: nothing is downloaded."""
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    return {**browser_type_launch_args, "executable_path": services.chromium(), "args": arguments}


@pytest.fixture(autouse=True)
def all_modules_on() -> None:
    """Count every module as on without asking the database, until a test switches one off."""
    flags.set(frozenset(), fresh_for=math.inf)
