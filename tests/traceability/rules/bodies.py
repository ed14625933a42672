"""Small EPCIS events for tests of the rules."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from traceability.epcis.core.build import EventBody, Json

PADDY = "https://id.gs1.org/01/09520600012315/10/LUA-1"
RICE = "https://id.gs1.org/01/09520600012322/10/GAO-1"
BRAN = "https://id.gs1.org/01/09520600012346/10/CAM-1"
PLOT = "https://id.gs1.org/414/9520600010014/254/A-3"
CONTEXT: Json = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {
        "stt": "https://shop.example/ns/",
        "cbvmda": "urn:epcglobal:cbv:mda:",
        "gdst": "https://traceability-dialogue.org/epcis/",
    },
]
NOON = datetime.fromisoformat("2026-03-10T12:00:00+07:00")


def kg(uri: str, amount: float | None, uom: str = "KGM") -> Json:
    entry: dict[str, Json] = {"epcClass": uri}
    if amount is not None:
        entry |= {"quantity": amount, "uom": uom}
    return entry


def event(kind: str, /, day: int = 0, place: str = PLOT, **fields: Json) -> EventBody:
    """Return an event ``day`` days after the tenth of March 2026."""
    where: EventBody = {"readPoint": {"id": place}} if place else {}
    return {
        "@context": CONTEXT,
        "type": kind,
        "eventTime": (NOON + timedelta(days=day)).isoformat(),
        "eventTimeZoneOffset": "+07:00",
        **where,
        **fields,
    }


def observed(
    step: str,
    *things: Json,
    more: Mapping[str, Json] | None = None,
    day: int = 0,
    place: str = PLOT,
) -> EventBody:
    fields: EventBody = {"action": "OBSERVE", "bizStep": step, "quantityList": list(things)}
    return event("ObjectEvent", day=day, place=place) | fields | dict(more or {})


def harvested(amount: float | None = 6200, *, day: int = 0, **more: Json) -> EventBody:
    return (
        event(
            "ObjectEvent",
            day=day,
            action="ADD",
            bizStep="commissioning",
            quantityList=[kg(PADDY, amount)],
        )
        | more
    )


def sprayed(day: int = -3, wait: int = 14, *, place: str = PLOT, **more: Json) -> EventBody:
    fields: EventBody = {
        "action": "OBSERVE",
        "bizStep": "other",
        "quantityList": [kg("urn:uuid:7c8a4a1e-3f0e-4f6c-9a55-6d0b3f2c1a10", None)],
        "stt:product": "Thuốc mẫu 5EC",
        "stt:preHarvestDays": wait,
    }
    return event("ObjectEvent", day=day, place=place) | fields | more


def milled(into: float = 5400, *outputs: Json, day: int = 4, **more: Json) -> EventBody:
    return (
        event(
            "TransformationEvent",
            day=day,
            bizStep="commissioning",
            inputQuantityList=[kg(PADDY, into)],
            outputQuantityList=list(outputs) or [kg(RICE, 3240), kg(BRAN, 486)],
        )
        | more
    )
