"""What a scan page costs. Run: ``python bench/scan.py [requests]``.

Two views answer in the same process, in turns: the scan page of a pack, and a view that goes
through all of our middleware, does one read by an index and returns as many bytes. The ratio of
their speeds is printed; a scan should reach 0.8 of the other. Figures go into the note of a
change, not into a test.
"""

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")

import django
from django.conf import settings


class NoMigrations(dict[str, None]):
    """Makes every table from its model: a bench need not walk through history."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


settings.MIGRATION_MODULES = NoMigrations()
django.setup()

from django.core.management import call_command  # noqa: E402 -- Django must be set up first
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings, setup_test_environment  # noqa: E402
from django.urls import path  # noqa: E402

from marketplace.urls import urlpatterns as site  # noqa: E402
from traceability.lots.models import Serial  # noqa: E402

ROUND = 50


def plain(_request: HttpRequest, code: str) -> HttpResponse:
    """One indexed read and as many bytes as the scan page."""
    Serial.objects.values_list("pk", flat=True).get(code=code)
    return HttpResponse(plain.body)


urlpatterns = [path("bench/<code>/", plain), *site]


def prepared_pack() -> str:
    """Make a database with one lot of 200 packs and return a code that is on sale."""
    from tests.factories.traceability import make_item, make_lot, make_serials
    from traceability.lots.actions import activate_range

    call_command("migrate", verbosity=0, run_syncdb=True)
    serials = make_serials(make_lot(make_item(picture="art/st25.svg")), 200)
    activate_range(run=serials[0].run)
    return serials[100].code


def seconds(client: Client, url: str, count: int) -> float:
    """Return how long ``count`` requests take."""
    start = time.perf_counter()
    for _request in range(count):
        client.get(url, headers={"accept-encoding": "gzip"})
    return time.perf_counter() - start


def main(count: int) -> None:
    """Print both speeds and their ratio."""
    logging.disable(logging.INFO)
    setup_test_environment()
    code = prepared_pack()
    client = Client()
    page = client.get(f"/q/{code}")
    plain.body = page.content
    spent = {"scan": 0.0, "plain": 0.0}
    with override_settings(ROOT_URLCONF=__name__):
        for warm in (True, *[False] * (count // ROUND)):
            for name, url in (("scan", f"/q/{code}"), ("plain", f"/bench/{code}/")):
                took = seconds(client, url, ROUND)
                spent[name] += 0 if warm else took
    done = count // ROUND * ROUND
    for name, took in spent.items():
        print(f"{name:6} {done / took:7.0f} requests/s  {took / done * 1000:6.2f} ms")
    print(f"ratio  {spent['plain'] / spent['scan']:7.2f}  ({len(page.content)} bytes)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
