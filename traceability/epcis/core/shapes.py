"""Checks of JSON values that checks of events are put together from. Pure.

A check takes a value, its JSON path and what the event's context declares, and yields faults.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from traceability.epcis.core import context
from traceability.epcis.core.build import Json
from traceability.epcis.core.fault import Fault

DEEPEST = 40
"""Levels a value may be nested; the deepest published example has 12."""
LONGEST_ID = 240
"""Characters of an identifier that is looked up."""

_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+"
)
_STAMP = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_HEX = re.compile(r"([0-9A-Fa-f]{2})*")
_PREFIXED = re.compile(r"([A-Za-z_][\w.\-]*):\S+")
_ABSOLUTE = re.compile(r"(https?://|urn:)\S+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Scope:
    """What the context of an event declares.

    Args:
        prefixes: names that extension fields may begin with.
        is_open: another context is named by its address, so that there may be more prefixes.
    """

    prefixes: frozenset[str]
    is_open: bool = False

    @classmethod
    def of(cls, declared: Json) -> "Scope":
        """Return the scope of a ``@context``."""
        parts = declared if isinstance(declared, list) else [declared]
        foreign = any(isinstance(part, str) and "epcis-context" not in part for part in parts)
        return cls(frozenset(context.namespaces(declared)), foreign)


Check: TypeAlias = Callable[[Json, str, Scope], Iterator[Fault]]


def shown(value: Json) -> str:
    """Return a value as a sentence names it; long ones are cut."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_uri(value: Json) -> bool:
    """Say whether ``value`` is a URI, or a term with a prefix, which looks the same."""
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def uri(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is no URI."""
    if not is_uri(value):
        yield Fault(path, "uri", f"{shown(value)} is no URI")
    elif len(str(value)) > LONGEST_ID:
        yield Fault(path, "uri_too_long", f"this URI is longer than {LONGEST_ID} characters")


def is_time(value: Json) -> bool:
    """Say whether ``value`` is an RFC 3339 time with its zone."""
    if not isinstance(value, str) or not _STAMP.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def time(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is no time with its zone."""
    if not is_time(value):
        yield Fault(path, "time", f"{shown(value)} is no time with its zone (RFC 3339)")


def is_number(value: Json) -> bool:
    """Say whether ``value`` is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def number(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is no number."""
    if not is_number(value):
        yield Fault(path, "number", f"{shown(value)} is no number")


def text(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is no text."""
    if not isinstance(value, str):
        yield Fault(path, "text", f"{shown(value)} is no text")


def boolean(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        yield Fault(path, "boolean", f"{shown(value)} is neither true nor false")


def hexadecimal(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    """Refuse what is no sequence of bytes in hexadecimal digits."""
    if not (isinstance(value, str) and value and _HEX.fullmatch(value)):
        yield Fault(path, "hexadecimal", f"{shown(value)} is no pairs of hexadecimal digits")


def matching(pattern: str, code: str, meaning: str) -> Check:
    """Return a check that refuses texts without the form ``pattern``."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
        if not (isinstance(value, str) and compiled.fullmatch(value)):
            yield Fault(path, code, f"{shown(value)} is no {meaning}")

    return check


def one_of(words: frozenset[str], code: str) -> Check:
    """Return a check that refuses every other word."""
    known = ", ".join(sorted(words))

    def check(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
        if not (isinstance(value, str) and value in words):
            yield Fault(path, code, f"{shown(value)} is none of {known}")

    return check


def each(check: Check, *, least: int = 0) -> Check:
    """Return a check of lists: of every entry, and of how many there are at least."""

    def checked(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(path, "list", "this is no list")
            return
        if len(value) < least:
            yield Fault(path, "too_few", f"this list needs {least} entry or more")
        for at, entry in enumerate(value):
            yield from check(entry, f"{path}[{at}]", scope)

    return checked


def either(single: Check, code: str, meaning: str) -> Check:
    """Return a check of one value or a list of them."""
    many = each(single)

    def check(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
        if not isinstance(value, str | list):
            yield Fault(path, code, f"{shown(value)} is no {meaning}")
            return
        yield from (many if isinstance(value, list) else single)(value, path, scope)

    return check


def fields(
    known: Mapping[str, Check],
    *,
    required: frozenset[str] = frozenset(),
    is_extensible: bool = True,
) -> Check:
    """Return a check of objects: of every known field, and of what else there is.

    Args:
        known: the check of each field.
        required: what must be there.
        is_extensible: fields with a declared prefix may be added.
    """

    def check(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, "object", f"{shown(value)} is no object")
            return
        for name in sorted(required - value.keys()):
            yield Fault(f"{path}.{name}", "missing", f"{name} is missing")
        for name, held in value.items():
            if name in known:
                yield from known[name](held, f"{path}.{name}", scope)
            elif is_extensible:
                yield from extension_name(name, path, scope)
            else:
                yield Fault(f"{path}.{name}", "unknown_field", f"there is no field {name} here")

    return check


def extension_name(name: str, path: str, scope: Scope) -> Iterator[Fault]:
    """Refuse a field that is not EPCIS's own and has no prefix that is declared."""
    found = _PREFIXED.fullmatch(name)
    if found is None:
        yield Fault(f"{path}.{name}", "no_prefix", "an extension field needs a prefix")
    elif not (scope.is_open or found[1] in scope.prefixes or _ABSOLUTE.fullmatch(name)):
        yield Fault(f"{path}.{name}", "unknown_prefix", f"{found[1]} is not in @context")


def storable(value: Json, path: str = "$", depth: int = 0) -> Iterator[Fault]:
    """Refuse what no database keeps: NUL, half characters, infinite numbers, endless nesting."""
    if depth > DEEPEST:
        yield Fault(path, "too_deep", f"this is nested deeper than {DEEPEST} levels")
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from storable(name, path, depth)
            yield from storable(held, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        for at, held in enumerate(value):
            yield from storable(held, f"{path}[{at}]", depth + 1)
    elif isinstance(value, str) and ("\0" in value or _SURROGATE.search(value)):
        yield Fault(path, "character", "this text has a character that cannot be kept")
    elif isinstance(value, float) and not math.isfinite(value):
        yield Fault(path, "number", "this number is not finite")
