"""The headers of EPCIS 2.0: what we can do, and what a client wants. Pure.

Source: GS1 EPCIS 2.0, section 12.5 (HTTP headers).
"""

import re
from collections.abc import Mapping
from enum import StrEnum

VERSION = "2.0"
_VERSION = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?(?:\.\d{1,4})?")
_PAIR = re.compile(
    r"\s*\"?([A-Za-z][\w.-]*)\"?\s*[=:]\s*\"?([A-Za-z][A-Za-z0-9+.-]*:[^\s,\"}]+)\"?"
)


class EpcFormat(StrEnum):
    """How identifiers are written in answers."""

    NO_PREFERENCE = "No_Preference"
    DIGITAL_LINK = "Always_GS1_Digital_Link"
    URN = "Always_EPC_URN"
    NEVER_TRANSLATES = "Never_Translates"


class HeaderError(ValueError):
    """A header asks for what there is not; ``is_malformed`` when it says nothing at all."""

    def __init__(self, message: str, *, is_malformed: bool = False) -> None:
        super().__init__(message)
        self.is_malformed = is_malformed


def check_versions(headers: Mapping[str, str]) -> None:
    """Refuse a client that cannot live with EPCIS 2.0 and CBV 2.0.

    Raises:
        HeaderError: it wants another version.
    """
    for standard in ("EPCIS", "CBV"):
        wanted = headers.get(f"GS1-{standard}-Version")
        if wanted and _version(wanted) != _version(VERSION):
            raise HeaderError(f"GS1-{standard}-Version {wanted}: there is {VERSION} only")
        lowest, highest = headers.get(f"GS1-{standard}-Min"), headers.get(f"GS1-{standard}-Max")
        if lowest and _version(lowest) > _version(VERSION):
            raise HeaderError(f"GS1-{standard}-Min {lowest}: there is {VERSION} only")
        if highest and _version(highest) < _version(VERSION):
            raise HeaderError(f"GS1-{standard}-Max {highest}: there is {VERSION} only")


def epc_format(headers: Mapping[str, str]) -> EpcFormat:
    """Return how the client wants identifiers written.

    Raises:
        HeaderError: the header says something else.
    """
    wanted = headers.get("GS1-EPC-Format") or EpcFormat.DIGITAL_LINK
    try:
        found = EpcFormat(wanted)
    except ValueError as error:
        message = f"GS1-EPC-Format is one of {', '.join(EpcFormat)}"
        raise HeaderError(message, is_malformed=True) from error
    return EpcFormat.DIGITAL_LINK if found is EpcFormat.NO_PREFERENCE else found


def extensions(header: str) -> dict[str, str]:
    """Return the namespaces by prefix that a GS1-Extensions header names.

    >>> extensions("stt=https://x.example/ns/, ex=urn:ex:")
    {'stt': 'https://x.example/ns/', 'ex': 'urn:ex:'}
    """
    return {match[1]: match[2] for match in _PAIR.finditer(header[:4000])}


def written(names: Mapping[str, str]) -> str:
    """Return namespaces the way the header has them."""
    return ",".join(f"{prefix}={uri}" for prefix, uri in names.items())


def accepts(header: str, offered: tuple[str, ...]) -> str | None:
    """Return the first of ``offered`` that an Accept header allows, None for none.

    >>> accepts("application/*;q=0.5", ("application/json",))
    'application/json'
    """
    ranges = [part.split(";") for part in header.lower().split(",") if part.strip()]
    wanted = [parts[0].strip() for parts in ranges if not _is_zero(parts[1:])]
    if not ranges:
        return offered[0]
    for media in wanted:
        for one in offered:
            if media in {one, "*/*", f"{one.split('/')[0]}/*"}:
                return one
    return None


def _is_zero(parameters: list[str]) -> bool:
    return any(re.fullmatch(r"\s*q=0(\.0*)?\s*", one) for one in parameters)


def _version(text: str) -> tuple[int, int]:
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise HeaderError(f"{text[:20]!r} is no version", is_malformed=True)
    return int(match[1]), int(match[2] or 0)
