"""Sound events for tests."""

from traceability.epcis.core.build import EventBody, Json

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
LOT = "https://id.gs1.org/01/09520600012353/10/L1"


def event(**fields: Json) -> EventBody:
    """Return an ObjectEvent that commissions 7.5 kg of a lot."""
    body: EventBody = {
        "@context": [CONTEXT, {"stt": "https://truyxuat.example/ns/"}],
        "type": "ObjectEvent",
        "eventTime": "2026-01-04T12:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "quantityList": [{"epcClass": LOT, "quantity": 7.5, "uom": "KGM"}],
    }
    return body | fields


def event_with(fields: EventBody) -> EventBody:
    """Return the same event with other fields, whose names may have a prefix."""
    return event() | fields


def events(count: int) -> list[EventBody]:
    """Return so many different events."""
    return [event_with({"stt:number": number}) for number in range(count)]
