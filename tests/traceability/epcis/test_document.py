import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.epcis import CONTEXT, event, event_with
from traceability.epcis.core import build, document
from traceability.epcis.core.check import faults
from traceability.epcis.core.elements import Identity, Quantity, identity, lot_uri, pack_uri
from traceability.epcis.core.hash import event_hash

CHAINS = Path(__file__).parents[2] / "vectors" / "epcis"
GTIN = "09520600012353"


@pytest.mark.parametrize(("name", "count"), [("rice_st25", 10), ("shrimp_gdst", 9)])
def test_both_chains_are_read_whole_and_in_order(name: str, count: int) -> None:
    events = document.read((CHAINS / f"chain_{name}.jsonld").read_bytes())

    assert len(events) == count
    assert [document.event_time(event) for event in events] == sorted(
        document.event_time(event) for event in events
    )


@pytest.mark.parametrize("name", ["rice_st25", "shrimp_gdst"])
def test_a_chain_written_again_holds_the_same_events(name: str) -> None:
    text = (CHAINS / f"chain_{name}.jsonld").read_bytes()
    events = document.read(text)

    written = document.write(events, created=datetime(2026, 1, 1, tzinfo=UTC))

    again = document.read(json.dumps(written))
    assert [bare(event) for event in again] == [bare(event) for event in events]
    original = json.loads(text)["epcisBody"]["eventList"]
    assert [bare(event) for event in events] == original


def bare(event: build.EventBody) -> build.EventBody:
    return {name: value for name, value in event.items() if name not in {"@context", "eventID"}}


def test_the_same_event_always_gets_the_same_id() -> None:
    text = (CHAINS / "chain_rice_st25.jsonld").read_bytes()

    first, again = document.read(text), document.read(text)

    ids = [event["eventID"] for event in first]
    assert ids == [event["eventID"] for event in again]
    assert len(set(ids)) == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"type": "EPCISDocument", "schemaVersion": "1.2"}',
        '{"type": "EPCISDocument", "schemaVersion": "2.0"}',
        '{"type": "EPCISDocument", "schemaVersion": "2.0", "epcisBody": {"eventList": [5]}}',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_document_is_refused_by_name(text: str | bytes) -> None:
    with pytest.raises(document.DocumentError):
        document.read(text)


def test_a_faulty_event_is_named_by_its_place_in_the_list() -> None:
    chain = json.loads((CHAINS / "chain_rice_st25.jsonld").read_text())
    chain["epcisBody"]["eventList"][3]["bizStep"] = "cooking"

    with pytest.raises(document.DocumentError) as refusal:
        document.read(json.dumps(chain))

    assert [(at, fault.path) for at, fault in refusal.value.found] == [(3, "$.bizStep")]


def test_elements_keep_their_roles_and_amounts() -> None:
    events = document.read((CHAINS / "chain_rice_st25.jsonld").read_bytes())
    packing = events[4]

    assert document.elements(packing) == [
        document.Named(
            "input",
            "https://id.gs1.org/01/09520600012322/10/GAO-ST25-2511-031",
            is_class=True,
            quantity=Decimal(10),
            uom="KGM",
        ),
        document.Named("output", "https://id.gs1.org/01/09520600012353/21/7K3QZ9XWPM"),
        document.Named("output", "https://id.gs1.org/01/09520600012353/21/4H8TR2NVCD"),
    ]


def test_uris_name_goods_and_are_read_back() -> None:
    assert lot_uri(GTIN, "A/3") == f"https://id.gs1.org/01/{GTIN}/10/A%2F3"
    assert identity(lot_uri(GTIN, "A/3")) == Identity(gtin=GTIN, lot="A/3")
    assert identity(pack_uri(GTIN, "7K3")) == Identity(gtin=GTIN, serial="7K3")
    assert identity("https://id.gs1.org/00/095206000000000015").sscc == "095206000000000015"
    assert identity("urn:uuid:0f1e2d3c") == Identity()
    assert identity("https://id.gs1.org/414/9520600010014") == Identity()


ABOUT = st.builds(
    build.About,
    when=st.builds(
        build.When,
        time=st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    ),
    place=st.sampled_from(["", "https://id.gs1.org/414/9520600010014"]),
)
QUANTITY = st.builds(
    Quantity,
    uri=st.just("urn:x:1"),
    amount=st.none() | st.decimals(min_value="0.001", max_value=10**9, places=3),
    uom=st.sampled_from(["", "KGM"]),
)


@given(ABOUT, QUANTITY, st.booleans())
def test_whatever_we_build_is_sound_and_survives_json(
    about: build.About, quantity: Quantity, is_good: bool
) -> None:
    events = [
        build.harvest(about, quantity),
        build.storing(about, quantity),
        build.inspecting(about, quantity, passed=is_good),
        build.packing(about, [quantity], quantity),
        build.shipping(about, quantity, sender="urn:x:2", receiver="urn:x:3"),
        build.receiving(about, quantity),
        build.activation(about, quantity),
        build.voiding(about, ["urn:x:4"]),
        build.recall(about, quantity),
        build.recall_end(about, quantity, goods_are_fine=is_good),
    ]

    written = document.write(events, created=about.when.time)
    again = document.read(json.dumps(written))

    assert [faults(event) for event in events] == [[]] * len(events)
    assert sorted(json.dumps(bare(event), sort_keys=True) for event in again) == sorted(
        json.dumps(event, sort_keys=True) for event in events
    )


def capture_document(*events: build.Json, **more: build.Json) -> build.EventBody:
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-05T00:00:00Z",
        "epcisBody": {"eventList": list(events)},
        **more,
    }


def query_document(*events: build.Json) -> build.EventBody:
    results: build.EventBody = {"queryName": "any", "resultsBody": {"eventList": list(events)}}
    return capture_document(type="EPCISQueryDocument", epcisBody={"queryResults": results})


def told(document_: build.EventBody) -> list[tuple[str, str]]:
    found = document.load(json.dumps(document_)).faults()
    return [(fault.path, fault.code) for fault in found]


def test_three_kinds_of_texts_hold_events_and_faults_know_where() -> None:
    wrong = event(action="MAKE")
    inside = "$.epcisBody.queryResults.resultsBody.eventList[1].action"

    assert told(capture_document(event(), wrong)) == [("$.epcisBody.eventList[1].action", "action")]
    assert told(query_document(event(), wrong)) == [(inside, "action")]
    assert told(capture_document(epcisBody={"event": wrong})) == [
        ("$.epcisBody.event.action", "action")
    ]
    assert told(wrong) == [("$.action", "action")]


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"schemaVersion": "1.2"}, "$.schemaVersion", "schema_version"),
        ({"schemaVersion": 2.0}, "$.schemaVersion", "schema_version"),
        ({"creationDate": "2026-01-05"}, "$.creationDate", "time"),
        ({"@context": 5}, "$.@context", "context"),
        ({"epcisBody": []}, "$.epcisBody", "missing"),
        ({"epcisBody": {}}, "$.epcisBody.eventList", "missing"),
        ({"epcisBody": {"eventList": {}}}, "$.epcisBody.eventList", "list"),
        ({"epcisBody": {"eventList": [5]}}, "$.epcisBody.eventList[0]", "object"),
        ({"epcisHeader": 5}, "$.epcisHeader", "object"),
    ],
)
def test_what_stands_around_events_is_checked(more: build.EventBody, path: str, code: str) -> None:
    assert told(capture_document() | more) == [(path, code)]


@pytest.mark.parametrize("name", ["@context", "schemaVersion", "creationDate"])
def test_a_document_is_not_without(name: str) -> None:
    whole = capture_document()
    del whole[name]

    assert told(whole) == [(f"$.{name}", "missing")]


def test_the_context_of_an_event_adds_to_the_document_s() -> None:
    one = event_with({"@context": [{"ext2": "https://b.example/"}], "ext1:a": 1, "ext2:b": 2})
    around: build.Json = [CONTEXT, {"ext1": "https://a.example/"}]

    read = document.load(json.dumps(capture_document(one, **{"@context": around})))

    assert read.faults() == []
    assert read.events[0]["@context"] == [
        CONTEXT,
        {"ext1": "https://a.example/"},
        {"ext2": "https://b.example/"},
    ]
    assert event_hash(read.events[0]) == event_hash(one, around)


def test_master_data_are_read_and_checked() -> None:
    element: build.EventBody = {
        "id": "urn:epc:id:sgln:9520600.01001.0",
        "attributes": [{"id": "cbvmda:site", "attribute": {"any": "thing"}}],
        "children": ["urn:epc:id:sgln:9520600.01001.1"],
    }
    vocabulary: build.EventBody = {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [element],
    }
    header: build.EventBody = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    sound = document.load(json.dumps(capture_document(epcisHeader=header)))
    element["children"] = ["one two"]
    del element["id"]

    assert sound.faults() == []
    assert [one["type"] for one in sound.vocabularies] == [vocabulary["type"]]
    path = "$.epcisHeader.epcisMasterData.vocabularyList[0].vocabularyElementList[0]"
    assert told(capture_document(epcisHeader=header)) == [
        (f"{path}.id", "missing"),
        (f"{path}.children[0]", "uri"),
    ]


def test_only_wanted_kinds_are_read() -> None:
    with pytest.raises(document.DocumentError, match="this is no EPCISDocument"):
        document.load(json.dumps(event()), ["EPCISDocument"])


def test_unknown_fields_survive_reading() -> None:
    extension: build.Json = {"stt:a": [1, 2.5, None, {"free": "Sóc Trăng"}]}
    body = event_with({"stt:more": extension})

    assert document.load(json.dumps(capture_document(body))).events[0]["stt:more"] == extension


MADE = st.lists(
    st.tuples(st.decimals(min_value="0.001", max_value=10**6, places=3), st.booleans()), max_size=8
)


@given(MADE)
def test_sums_of_mass_survive_writing_and_reading(
    made: list[tuple[Decimal, bool]],
) -> None:
    when = build.When(time=datetime(2026, 1, 4, tzinfo=UTC))
    bodies = [
        build.transformation(
            build.About(when=when),
            [Quantity("urn:x:in", amount, "KGM")],
            [Quantity("urn:x:out", amount / 2, "KGM")] if is_split else [],
        )
        for amount, is_split in made
    ]

    text = json.dumps(document.write(bodies, created=when.time))
    again = document.load(text).events

    def mass(role: str) -> Decimal:
        named = [one for body in again for one in document.quantities(body, role)]
        return sum((one.amount or Decimal(0) for one in named), Decimal(0))

    assert mass("input") == sum((amount for amount, _ in made), Decimal(0))
    assert mass("output") == sum((amount / 2 for amount, split in made if split), Decimal(0))
