"""The things events speak of: instances and classes, written as URIs. Pure.

With a GTIN a lot is ``https://id.gs1.org/01/<gtin>/10/<lot>``, a pack ``…/01/<gtin>/21/<serial>``.
Without one both are ``<public origin>/q/<code>``: an address of ours, no claim of GS1.
"""

from dataclasses import dataclass
from decimal import Decimal

from traceability.gs1 import digital_link
from traceability.gs1.element_string import Element
from traceability.gs1.errors import Gs1Error

KILOGRAM = "KGM"
PIECE = ""
"""EPCIS leaves the unit out where things are counted."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much of a class (None: nobody counted); ``uom`` is a UN/CEFACT code, empty for pieces."""

    uri: str
    amount: Decimal | None = None
    uom: str = PIECE


@dataclass(frozen=True, slots=True)
class Identity:
    """What a URI names: a GTIN with its lot or serial, an SSCC, or nothing we know."""

    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""


def lot_uri(gtin: str, lot: str) -> str:
    """Return the class of all packs of a lot, as a canonical Digital Link.

    Raises:
        Gs1Error: the GTIN or the lot is none.
    """
    return digital_link.build([Element("01", gtin), Element("10", lot)])


def pack_uri(gtin: str, serial: str) -> str:
    """Return one pack, as a canonical Digital Link.

    Raises:
        Gs1Error: the GTIN or the serial is none.
    """
    return digital_link.build([Element("01", gtin), Element("21", serial)])


def place_uri(gln: str, extension: str = "") -> str:
    """Return a place, as a canonical Digital Link of its GLN.

    Raises:
        Gs1Error: the GLN or its extension is none.
    """
    elements = [Element("414", gln)] + ([Element("254", extension)] if extension else [])
    return digital_link.build(elements)


def identity(uri: str) -> Identity:
    """Return what ``uri`` names; an empty identity for what is no Digital Link of goods."""
    try:
        link = digital_link.parse(uri)
    except Gs1Error:
        return Identity()
    if link.key.ai == "00":
        return Identity(sscc=link.key.value)
    if link.key.ai != "01":
        return Identity()
    return Identity(gtin=link.key.value, lot=link.value("10") or "", serial=link.value("21") or "")
