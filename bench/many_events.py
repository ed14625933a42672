"""A repository with very many events, for measurements. ``from bench.many_events import ...``.

Chains of ten events as a cooperative's rice makes them: harvested, tested, stored, shipped,
received, milled, packed, put on a pallet, shipped and received again; each with its elements and
facts as capture writes them. Rows go in by COPY, indexes are made afterwards: a million events
take about two minutes. Signatures and log are not made.

Run alone, ``python bench/many_events.py [count]`` says how long that takes. What was filled into
the database of ``TEST_POSTGRES_URL`` stays there, and the next run takes it as it is.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PER_CHAIN = 10
PARTIES = 50
START = datetime(2024, 1, 1, tzinfo=UTC)
CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"stt": "https://truyxuat.example/ns/"},
]
NS = "https://truyxuat.example/ns/"
LINK = "https://id.gs1.org"
Row = list[object]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: the parties' numbers, and how many chains there are."""

    parties: list[int]
    chains: int


@contextmanager
def postgres_site() -> Iterator[None]:
    """Start a PostgreSQL, set Django up on it and make the tables."""
    from tests import services

    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.test"
    with services.postgres() as url:
        if url is None:
            sys.exit("no PostgreSQL here")
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def fill(count: int, seed: int = 1) -> Filled:
    """Make ``count`` events (rounded down to whole chains) and what belongs to them.

    A database that an earlier run has filled is taken as it is.
    """
    from traceability.epcis.models import Event
    from traceability.models import Party

    kept = Event.objects.count()
    if kept:
        print(f"{kept} events are there already")
        parties = Party.objects.order_by("pk").values_list("pk", flat=True)
        return Filled(list(parties), kept // PER_CHAIN)
    draw = random.Random(seed)
    made = Party.objects.bulk_create(
        Party(kind="cooperative", name=f"Party {number}", gln=digits(f"952{number:09}"))
        for number in range(PARTIES)
    )
    parties = [party.pk for party in made]
    chains = count // PER_CHAIN
    with _without_indexes(
        "epcis_event", "epcis_eventelement", "epcis_eventfact", "epcis_visibleevent"
    ):
        _copy_all(parties, chains, draw)
        _lots(parties, chains)
    _analyse()
    return Filled(parties, chains)


def digits(body: str) -> str:
    """Return the digits with the GS1 check digit behind them."""
    total = sum(int(one) * (3 if at % 2 == 0 else 1) for at, one in enumerate(reversed(body)))
    return body + str(-total % 10)


def lot(kind: int, party: int, chain: int) -> str:
    """Return the class of a chain's paddy (1), rice (2) or packs (3)."""
    return f"{LINK}/01/{digits(f'0952{party:04}{kind:05}')}/10/L{chain:07}"


def pallet(chain: int) -> str:
    """Return the pallet of a chain."""
    return f"{LINK}/00/{digits(f'0952{chain:013}')}"


def place(party: int, plot: int | None = None) -> str:
    """Return a party's store, or one of its fields."""
    gln = f"{LINK}/414/{digits(f'952{party:09}')}"
    return gln if plot is None else f"{gln}/254/PLOT-{plot}"


def owner(party: int) -> str:
    """Return a party."""
    return f"{LINK}/417/{digits(f'952{party:09}')}"


def party_of(chain: int) -> int:
    """Return whose chain it is: every fifth is the first party's, to have a big one."""
    return 0 if chain % 5 == 0 else chain % PARTIES


def hash_id(number: int) -> str:
    """Return an id that looks like a hash."""
    return f"ni:///sha-256;{number:064x}?ver=CBV2.0"


@dataclass(slots=True)
class _Draft:
    """An event on its way into the tables."""

    body: dict[str, object]
    elements: list[tuple[str, str, bool, float | None]]
    facts: list[tuple[str, str, float | None, datetime | None]]


def chain_of(chain: int, draw: random.Random) -> Iterator[_Draft]:
    """Return the ten events of a chain, in order."""
    party = party_of(chain)
    buyer, plot = (party + 7) % PARTIES, chain % 40
    paddy, rice, packs, sscc = (*(lot(kind, party, chain) for kind in (1, 2, 3)), pallet(chain))
    kilos = round(draw.uniform(500, 8000), 1)
    field, mill = place(party, plot), place(party)
    yield _harvest(paddy, kilos, field, draw)
    yield _tested(paddy, kilos, mill, draw)
    yield _stored(paddy, kilos, mill, draw)
    yield _moved("shipping", "in_transit", [(paddy, kilos)], mill, (party, buyer, chain))
    yield _moved("receiving", "in_progress", [(paddy, kilos)], mill, (party, buyer, chain))
    yield _became((paddy, kilos), (rice, kilos * 0.62), mill, chain * 2)
    yield _became((rice, kilos * 0.62), (packs, float(int(kilos * 0.62 / 5))), mill, chain * 2 + 1)
    yield _aggregated(sscc, packs, float(int(kilos * 0.62 / 5)), mill)
    yield _moved("shipping", "in_transit", [(sscc, None)], mill, (party, buyer, chain))
    yield _moved("receiving", "in_progress", [(sscc, None)], place(buyer), (party, buyer, chain))


def _object(step: str, disposition: str, where: str, action: str = "OBSERVE") -> dict[str, object]:
    return {
        "type": "ObjectEvent",
        "action": action,
        "bizStep": step,
        "disposition": disposition,
        "readPoint": {"id": where},
        "bizLocation": {"id": where},
    }


def _quantity(uri: str, amount: float) -> list[dict[str, object]]:
    return [{"epcClass": uri, "quantity": amount, "uom": "KGM"}]


def _harvest(paddy: str, kilos: float, where: str, draw: random.Random) -> _Draft:
    hectares = round(draw.uniform(0.2, 3), 2)
    body = _object("commissioning", "active", where, "ADD")
    body |= {
        "quantityList": _quantity(paddy, kilos),
        "ilmd": {"stt:variety": "ST25", "stt:areaHa": hectares},
    }
    facts = [
        (f"ilmd:{NS}variety", "ST25", None, None),
        (f"ilmd:{NS}areaHa", str(hectares), hectares, None),
    ]
    return _Draft(body, [("epc", paddy, True, kilos)], facts)


def _tested(uri: str, kilos: float, where: str, draw: random.Random) -> _Draft:
    percent = round(draw.uniform(12, 30), 1)
    body = _object("inspecting", "conformant", where)
    body |= {"quantityList": _quantity(uri, kilos), "stt:moisturePercent": percent}
    facts = [(f"ext:{NS}moisturePercent", str(percent), percent, None)]
    return _Draft(body, [("epc", uri, True, kilos)], facts)


def _stored(uri: str, kilos: float, where: str, draw: random.Random) -> _Draft:
    celsius = round(draw.uniform(22, 38), 1)
    device = f"{LINK}/8004/9520000METER{draw.randrange(200)}"
    report = {"type": "Temperature", "value": celsius, "uom": "CEL"}
    body = _object("storing", "in_progress", where)
    body |= {
        "quantityList": _quantity(uri, kilos),
        "sensorElementList": [{"sensorMetadata": {"deviceID": device}, "sensorReport": [report]}],
    }
    facts = [
        ("sensor", "", None, None),
        ("sensor.deviceID", device, None, None),
        ("sensor.type", "Temperature", None, None),
        ("sensor.value.CEL", "", celsius, None),
    ]
    return _Draft(body, [("epc", uri, True, kilos)], facts)


def _moved(
    step: str,
    disposition: str,
    goods: list[tuple[str, float | None]],
    where: str,
    who: tuple[int, int, int],
) -> _Draft:
    sender, receiver, chain = who
    note = f"urn:epcglobal:cbv:bt:{digits(f'952{sender:09}')}:N{chain}"
    body = _object(step, disposition, where)
    body |= {
        "epcList": [uri for uri, amount in goods if amount is None],
        "quantityList": [_quantity(uri, amount)[0] for uri, amount in goods if amount is not None],
        "bizTransactionList": [{"type": "desadv", "bizTransaction": note}],
        "sourceList": [{"type": "owning_party", "source": owner(sender)}],
        "destinationList": [{"type": "owning_party", "destination": owner(receiver)}],
    }
    facts = [
        ("bizTransaction.desadv", note, None, None),
        ("source.owning_party", owner(sender), None, None),
        ("destination.owning_party", owner(receiver), None, None),
    ]
    return _Draft(body, [("epc", uri, one is not None, one) for uri, one in goods], facts)


def _became(before: tuple[str, float], after: tuple[str, float], where: str, number: int) -> _Draft:
    name = f"urn:uuid:{UUID(int=number + 2**64)}"
    body: dict[str, object] = {
        "type": "TransformationEvent",
        "bizStep": "commissioning",
        "disposition": "in_progress",
        "readPoint": {"id": where},
        "bizLocation": {"id": where},
        "inputQuantityList": _quantity(*before),
        "outputQuantityList": _quantity(*after),
        "transformationID": name,
    }
    elements = [("input", before[0], True, before[1]), ("output", after[0], True, after[1])]
    return _Draft(body, elements, [("transformationID", name, None, None)])


def _aggregated(sscc: str, packs: str, count: float, where: str) -> _Draft:
    body = _object("packing", "in_progress", where, "ADD")
    body |= {
        "type": "AggregationEvent",
        "parentID": sscc,
        "childQuantityList": [{"epcClass": packs, "quantity": count}],
    }
    return _Draft(body, [("parent", sscc, False, None), ("child", packs, True, count)], [])


_EVENT = [
    "id",
    "event_id",
    "event_hash",
    "party_id",
    "event_type",
    "action",
    "biz_step",
    "disposition",
    "event_time",
    "event_time_zone_offset",
    "record_time",
    "read_point",
    "biz_location",
    "body",
]
_ELEMENT = ["event_id", "role", "uri", "is_class", "quantity", "uom"]
_FACT = ["event_id", "name", "text", "number", "time"]
_COPIED = [
    "event_type",
    "action",
    "biz_step",
    "disposition",
    "read_point",
    "biz_location",
    "event_time",
    "record_time",
]
_VISIBLE = ["event_id", "reader", *_COPIED]
_CHUNK = 2000


def _copy_all(parties: list[int], chains: int, draw: random.Random) -> None:
    for start in range(0, chains, _CHUNK):
        events: list[Row] = []
        elements: list[Row] = []
        facts: list[Row] = []
        for chain in range(start, min(start + _CHUNK, chains)):
            for at, draft in enumerate(chain_of(chain, draw)):
                number = chain * PER_CHAIN + at + 1
                when = START + timedelta(seconds=chain * 500 + at * 86_400)
                events.append(_event_row(number, draft, parties[party_of(chain)], when))
                elements += [
                    [number, *one, "" if one[3] is None or one[0] == "child" else "KGM"]
                    for one in draft.elements
                ]
                facts += [[number, *one] for one in draft.facts]
        copy("epcis_event", _EVENT, events)
        copy("epcis_eventelement", _ELEMENT, elements)
        copy("epcis_eventfact", _FACT, facts)
        copy("epcis_visibleevent", _VISIBLE, _visible(events, facts))
    _restart_numbers(chains * PER_CHAIN)


def _visible(events: list[Row], facts: list[Row]) -> list[Row]:
    """Return who may read these events: their party and those whom facts name."""
    from traceability.epcis.readers import NAMED_AS, reader_of

    readers = {row[0]: {row[_EVENT.index("party_id")]} for row in events}
    for event, name, text, *_rest in facts:
        named = reader_of(str(text)) if name in NAMED_AS else None
        readers[event] |= set() if named is None else {named}
    at = [_EVENT.index(column) for column in _COPIED]
    return [
        [row[0], reader, *(row[one] for one in at)] for row in events for reader in readers[row[0]]
    ]


def _event_row(number: int, draft: _Draft, party: int, when: datetime) -> Row:
    name = hash_id(number)
    where = draft.body["readPoint"]["id"]  # type: ignore[index] -- we wrote it above
    body = {
        "@context": CONTEXT,
        "eventID": name,
        "eventTime": when.isoformat(),
        "eventTimeZoneOffset": "+07:00",
        **draft.body,
    }
    return [
        number,
        name,
        name,
        party,
        draft.body["type"],
        draft.body.get("action", ""),
        draft.body["bizStep"],
        draft.body["disposition"],
        when,
        "+07:00",
        START + timedelta(seconds=number),
        where,
        where,
        json.dumps(body),
    ]


def copy(table: str, columns: list[str], rows: list[Row]) -> None:
    """Write rows by COPY."""
    from django.db import connection

    connection.ensure_connection()
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as sink:
        for row in rows:
            sink.write_row(row)


def _lots(parties: list[int], chains: int) -> None:
    """Give every tenth chain a lot with a public page, which tells of seven of its events."""
    from traceability.lots.models import Lot, TradeItem

    items = TradeItem.objects.bulk_create(
        TradeItem(party_id=party, names={"vi": "Gạo"}, net_weight_grams=5000) for party in parties
    )
    public = range(0, chains, 10)
    lots = Lot.objects.bulk_create(
        (
            Lot(item=items[party_of(chain)], code=f"L{chain:07}", link_code=f"{chain:08d}")
            for chain in public
        ),
        batch_size=2000,
    )
    links: list[Row] = [
        [one.pk, chain * PER_CHAIN + at + 1, False]
        for one, chain in zip(lots, public, strict=True)
        for at in (0, 1, 2, 5, 6, 7, 8)
    ]
    copy("lots_lotevent", ["lot_id", "event_id", "is_inherited"], links)
    _publish()


def _publish() -> None:
    """Let everybody read what lots tell of, as keeping a link does."""
    from django.db import connection

    from traceability.epcis.readers import TRADE_STEPS

    columns = ", ".join(_COPIED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO epcis_visibleevent (reader, event_id, {columns})"
            f" SELECT 0, id, {columns} FROM epcis_event"
            " WHERE id IN (SELECT event_id FROM lots_lotevent) AND biz_step <> ALL(%s)",
            [sorted(TRADE_STEPS)],
        )


@contextmanager
def _without_indexes(*tables: str) -> Iterator[None]:
    """Drop what slows COPY down, and make it again afterwards."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c"
            " ON c.conname = i.indexname WHERE i.tablename = ANY(%s) AND c.oid IS NULL",
            [list(tables)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def _restart_numbers(last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('epcis_event', 'id'), %s)", [last])


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE epcis_event, epcis_eventelement, epcis_eventfact")
        cursor.execute("VACUUM ANALYZE epcis_visibleevent")
        cursor.execute("VACUUM ANALYZE lots_lot, lots_lotevent")


def timed(name: str, work: Callable[[], object]) -> None:
    """Print how long ``work`` takes."""
    start = time.perf_counter()
    work()
    print(f"{name:40} {time.perf_counter() - start:8.1f} s")


def main(count: int) -> None:
    """Say how long it takes to make ``count`` events."""
    with postgres_site():
        timed(f"{count} events with elements and facts", lambda: fill(count))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
