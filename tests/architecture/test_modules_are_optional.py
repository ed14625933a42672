"""Each optional module can be switched off, and can be left out altogether."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from django.core.management import call_command
from django.test import Client

from marketplace.kernel.active import is_active, set_active, why_fixed
from marketplace.kernel.installed import installed_manifests
from tests.architecture.links import dead_links
from tests.architecture.source import TREE

OPTIONAL = [module.name for module in installed_manifests() if not why_fixed(module)]
HOME = "marketplace.modules.storefront"
WAYS = tuple(name for name in OPTIONAL if name.startswith("payments."))
"""Ways to pay, feeds and desks: strangers to each other by contract, left out all at once, because
a process for each would take minutes."""
LEFT_OUT = [(name,) for name in OPTIONAL if name not in WAYS] + [WAYS]


@pytest.mark.django_db
def test_home_page_has_no_dead_link(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert dead_links(client) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPTIONAL)
def test_shop_works_with_the_module_switched_off(client: Client, name: str) -> None:
    before = dead_links_of_the_whole(client)
    set_active(name, False)

    assert is_active(name) is False
    call_command("check", verbosity=0)
    assert client.get("/").status_code == 200
    assert dead_links(client).keys() - before.keys() == set()


def dead_links_of_the_whole(client: Client) -> dict[str, int]:
    """Crawl with everything switched on once for all tests: it is the same each time."""
    if not _whole:
        _whole.append(dead_links(client))
    return _whole[0]


_whole: list[dict[str, int]] = []


@cache
def run_without(names: tuple[str, ...]) -> dict[str, object]:
    environment = {
        **os.environ,
        "MODULES": " ".join(f"-{name}" for name in names),
        "DATABASE_URL": "sqlite:///:memory:",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture.one_module_less"],
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    report: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return report


@pytest.mark.parametrize("names", LEFT_OUT, ids=lambda names: names[0] if names else "none")
def test_shop_works_without_the_modules(names: tuple[str, ...]) -> None:
    whole, less = run_without(()), run_without(names)

    assert isinstance(whole["modules"], list)
    assert isinstance(less["modules"], list)
    assert set(names) <= set(whole["modules"])
    assert not set(names) & set(less["modules"])
    # Without the storefront there is no home page to show, and that is all that is missing.
    assert less["home"] == (404 if HOME in names else 200)
    assert less["dead"] == ({"/": 404} if HOME in names else whole["dead"])


def test_needed_module_is_not_among_the_optional_ones() -> None:
    assert "marketplace.kernel" not in OPTIONAL
    assert "catalog" not in OPTIONAL
