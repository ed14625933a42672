"""How cases and pallets are named, in events and in what their labels say."""

from django.conf import settings

from traceability.epcis.core.build import EventBody, When
from traceability.gs1 import digital_link
from traceability.gs1.element_string import Element
from traceability.labels.models import LogisticUnit
from traceability.lots.identity import link


def unit_element(unit: LogisticUnit) -> str:
    """Return the URI of a unit, as events name it."""
    return digital_link.build([Element("00", unit.sscc)]) if unit.sscc else link(unit.code)


def unit_url(unit: LogisticUnit) -> str:
    """Return what the QR of a unit says."""
    return f"{settings.PUBLIC_ORIGIN}/00/{unit.sscc}" if unit.sscc else link(unit.code)


def aggregation(when: When, parent: str, children: list[str], *, is_packing: bool) -> EventBody:
    """Return the event that things were put into a unit, or taken out of it."""
    return {
        "type": "AggregationEvent",
        "eventTime": when.stamp,
        "eventTimeZoneOffset": when.offset,
        "parentID": parent,
        "childEPCs": list(children),
        "action": "ADD" if is_packing else "DELETE",
        "bizStep": "packing" if is_packing else "unpacking",
        "disposition": "in_progress",
    }
