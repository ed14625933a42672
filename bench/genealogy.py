"""What one lot among many events costs. Run: ``python bench/genealogy.py [events]``.

On PostgreSQL (one is started where none is named): chains of field, mill, bags and box until there
are that many events, then 200 lots are asked for both ways. Goal for 1,000,000 events: 50 ms a lot.
Figures go into the note of a change, not into a test.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE))

CHAIN = 8
"""Events of one lot: two harvests, two arrivals, milling, packing, boxing, shipping."""

BATCH = 2_500
ASKED = 200


class NoMigrations(dict[str, None]):
    """Makes every table from its model: a bench need not walk through history."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


def main(events: int) -> None:
    """Fill a database and print the times."""
    import psycopg

    from tests import services

    with services.postgres() as url:
        if url is None:
            sys.exit("PostgreSQL is not installed.")
        name = f"bench_genealogy_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = url.rsplit("/", 1)[0] + f"/{name}"
        os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
        _measure(events)


def _measure(events: int) -> None:
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.factories.traceability import make_cooperative

    call_command("migrate", verbosity=0, run_syncdb=True)
    party = make_cooperative()
    lots = events // CHAIN
    began = time.perf_counter()
    for start in range(0, lots, BATCH):
        _fill(party.pk, range(start, min(start + BATCH, lots)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{lots * CHAIN:,} events of {lots:,} lots in {time.perf_counter() - began:.0f} s")
    _ask(lots)


def _fill(party: int, numbers: range) -> None:
    """Write the chains of these lots straight into the tables."""
    from traceability.epcis.models import Event, EventElement

    rows, named = [], []
    for number in numbers:
        for place, (kind, action, roles) in enumerate(_chain(number)):
            rows.append(_event(party, number, place, kind, action))
            named.append(roles)
    saved = Event.objects.bulk_create(rows, batch_size=2000)
    EventElement.objects.bulk_create(
        (
            EventElement(event=event, role=role, uri=uri, is_class=True, quantity=100, uom="KGM")
            for event, roles in zip(saved, named, strict=True)
            for role, uri in roles
        ),
        batch_size=5000,
    )


def _event(party: int, number: int, place: int, kind: str, action: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from traceability.epcis.models import Event

    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number, hours=place)
    return Event(
        event_id=f"urn:x:{number}:{place}",
        party_id=party,
        event_type=kind,
        action=action,
        biz_step="commissioning",
        event_time=at,
        event_time_zone_offset="+07:00",
        body={"type": kind},
    )


def _chain(number: int) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the events of a lot; every tenth mill takes paddy of its neighbour, too."""
    field, other = f"urn:x:f{number}", f"urn:x:g{number}"
    shared = [("input", f"urn:x:f{number - 1}")] if number % 10 == 1 else []
    rice, bran = f"urn:x:r{number}", f"urn:x:b{number}"
    lot, box = lot_uri(number), f"urn:x:s{number}"
    inputs = [("input", field), ("input", other), *shared]
    return [
        ("ObjectEvent", "ADD", [("epc", field)]),
        ("ObjectEvent", "ADD", [("epc", other)]),
        ("ObjectEvent", "OBSERVE", [("epc", field)]),
        ("ObjectEvent", "OBSERVE", [("epc", other)]),
        ("TransformationEvent", "", [*inputs, ("output", rice), ("output", bran)]),
        ("TransformationEvent", "", [("input", rice), ("output", lot)]),
        ("AggregationEvent", "ADD", [("parent", box), ("child", lot)]),
        ("ObjectEvent", "OBSERVE", [("epc", box)]),
    ]


def lot_uri(number: int) -> str:
    """Return the URI of a lot's packs."""
    return f"https://id.gs1.org/01/09520600012353/10/B{number}"


def _ask(lots: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from traceability.genealogy.queries import backward, forward

    step = max(lots // ASKED, 1)
    numbers = range(step // 2, lots, step)
    for name, walk, uri in (
        ("backward", backward, lot_uri),
        ("forward", forward, lambda number: f"urn:x:f{number}"),
    ):
        walk([uri(0)])
        times, things = [], 0
        for number in numbers:
            began = time.perf_counter()
            things = len(walk([uri(number)]).things)
            times.append((time.perf_counter() - began) * 1000)
        with CaptureQueriesContext(connection) as queries:
            walk([uri(lots // 2)])
        found = statistics.quantiles(times, n=20)
        print(
            f"{name:9} median {statistics.median(times):5.1f} ms  p95 {found[-1]:5.1f} ms  "
            f"{len(queries)} queries, {things} things"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
