"""How lots and packs are named: in events, and in what a label's QR says."""

import uuid
from datetime import datetime

from django.conf import settings

from traceability.epcis.core import elements
from traceability.gs1.digital_link import escape
from traceability.lots.models import Lot, Serial
from traceability.models import Place
from traceability.queries import place_uri


def lot_element(lot: Lot) -> str:
    """Return the URI of the class of the lot's packs, as events name it."""
    gtin = lot.item.gtin14
    return elements.lot_uri(gtin, lot.code) if gtin else link(lot.link_code)


def stage_element(lot: Lot, stage: str) -> str:
    """Return the URI of what became the lot: its paddy (``raw``), its milled rice (``bulk``)."""
    return f"urn:uuid:{uuid.uuid5(lot.uuid, stage)}"


def pack_element(serial: Serial, gtin: str | None) -> str:
    """Return the URI of one pack, as events name it."""
    return elements.pack_uri(gtin, serial.serial) if gtin else link(serial.code)


def place_element(place: Place | None, at: datetime | None = None) -> str:
    """Return the URI of a place as it was named ``at`` that moment, empty for none."""
    if place is None:
        return ""
    return place_uri(place, at)


def scan_url(serial: Serial) -> str:
    """Return what the QR of a pack says: a GS1 Digital Link, or ``/q/<code>`` without a GTIN.

    ``serial.lot.item`` is read; select it along with many serials.
    """
    gtin = serial.lot.item.gtin14
    if not gtin:
        return link(serial.code)
    lot = escape(serial.lot.code, in_query=False)
    return f"{settings.PUBLIC_ORIGIN}/01/{gtin}/10/{lot}/21/{escape(serial.serial, in_query=False)}"


def lot_url(lot: Lot) -> str:
    """Return the address of the lot's own page, without a serial."""
    gtin = lot.item.gtin14
    if not gtin:
        return link(lot.link_code)
    return f"{settings.PUBLIC_ORIGIN}/01/{gtin}/10/{escape(lot.code, in_query=False)}"


def link(code: str) -> str:
    """Return ``<public origin>/q/<code>``."""
    return f"{settings.PUBLIC_ORIGIN}/q/{code}"


def namespace() -> str:
    """Return the namespace of our extension fields in events."""
    return f"{settings.PUBLIC_ORIGIN}/ns/"
