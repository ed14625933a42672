"""Every kind of query parameter finds what it names, and nothing else."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.traceability import make_cooperative
from tests.traceability.epcis.test_rest import CONTEXT, LOT, PLACE, Caller, document, event, problem

pytestmark = pytest.mark.django_db

RICE = "https://id.gs1.org/01/09520600012322/10/GAO-1"
PACK = "https://id.gs1.org/01/09520600012353/21/7K3QZ9XWPM"
PALLET = "https://id.gs1.org/00/095206000123456782"
FIELD = f"{PLACE}/254/THUA-1"
SELLER, BUYER = "https://id.gs1.org/417/9520600090016", "https://id.gs1.org/417/9520600090030"


def harvest() -> dict[str, Any]:
    return event(
        1,
        eventID="urn:x:harvest",
        action="ADD",
        bizStep="commissioning",
        disposition="active",
        readPoint={"id": FIELD},
        bizLocation={"id": FIELD},
        quantityList=[{"epcClass": LOT, "quantity": 5000, "uom": "KGM"}],
        ilmd={"ex:variety": "ST25", "ex:areaHa": 1.5, "ex:soil": {"ex:salinity": 2}},
    )


def measured() -> dict[str, Any]:
    return event(
        2,
        eventID="urn:x:measured",
        persistentDisposition={"set": ["conformant"], "unset": ["damaged"]},
        sensorElementList=[
            {
                "sensorMetadata": {
                    "time": "2026-01-02T07:00:00Z",
                    "deviceID": "urn:x:meter",
                    "ex:probe": "long",
                },
                "sensorReport": [{"type": "Temperature", "value": 31.5, "uom": "CEL"}],
            }
        ],
        **{"ex:moisture": 14.2, "ex:checkedOn": "2026-01-02T00:00:00Z"},
    )


def shipped() -> dict[str, Any]:
    return event(
        3,
        eventID="urn:x:shipped",
        bizStep="shipping",
        disposition="in_transit",
        quantityList=[{"epcClass": LOT, "quantity": 2, "uom": "TNE"}],
        bizTransactionList=[{"type": "desadv", "bizTransaction": "urn:x:note:7"}],
        sourceList=[{"type": "owning_party", "source": SELLER}],
        destinationList=[{"type": "owning_party", "destination": BUYER}],
    )


def milled() -> dict[str, Any]:
    return {
        "type": "TransformationEvent",
        "eventID": "urn:x:milled",
        "eventTime": "2026-01-04T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "bizStep": "commissioning",
        "transformationID": "urn:x:run:1",
        "inputQuantityList": [{"epcClass": LOT, "quantity": 100, "uom": "KGM"}],
        "outputQuantityList": [{"epcClass": RICE, "quantity": 62, "uom": "KGM"}],
    }


def packed() -> dict[str, Any]:
    return {
        "type": "AggregationEvent",
        "eventID": "urn:x:packed",
        "eventTime": "2026-01-05T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "packing",
        "parentID": PALLET,
        "childEPCs": [PACK],
    }


@pytest.fixture
def caller() -> Caller:
    made = Caller(make_cooperative())
    answer = made.post("/capture", document(harvest(), measured(), shipped(), milled(), packed()))
    job = made.get(answer["Location"].partition("/epcis")[2])
    assert b'"errors": []' in job.content, job.content
    return made


def found(caller: Caller, **parameters: str) -> list[str]:
    query = {name.replace("__", ":"): value for name, value in parameters.items()}
    answer = caller.events(f"/events?{urlencode(query)}", **{"GS1-Extensions": "ex=urn:ex:"})
    return [one["eventID"].removeprefix("urn:x:") for one in answer]


CASES: list[tuple[dict[str, str], list[str]]] = [
    ({"eventType": "AggregationEvent|TransformationEvent"}, ["milled", "packed"]),
    ({"GE_eventTime": "2026-01-04T08:00:00+07:00"}, ["milled", "packed"]),
    ({"LT_eventTime": "2026-01-02T00:00:00Z"}, ["harvest"]),
    ({"EQ_action": "ADD"}, ["harvest", "packed"]),
    ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"}, ["shipped"]),
    ({"EQ_disposition": "active|in_transit"}, ["harvest", "shipped"]),
    ({"EQ_persistentDisposition_set": "conformant"}, ["measured"]),
    ({"EQ_persistentDisposition_unset": "damaged"}, ["measured"]),
    ({"EQ_readPoint": PLACE}, ["measured", "shipped"]),
    ({"WD_readPoint": PLACE}, ["harvest", "measured", "shipped"]),
    ({"EQ_bizLocation": FIELD}, ["harvest"]),
    ({"WD_bizLocation": PLACE}, ["harvest"]),
    ({"EQ_transformationID": "urn:x:run:1"}, ["milled"]),
    ({"MATCH_epc": PACK}, ["packed"]),
    ({"MATCH_parentID": PALLET}, ["packed"]),
    ({"MATCH_anyEPC": PALLET}, ["packed"]),
    ({"MATCH_anyEPC": "https://id.gs1.org/01/09520600012353/21/*"}, ["packed"]),
    ({"MATCH_anyEPC": "urn:epc:idpat:sgtin:9520600.001235.*"}, ["packed"]),
    ({"MATCH_anyEPC": "urn:epc:idpat:sgtin:9520600.*.*"}, ["packed"]),
    ({"MATCH_inputEPC": PACK}, []),
    ({"MATCH_epcClass": LOT}, ["harvest", "measured", "shipped"]),
    ({"MATCH_inputEPCClass": LOT}, ["milled"]),
    ({"MATCH_outputEPCClass": RICE}, ["milled"]),
    ({"MATCH_anyEPCClass": f"{LOT}|{RICE}"}, ["harvest", "measured", "shipped", "milled"]),
    ({"EQ_quantity": "2"}, ["shipped"]),
    ({"GE_quantity_KGM": "62"}, ["harvest", "shipped", "milled"]),
    ({"LT_quantity_GRM": "21000"}, ["measured"]),
    ({"EQ_eventID": "urn:x:milled"}, ["milled"]),
    ({"EXISTS_errorDeclaration": ""}, []),
    ({"EQ_bizTransaction_desadv": "urn:x:note:7"}, ["shipped"]),
    ({"EQ_source_owning_party": SELLER}, ["shipped"]),
    ({"EQ_destination_owning_party": BUYER}, ["shipped"]),
    ({"EQ_ILMD_ex__variety": "ST25"}, ["harvest"]),
    ({"GT_ILMD_ex__areaHa": "1.4", "LE_ILMD_ex__areaHa": "1.50"}, ["harvest"]),
    ({"EQ_ILMD_ex__areaHa": "1.50"}, ["harvest"]),
    ({"EQ_INNER_ILMD_ex__salinity": "2"}, ["harvest"]),
    ({"EXISTS_ILMD_ex__soil": ""}, ["harvest"]),
    ({"GE_ex__moisture": "14"}, ["measured"]),
    ({"LT_ex__moisture": "14"}, []),
    ({"GE_ex__checkedOn": "2026-01-01T00:00:00Z"}, ["measured"]),
    ({"EXISTS_sensorElementList": ""}, ["measured"]),
    ({"EQ_type": "Temperature"}, ["measured"]),
    ({"EQ_deviceID": "urn:x:meter"}, ["measured"]),
    ({"GE_time": "2026-01-02T00:00:00Z"}, ["measured"]),
    ({"GE_value_CEL": "31"}, ["measured"]),
    ({"GE_value_FAH": "88.7"}, ["measured"]),
    ({"GT_value_FAH": "88.7"}, []),
    ({"EQ_SENSORMETADATA_ex__probe": "long"}, ["measured"]),
    ({"EQ_bizStep": "commissioning", "eventType": "ObjectEvent"}, ["harvest"]),
    ({"orderBy": "eventTime", "eventCountLimit": "2"}, ["packed", "milled"]),
    ({"orderBy": "ex__moisture"}, ["measured", "packed", "milled", "shipped", "harvest"]),
]


@pytest.mark.parametrize(("parameters", "expected"), CASES)
def test_a_parameter_finds_what_it_names(
    caller: Caller, parameters: dict[str, str], expected: list[str]
) -> None:
    parameters = {name: value.replace("ex__", "ex:") for name, value in parameters.items()}
    assert found(caller, **parameters) == expected


@pytest.mark.parametrize(
    "query",
    [
        "EQ_color=red",
        "GE_eventTime=yesterday",
        "GE_quantity=much",
        "perPage=0",
        "orderDirection=UP",
        "orderBy=bizStep",
        "EQ_bizStep=",
        "EQ_nobody:kg=1",
        "eventCountLimit=1&maxEventCount=1",
        "nextPageToken=none",
    ],
)
def test_what_is_no_query_is_refused(caller: Caller, query: str) -> None:
    answer = caller.get(f"/events?{query}")
    assert (answer.status_code, problem(answer)) == (400, "epcisException:QueryParameterException")


def test_too_many_events_are_refused_where_the_client_says_so(caller: Caller) -> None:
    answer = caller.get("/events?maxEventCount=4")
    assert (answer.status_code, problem(answer)) == (413, "epcisException:QueryTooLargeException")
    assert len(caller.events("/events?maxEventCount=5")) == 5


def test_error_declarations_are_found_by_their_reason(caller: Caller) -> None:
    wrong = harvest() | {
        "errorDeclaration": {
            "declarationTime": "2026-02-01T00:00:00Z",
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:x:measured"],
        }
    }
    caller.post("/capture", document(wrong))
    for parameters in (
        {"EXISTS_errorDeclaration": ""},
        {"EQ_errorReason": "incorrect_data"},
        {"EQ_correctiveEventID": "urn:x:measured"},
        {"GE_errorDeclaration_Time": "2026-01-31T00:00:00Z"},
    ):
        assert found(caller, **parameters) == ["harvest"]
    assert len(caller.events("/events/urn:x:harvest")) == 2


def test_master_data_tells_what_lies_within_and_what_has_an_attribute(caller: Caller) -> None:
    store = "urn:x:district"
    name = "urn:epcglobal:cbv:mda:name"
    element = {
        "id": store,
        "attributes": [{"id": name, "attribute": "Hòa Tú"}],
        "children": [PLACE],
    }
    place = {"id": PLACE, "attributes": [{"id": name, "attribute": "Kho"}]}
    vocabulary = {
        "type": "urn:epcglobal:epcis:vtype:ReadPoint",
        "vocabularyElementList": [element, place],
    }
    sent = document()
    sent["epcisHeader"] = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    assert caller.post("/capture", sent).status_code == 202
    assert found(caller, WD_readPoint=store) == ["harvest", "measured", "shipped"]
    assert found(caller, HASATTR_readPoint=name) == ["measured", "shipped"]
    assert found(caller, **{f"EQATTR_readPoint_{name}": "Kho"}) == ["measured", "shipped"]
    assert found(caller, **{f"EQATTR_readPoint_{name}": "Chợ"}) == []


def test_ten_events_cost_as_many_reads_as_one(caller: Caller) -> None:
    caller.get("/events?perPage=1")
    with CaptureQueriesContext(connection) as few:
        assert len(caller.events("/events?perPage=1&EQ_action=ADD")) == 1
    cost = len(few)
    caller.post("/capture", document(*(event(day, action="ADD") for day in range(6, 20))))
    with CaptureQueriesContext(connection) as many:
        assert len(caller.events("/events?perPage=16&EQ_action=ADD")) == 16
    assert len(many) == cost


def test_the_namespace_may_come_with_a_stored_query(caller: Caller) -> None:
    named = {"name": "dry", "query": {"@context": CONTEXT, "LT_ex:moisture": 15}}
    assert caller.post("/queries", named).status_code == 201
    assert [one["eventID"] for one in caller.events("/queries/dry/events")] == ["urn:x:measured"]
    answer = caller.post("/queries/SimpleEventQuery/events", {"EQ_bizStep": ["packing"]})
    assert b"urn:x:packed" in answer.content
