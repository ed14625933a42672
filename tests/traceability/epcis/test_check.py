"""Every rule for events: what is refused, and what must not be."""

import pytest

from tests.factories.epcis import CONTEXT, LOT, event, event_with
from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check import faults

PACK = "https://id.gs1.org/01/09520600012353/21/7K3"
SSCC = "https://id.gs1.org/00/095206000000000015"
PLACE = "https://id.gs1.org/414/9520600010014"
REPORT: EventBody = {"type": "Temperature", "value": 31.5, "uom": "CEL"}
TIMED: EventBody = {
    "sensorMetadata": {"time": "2026-01-04T05:00:00Z"},
    "sensorReport": [REPORT],
}


def of_type(kind: str, **fields: Json) -> EventBody:
    """Return an event of another type with nothing but what all types have."""
    common = {
        name: value
        for name, value in event().items()
        if name not in {"action", "quantityList", "type"}
    }
    return {**common, "type": kind, **fields}


def told(body: EventBody) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in faults(body)]


SOUND = [
    event(),
    event(epcList=[], quantityList=[]),
    event_with({"@context": CONTEXT, "ilmd": {"cbvmda:lotNumber": "1", "gs1:grade": "A"}}),
    event_with({"@context": {"ex": "https://ns.example/"}, "ex:a": {"free": [1, None]}}),
    event_with({"@context": [CONTEXT, "https://other.example/c.jsonld"], "other:a": 1}),
    event_with({"https://ns.example/field": 1}),
    event(bizStep="urn:gdst:bizStep:farmHarvest", disposition="ex:tasty"),
    event(bizStep="cbv:BizStep-shipping", disposition="https://ref.gs1.org/cbv/Disp-recalled"),
    event(epcList=["urn:epc:id:gid:1.2.3", "urn:uuid:0f1e", "https://a.example/q/7K3QZ9XW"]),
    event(epcList=["https://a.example/orders/01/09520600012354"]),
    event(epcList=["urn:epc:id:sgtin:9520600.001234.A%2FB", SSCC, "urn:epc:id:pgln:952060009001."]),
    event(quantityList=[{"epcClass": LOT}]),
    event(eventTime="2026-01-04T05:00:00.1234567Z", eventTimeZoneOffset="-14:00"),
    event(certificationInfo=["https://a.example/1", "urn:x:2"]),
    event(readPoint={"id": PLACE, "stt:gate": 1}, bizLocation={"id": "geo:9.6,105.9"}),
    event(bizTransactionList=[{"bizTransaction": "urn:x:1"}]),
    event(sourceList=[{"type": "cbv:my_own_party", "source": "urn:x:1"}]),
    event(persistentDisposition={"set": ["recalled"], "unset": ["expired"]}),
    event(errorDeclaration={"declarationTime": "2026-01-05T00:00:00Z", "stt:note": "a slip"}),
    event(recordTime="2026-01-05T00:00:00Z", eventID="ni:///sha-256;0f?ver=CBV2.0"),
    event(sensorElementList=[{"sensorReport": [REPORT], "stt:raw": {"any": "thing"}}]),
    event(sensorElementList=[{"sensorReport": [{"exception": "ALARM_CONDITION"}]}]),
    event(sensorElementList=[{"sensorReport": [{"type": "gs1:NewKind", "component": "ex:x"}]}]),
    event(sensorElementList=[{"sensorReport": [{**REPORT, "bizRules": "urn:x:1"}]}]),
    of_type(
        "ObjectEvent",
        action="OBSERVE",
        readPoint={"id": PLACE},
        sensorElementList=[TIMED],
    ),
    of_type("AggregationEvent", action="ADD", parentID=SSCC, childEPCs=[PACK]),
    of_type("AggregationEvent", action="OBSERVE", childQuantityList=[{"epcClass": LOT}]),
    of_type("AggregationEvent", action="DELETE", parentID=SSCC, childEPCs=[]),
    of_type("AssociationEvent", action="DELETE", parentID=PLACE),
    of_type("TransactionEvent", action="ADD", bizTransactionList=[{"type": "po",
            "bizTransaction": "urn:x:1"}], epcList=[PACK]),
    of_type("TransactionEvent", action="DELETE", bizTransactionList=[{"bizTransaction": "a:1"}]),
    of_type("TransformationEvent", inputEPCList=[PACK], outputQuantityList=[{"epcClass": LOT}],
            ilmd={}),
    of_type("TransformationEvent", transformationID="urn:x:1", outputEPCList=[PACK]),
]  # fmt: skip


@pytest.mark.parametrize("body", SOUND, ids=range(len(SOUND)))
def test_what_the_standard_allows_is_allowed(body: EventBody) -> None:
    assert told(body) == []


QUANTITY, SENSOR = "$.quantityList[0]", "$.sensorElementList[0]"


def quantity(**fields: Json) -> EventBody:
    entry: EventBody = {"epcClass": LOT, "quantity": 1, "uom": "KGM"}
    return {"quantityList": [entry | fields]}


def report(**fields: Json) -> EventBody:
    return {"sensorElementList": [{"sensorReport": [REPORT | fields]}]}


def measured(**fields: Json) -> EventBody:
    return {"sensorElementList": [{"sensorReport": [REPORT], "sensorMetadata": dict(fields)}]}


REFUSED: list[tuple[EventBody, str, str]] = [
    ({"type": "HarvestEvent"}, "$.type", "unknown_type"),
    ({"type": ["ObjectEvent"]}, "$.type", "unknown_type"),
    ({"eventTime": "2026-01-04T12:00:00"}, "$.eventTime", "event_time"),
    ({"eventTime": "2026-02-30T12:00:00Z"}, "$.eventTime", "event_time"),
    ({"eventTime": "0001-01-01T00:00:00+07:00"}, "$.eventTime", "event_time"),
    ({"eventTime": "20260104T120000Z"}, "$.eventTime", "event_time"),
    ({"eventTime": 5}, "$.eventTime", "event_time"),
    ({"eventTimeZoneOffset": "7"}, "$.eventTimeZoneOffset", "offset"),
    ({"eventTimeZoneOffset": "+14:30"}, "$.eventTimeZoneOffset", "offset"),
    ({"eventTimeZoneOffset": "Z"}, "$.eventTimeZoneOffset", "offset"),
    ({"recordTime": "yesterday"}, "$.recordTime", "time"),
    ({"eventID": "7"}, "$.eventID", "event_id"),
    ({"eventID": "urn:x:" + "1" * 200}, "$.eventID", "event_id"),
    ({"certificationInfo": 42}, "$.certificationInfo", "certification"),
    ({"certificationInfo": ["a b"]}, "$.certificationInfo[0]", "uri"),
    ({"action": "MAKE"}, "$.action", "action"),
    ({"bizStep": "harvesting"}, "$.bizStep", "unknown_term"),
    ({"bizStep": "https://ref.gs1.org/cbv/BizStep-eating"}, "$.bizStep", "unknown_term"),
    ({"bizStep": "urn:epcglobal:cbv:bizstep:eating"}, "$.bizStep", "unknown_term"),
    ({"bizStep": "cbv:BizStep-eating"}, "$.bizStep", "unknown_term"),
    ({"bizStep": "https://ref.gs1.org/cbv/Disp-active"}, "$.bizStep", "unknown_term"),
    ({"bizStep": ["shipping"]}, "$.bizStep", "unknown_term"),
    ({"disposition": "tasty"}, "$.disposition", "unknown_term"),
    ({"disposition": "https://ref.gs1.org/cbv/Disp-tasty"}, "$.disposition", "unknown_term"),
    ({"readPoint": {"id": "ruộng"}}, "$.readPoint.id", "place"),
    ({"readPoint": {"id": PLACE, "name": "gate"}}, "$.readPoint.name", "no_prefix"),
    ({"bizLocation": "urn:x:1"}, "$.bizLocation.id", "place"),
    ({"epcList": ["not a uri"]}, "$.epcList[0]", "uri"),
    ({"epcList": ["urn:x:" + "1" * 240]}, "$.epcList[0]", "uri_too_long"),
    ({"epcList": "urn:x:1"}, "$.epcList", "list"),
    ({"epcList": ["urn:epc:id:sgtin:9520600.01234.1"]}, "$.epcList[0]", "epc_urn"),
    ({"epcList": ["urn:epc:id:sscc:9520600.A000000001"]}, "$.epcList[0]", "epc_urn"),
    ({"epcList": ["https://id.gs1.org/01/09520600012354"]}, "$.epcList[0]", "check_digit"),
    ({"epcList": ["https://id.gs1.org/01/123"]}, "$.epcList[0]", "digital_link"),
    ({"parentID": SSCC}, "$.parentID", "field_not_allowed"),
    ({"inputEPCList": []}, "$.inputEPCList", "field_not_allowed"),
    ({"quantityList": ["urn:x:1"]}, QUANTITY, "quantity"),
    ({"quantityList": [{"quantity": 1}]}, f"{QUANTITY}.epcClass", "uri"),
    ({"quantityList": [{"epcClass": LOT, "uom": "KGM"}]}, f"{QUANTITY}.uom", "uom_alone"),
    (quantity(quantity=0), f"{QUANTITY}.quantity", "amount"),
    (quantity(quantity="10"), f"{QUANTITY}.quantity", "amount"),
    (quantity(quantity=True), f"{QUANTITY}.quantity", "amount"),
    (quantity(uom="kilogram"), f"{QUANTITY}.uom", "uom"),
    (quantity(weight=5), f"{QUANTITY}.weight", "unknown_field"),
    ({"giống": "ST25"}, "$.giống", "no_prefix"),
    ({"gdst:x": "1"}, "$.gdst:x", "unknown_prefix"),
    ({"ilmd": {"variety": "ST25"}}, "$.ilmd.variety", "no_prefix"),
    ({"ilmd": "ST25"}, "$.ilmd", "object"),
    ({"@context": [CONTEXT, 5]}, "$.@context[1]", "context"),
    ({"bizTransactionList": [{"type": "po"}]}, "$.bizTransactionList[0].bizTransaction", "missing"),
    (
        {"bizTransactionList": [{"type": "order", "bizTransaction": "urn:x:1"}]},
        "$.bizTransactionList[0].type",
        "unknown_term",
    ),
    ({"sourceList": [{"source": "urn:x:1"}]}, "$.sourceList[0].type", "missing"),
    (
        {"sourceList": [{"type": "place", "source": "urn:x:1"}]},
        "$.sourceList[0].type",
        "unknown_term",
    ),
    (
        {"destinationList": [{"type": "location", "destination": "urn:x:1", "stt:a": 1}]},
        "$.destinationList[0].stt:a",
        "unknown_field",
    ),
    ({"persistentDisposition": {}}, "$.persistentDisposition", "too_few"),
    (
        {"persistentDisposition": {"set": ["recalled"], "unset": ["recalled"]}},
        "$.persistentDisposition",
        "set_and_unset",
    ),
    (
        {"persistentDisposition": {"set": ["tasty"]}},
        "$.persistentDisposition.set[0]",
        "unknown_term",
    ),
    (
        {"errorDeclaration": {"reason": "incorrect_data"}},
        "$.errorDeclaration.declarationTime",
        "missing",
    ),
    (
        {"errorDeclaration": {"declarationTime": "2026-01-05T00:00:00Z", "reason": "oops"}},
        "$.errorDeclaration.reason",
        "unknown_term",
    ),
    ({"sensorElementList": [{}]}, f"{SENSOR}.sensorReport", "missing"),
    ({"sensorElementList": [{"sensorReport": []}]}, f"{SENSOR}.sensorReport", "too_few"),
    (
        {"sensorElementList": [{"sensorReport": [{"value": 1}]}]},
        f"{SENSOR}.sensorReport[0].type",
        "missing",
    ),
    (report(type="Warmth"), f"{SENSOR}.sensorReport[0].type", "unknown_term"),
    (report(value="31"), f"{SENSOR}.sensorReport[0].value", "number"),
    (report(booleanValue="true"), f"{SENSOR}.sensorReport[0].booleanValue", "boolean"),
    (report(hexBinaryValue="f0f"), f"{SENSOR}.sensorReport[0].hexBinaryValue", "hexadecimal"),
    (report(stringValue=5), f"{SENSOR}.sensorReport[0].stringValue", "text"),
    (report(time="noon"), f"{SENSOR}.sensorReport[0].time", "time"),
    (report(warmth=1), f"{SENSOR}.sensorReport[0].warmth", "no_prefix"),
    (measured(deviceID="probe 7"), f"{SENSOR}.sensorMetadata.deviceID", "uri"),
    (
        measured(startTime="2026-01-04T12:00:00+07:00", endTime="2026-01-04T04:59:59Z"),
        f"{SENSOR}.sensorMetadata.endTime",
        "time_order",
    ),
]


@pytest.mark.parametrize(("fields", "path", "code"), REFUSED, ids=range(len(REFUSED)))
def test_every_fault_names_its_field(fields: EventBody, path: str, code: str) -> None:
    assert told(event() | fields) == [(path, code)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (of_type("ObjectEvent"), [("$.action", "action"), ("$", "nothing_named")]),
        (
            of_type("ObjectEvent", action="ADD", sensorElementList=[{"sensorReport": [REPORT]}]),
            [("$", "nothing_named")],
        ),
        (
            event(action="OBSERVE", ilmd={"stt:variety": "ST25"}),
            [("$.ilmd", "ilmd_not_allowed")],
        ),
        (of_type("AggregationEvent", action="ADD"), [
            ("$.parentID", "parent_missing"), ("$", "nothing_named")]),
        (of_type("AggregationEvent", action="DELETE"), [("$.parentID", "parent_missing")]),
        (of_type("AssociationEvent", action="OBSERVE", childEPCs=[PACK]), [
            ("$.parentID", "parent_missing")]),
        (of_type("TransactionEvent", action="ADD", epcList=[PACK]), [
            ("$.bizTransactionList", "transaction_missing")]),
        (of_type("TransformationEvent", action="ADD", inputEPCList=[PACK]), [
            ("$.action", "action_not_allowed"), ("$", "half_transformation")]),
        (of_type("TransformationEvent", transformationID="urn:x:1"), [("$", "nothing_named")]),
        (of_type("AggregationEvent", action="ADD", parentID=SSCC, childEPCs=[PACK], ilmd={}), [
            ("$.ilmd", "ilmd_not_allowed")]),
        ({"type": "ObjectEvent"}, [
            ("$.eventTime", "event_time"), ("$.eventTimeZoneOffset", "offset"),
            ("$.action", "action"), ("$", "nothing_named")]),
    ],
)  # fmt: skip
def test_every_type_has_its_own_needs(body: EventBody, found: list[tuple[str, str]]) -> None:
    assert told(body) == found


@pytest.mark.parametrize("step", sorted(terms.BIZ_STEP.words))
def test_every_business_step_is_known_in_every_form(step: str) -> None:
    for stem in ("", *terms.BIZ_STEP.stems):
        assert told(event(bizStep=stem + step)) == []
        assert terms.bare(stem + step) == step


def test_the_vocabularies_are_whole() -> None:
    assert (len(terms.BIZ_STEPS), len(terms.DISPOSITIONS)) == (41, 33)
    assert len(terms.BIZ_TRANSACTION.words) == 13
    assert len(terms.SOURCE_DEST.words) == 3


def test_a_fault_of_an_event_finds_its_place_in_a_document() -> None:
    (fault,) = faults(event(action="MAKE"))

    assert str(fault.under("$.epcisBody.eventList[3]")) == (
        "$.epcisBody.eventList[3].action: 'MAKE' is none of ADD, DELETE, OBSERVE"
    )
