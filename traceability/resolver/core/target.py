"""What an address asks for: a code of ours, or the levels of a GS1 Digital Link. Pure."""

import re
from dataclasses import dataclass

from traceability.gs1 import compression, digital_link
from traceability.gs1.digital_link import ParsedLink
from traceability.gs1.errors import Gs1Error
from traceability.lots.core.codes import normalised

_ANY_HOST = "https://id.gs1.org"
_LONGEST = 40
_PARTLY_COMPRESSED = re.compile(r"/[0-9]{2,4}/[^/]+/[A-Za-z0-9_-]{2,512}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was asked for. ``code`` alone, or ``gtin`` with or without lot and serial."""

    code: str = ""
    gtin: str = ""
    lot: str = ""
    serial: str = ""

    @property
    def shown(self) -> str:
        """Return the part a person would read off the label and retype."""
        return (self.serial or self.lot or self.code or self.gtin)[:_LONGEST]


class TargetError(ValueError):
    """The path is no GS1 Digital Link; ``reason`` is GS1's own name of the fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def from_code(text: str) -> Target:
    """Return what ``/q/<text>`` asks for; codes are upper-case and have no spaces."""
    return Target(code=normalised(text)[:_LONGEST])


def parsed(path: str, query: str = "") -> ParsedLink:
    """Return what a path (and query) of ours says as a Digital Link, percent-encoded as received.

    Raises:
        TargetError: it is none. A trailing slash is a fault too: strip it before, as a resolver
            forgives it.
    """
    try:
        return digital_link.parse(f"{_ANY_HOST}{path}?{query}")
    except Gs1Error as error:
        raise TargetError(error.code) from error


def uncompressed(path: str) -> str:
    """Return path and query of the Digital Link that a compressed path of ours stands for.

    Raises:
        TargetError: it is not compressed, or stands for none.
    """
    try:
        return compression.decompress(_ANY_HOST + path).removeprefix(_ANY_HOST)
    except Gs1Error as error:
        raise TargetError(error.code) from error


def stands_for(path: str) -> str:
    """Return what a path with a readable key is the partly compressed form of; empty for none.

    >>> stands_for("/01/09506000134376/EGIvU"), stands_for("/01/09506000134376/10/L1")
    ('/01/09506000134376/10/L1', '')
    """
    if not _PARTLY_COMPRESSED.fullmatch(path):
        return ""
    try:
        parsed(path)
    except TargetError:
        pass
    else:
        return ""  # "/00/01/…" is a link on the stem "/00"
    try:
        return uncompressed(path)
    except TargetError:
        return ""


def of_goods(link: ParsedLink) -> Target:
    """Return what a Digital Link with AI (01) asks for."""
    return Target(
        gtin=link.key.value,
        lot=link.value("10") or "",
        serial=link.value("21") or "",
    )


def from_path(path: str) -> Target:
    """Return what ``/01/<gtin>[/10/<lot>][/21/<serial>]`` asks for, percent-encoded as received.

    Raises:
        TargetError: the path is no Digital Link.
    """
    return of_goods(parsed(path))
