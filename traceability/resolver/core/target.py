"""What an address asks for: a code of ours, or the levels of a GS1 Digital Link. Pure."""

from dataclasses import dataclass

from traceability.gs1 import digital_link
from traceability.gs1.digital_link import ParsedLink
from traceability.gs1.errors import Gs1Error
from traceability.lots.core.codes import normalised

_ANY_HOST = "https://id.gs1.org"
_LONGEST = 40


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
