import pytest

from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.check import faults


def sound() -> EventBody:
    return {
        "@context": [
            "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
            {"stt": "x:"},
        ],
        "type": "ObjectEvent",
        "eventTime": "2026-01-04T12:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "quantityList": [{"epcClass": "urn:x:1", "quantity": 7.5, "uom": "KGM"}],
        "ilmd": {"stt:variety": "ST25"},
    }


def test_a_sound_event_has_no_fault() -> None:
    assert faults(sound()) == []


@pytest.mark.parametrize(
    ("field", "value", "path", "code"),
    [
        ("type", "HarvestEvent", "$.type", "unknown_type"),
        ("eventTime", "2026-01-04T12:00:00", "$.eventTime", "event_time"),
        ("eventTime", 5, "$.eventTime", "event_time"),
        ("eventTimeZoneOffset", "7", "$.eventTimeZoneOffset", "offset"),
        ("action", "MAKE", "$.action", "action"),
        ("bizStep", "harvesting", "$.bizStep", "unknown_term"),
        ("bizStep", "https://ref.gs1.org/cbv/BizStep-eating", "$.bizStep", "unknown_term"),
        ("disposition", "tasty", "$.disposition", "unknown_term"),
        ("readPoint", {"id": "ruộng"}, "$.readPoint.id", "place"),
        ("bizLocation", "urn:x:1", "$.bizLocation.id", "place"),
        ("epcList", ["not a uri"], "$.epcList[0]", "uri"),
        ("epcList", "urn:x:1", "$.epcList", "list"),
        ("quantityList", [{"quantity": 1}], "$.quantityList[0].epcClass", "uri"),
        ("quantityList", ["urn:x:1"], "$.quantityList[0]", "quantity"),
        ("parentID", "7", "$.parentID", "field_not_allowed"),
        ("giống", "ST25", "$.giống", "no_prefix"),
        ("gdst:x", "1", "$.gdst:x", "unknown_prefix"),
    ],
)
def test_every_fault_names_its_field(field: str, value: Json, path: str, code: str) -> None:
    found = faults(sound() | {field: value})

    assert [(fault.path, fault.code) for fault in found] == [(path, code)]


@pytest.mark.parametrize("amount", [0, -1, "7", True])
def test_an_amount_is_a_number_above_zero(amount: Json) -> None:
    event = sound() | {"quantityList": [{"epcClass": "urn:x:1", "quantity": amount, "uom": "KGM"}]}

    assert [fault.code for fault in faults(event)] == ["amount"]


def test_an_object_event_names_something() -> None:
    event = sound()
    del event["quantityList"]

    assert [fault.code for fault in faults(event)] == ["nothing_named"]


def test_a_transformation_has_two_sides_and_no_action() -> None:
    event = sound() | {"type": "TransformationEvent"}
    del event["quantityList"]

    assert [fault.code for fault in faults(event)] == ["action_not_allowed", "half_transformation"]


def test_only_events_that_make_goods_describe_them() -> None:
    assert [fault.code for fault in faults(sound() | {"action": "OBSERVE"})] == ["ilmd_not_allowed"]


def test_foreign_vocabulary_is_welcome_as_a_uri() -> None:
    assert faults(sound() | {"bizStep": "urn:gdst:bizStep:farmHarvest"}) == []
