"""Event hashes: our own chains, small events of our own, and what does not count."""

import json
import os
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.context import full_name, namespaces
from traceability.epcis.core.document import load
from traceability.epcis.core.hash import event_hash, prehash, utc_milliseconds

VECTORS = Path(__file__).parents[2] / "vectors" / "epcis"
PUBLIC = os.environ.get("VECTORS", "")


@pytest.mark.parametrize("name", ["rice_st25", "shrimp_gdst"])
def test_our_chains_have_the_hashes_that_another_engine_gave_them(name: str) -> None:
    document = json.loads((VECTORS / f"chain_{name}.jsonld").read_text())
    told = json.loads((VECTORS / f"chain_{name}.hashes.json").read_text())
    events = document["epcisBody"]["eventList"]

    assert [prehash(event, document["@context"]) for event in events] == [
        row["prehash"] for row in told
    ]
    assert [event_hash(event, document["@context"]) for event in events] == [
        row["hash"] for row in told
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2023-02-02T12:04:03.1415+01:00", "2023-02-02T11:04:03.142Z"),
        ("2023-02-02T12:04:03.1414999+01:00", "2023-02-02T11:04:03.141Z"),
        ("2023-02-02T11:04:03.1Z", "2023-02-02T11:04:03.100Z"),
        ("2023-12-31T23:59:59.9995Z", "2024-01-01T00:00:00.000Z"),
        ("2026-01-04T05:00:00+07:00", "2026-01-03T22:00:00.000Z"),
        ("2026-02-31T05:00:00Z", "2026-02-31T05:00:00Z"),
        ("noon", "noon"),
    ],
)
def test_times_are_written_in_utc_rounded_half_up(written: str, meant: str) -> None:
    assert utc_milliseconds(written) == meant


def told(fields: EventBody) -> str:
    """Return what fields add to the prehash of an event without any."""
    return prehash({"type": "ObjectEvent", **fields}).removeprefix("eventType=ObjectEvent")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("bizStep", "shipping", "bizStep=https://ref.gs1.org/cbv/BizStep-shipping"),
        ("bizStep", "cbv:BizStep-shipping", "bizStep=https://ref.gs1.org/cbv/BizStep-shipping"),
        (
            "bizStep",
            "urn:epcglobal:cbv:bizstep:shipping",
            "bizStep=https://ref.gs1.org/cbv/BizStep-shipping",
        ),
        ("bizStep", "urn:gdst:bizStep:hatching", "bizStep=urn:gdst:bizStep:hatching"),
        ("disposition", "active", "disposition=https://ref.gs1.org/cbv/Disp-active"),
        (
            "persistentDisposition",
            {"unset": ["recalled"], "set": ["expired", "damaged"]},
            ("persistentDispositionset=https://ref.gs1.org/cbv/Disp-damaged"
            "set=https://ref.gs1.org/cbv/Disp-expiredunset=https://ref.gs1.org/cbv/Disp-recalled"),
        ),
        (
            "epcList",
            ["https://a.example/01/09520600012346/10/L1/21/S1?17=271231"],
            "epcListepc=https://id.gs1.org/01/09520600012346/21/S1",
        ),
        (
            "epcList",
            ["urn:epc:id:sgtin:9520600.001234.b", "urn:x:a"],
            "epcListepc=https://id.gs1.org/01/09520600012346/21/bepc=urn:x:a",
        ),
        ("childEPCs", [], ""),
        (
            "quantityList",
            [{"epcClass": "urn:x:1", "quantity": 7.0, "uom": "KGM"}],
            "quantityListquantityElementepcClass=urn:x:1quantity=7uom=KGM",
        ),
        (
            "sourceList",
            [{"type": "owning_party", "source": "urn:epc:id:pgln:9520600.09001"}],
            ("sourceListtype=https://ref.gs1.org/cbv/SDT-owning_party"
            "source=https://id.gs1.org/417/9520600090016"),
        ),
        (
            "sensorElementList",
            [{"sensorReport": [{"uom": "CEL", "value": 30.50, "type": "Temperature"}]}],
            ("sensorElementListsensorElementsensorReport"
            "type=https://gs1.org/voc/Temperaturevalue=30.5uom=CEL"),
        ),
        ("cbvmda:lotNumber", "  0070 ", "{urn:epcglobal:cbv:mda:}lotNumber=70"),
        ("cbvmda:lotNumber", "095206000000000015", ("{urn:epcglobal:cbv:mda:}lotNumber="
         "95206000000000015")),
        ("cbvmda:gradeList", ["b", "a"], ("{urn:epcglobal:cbv:mda:}gradeList"
         "{urn:epcglobal:cbv:mda:}grade=a{urn:epcglobal:cbv:mda:}grade=b")),
        ("bizStep", "ex:own", "bizStep=ex:own"),
        ("cbvmda:grade", "x", "{urn:epcglobal:cbv:mda:}grade=x"),
        ("cbvmda:is", True, "{urn:epcglobal:cbv:mda:}is=True"),
        ("cbvmda:tiny", 1e-7, "{urn:epcglobal:cbv:mda:}tiny=1e-07"),
        ("cbvmda:kind", "gs1:Temperature", "{urn:epcglobal:cbv:mda:}kind=https://gs1.org/voc/Temperature"),
        ("recordTime", "2026-01-04T05:00:00Z", ""),
        ("eventID", "urn:x:1", ""),
        ("errorDeclaration", {"declarationTime": "2026-01-04T05:00:00Z"}, ""),
        ("rdfs:comment", "a word", ""),
        ("disposition", None, ""),
    ],
)  # fmt: skip
def test_every_value_is_written_in_one_way(field: str, value: Json, text: str) -> None:
    assert told({field: value}) == text


def test_what_has_no_order_comes_last_and_sorted() -> None:
    assert told(
        {
            "gdst:z": "1",
            "ilmd": {"cbvmda:lotNumber": "L"},
            "destinationList": [{"type": "location", "destination": "urn:x:2"}],
            "bizTransactionList": [{"bizTransaction": "urn:x:1"}],
            "readPoint": {"id": "urn:x:3", "gdst:near": "b"},
        }
    ) == (
        "readPointid=urn:x:3gdst:near=bbizTransactionListbizTransaction=urn:x:1"
        "destinationListtype=https://ref.gs1.org/cbv/SDT-locationdestination=urn:x:2"
        "gdst:z=1ilmd{urn:epcglobal:cbv:mda:}lotNumber=L"
    )


def test_a_declared_prefix_is_written_as_its_namespace() -> None:
    known = namespaces(["https://x.example/c.jsonld", {"ex": "https://ns.example/"}])

    assert full_name("ex:field", known) == "{https://ns.example/}field"
    assert full_name("cbvmda:lotNumber", known) == "{urn:epcglobal:cbv:mda:}lotNumber"
    assert full_name("other:field", known) == "other:field"


def shuffled(value: Json, dice: random.Random) -> Json:
    """Return the same value with every list and every object in another order."""
    if isinstance(value, dict):
        names = dice.sample(sorted(value), len(value))
        return {name: shuffled(value[name], dice) for name in names}
    if isinstance(value, list):
        return dice.sample([shuffled(one, dice) for one in value], len(value))
    return value


EVENTS: list[EventBody] = [
    {"@context": document["@context"], **event}
    for name in ("rice_st25", "shrimp_gdst")
    for document in [json.loads((VECTORS / f"chain_{name}.jsonld").read_text())]
    for event in document["epcisBody"]["eventList"]
]


@given(st.sampled_from(EVENTS), st.randoms(use_true_random=False))
def test_order_does_not_count(event: EventBody, dice: random.Random) -> None:
    other = {name: shuffled(value, dice) for name, value in event.items() if name != "@context"}

    assert event_hash(other, event["@context"]) == event_hash(event)


@given(
    st.datetimes(
        min_value=datetime(1970, 1, 2),  # noqa: DTZ001
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    st.integers(-14 * 60, 14 * 60),
)
def test_the_zone_a_time_is_written_in_does_not_count(moment: datetime, minutes: int) -> None:
    away = moment.astimezone(timezone(timedelta(minutes=minutes)))

    assert utc_milliseconds(away.isoformat()) == utc_milliseconds(moment.isoformat())


@given(st.sampled_from(EVENTS), st.integers(0, 3))
def test_whitespace_of_the_text_does_not_count(event: EventBody, indent: int) -> None:
    assert event_hash(json.loads(json.dumps(event, indent=indent))) == event_hash(event)


@pytest.mark.vectors
def test_published_events_have_their_published_hashes() -> None:
    file = Path(PUBLIC) / "traceability" / "epcis_event_hashes.json"
    vectors = json.loads(file.read_text(encoding="utf-8"))["vectors"]
    standard = [vector for vector in vectors if vector["cbv_standard"]]
    computed = {vector["name"]: _hashes(vector["document"]) for vector in standard}

    assert computed == {vector["name"]: vector["hashes"] for vector in standard}
    assert sum(len(hashes) for hashes in computed.values()) == 39


def _hashes(document: dict[str, Json]) -> list[str]:
    return [event_hash(event) for event in load(json.dumps(document)).events]
