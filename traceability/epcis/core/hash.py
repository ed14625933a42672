"""The CBV 2.0 event hash: an id that an event gets from what it says. Pure.

The same event has the same hash however it is written: order of fields and lists, zones of its
times, URN or Digital Link, short or long forms of GS1's words do not count. ``eventID``,
``recordTime``, ``errorDeclaration`` and comments do not count either, so an error declaration has
the hash of the event it declares wrong.

What standard fields say comes first, in the order of `_ORDER`; then transactions, sources,
destinations, ilmd and extensions, sorted. The upstream reference implementation and its published
hashes are followed to the letter, with two exceptions (docs/model/epcis.md): whole numbers beyond
2^53 keep their digits, and a field that is null counts as absent.

Source: GS1 CBV 2.0, section 8.9 (event hash id).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from traceability.epcis.core.build import Json
from traceability.epcis.core.context import STANDARD, full_name, merged, namespaces
from traceability.epcis.core.epc import normalised


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_IGNORED = frozenset({"@context", "type", "eventID", "recordTime", "errorDeclaration"})
_COMMENTS = frozenset({"rdfs:comment", "comment"})

_REPORT = _words(
    """
    type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism
    chemicalSubstance value component stringValue booleanValue hexBinaryValue uriValue
    minValue maxValue meanValue sDev percRank percValue uom coordinateReferenceSystem
    """
)
_METADATA = _words(
    """
    time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules
    """
)
_QUANTITY = ("epcClass", "quantity", "uom")
_ORDER = _words(
    """
    eventTime eventTimeZoneOffset certificationInfo epcList parentID inputEPCList
    childEPCs quantityList childQuantityList inputQuantityList outputEPCList
    outputQuantityList action transformationID bizStep disposition persistentDisposition
    readPoint bizLocation sensorElementList
    """
)
_PAIRS = {
    "bizTransactionList": "bizTransaction",
    "sourceList": "source",
    "destinationList": "destination",
}
_TIMES = frozenset({"eventTime", "time", "startTime", "endTime"})

_CBV, _VOC = STANDARD["cbv"], STANDARD["gs1"]
_STEMS = {
    "bizStep": f"{_CBV}BizStep-",
    "disposition": f"{_CBV}Disp-",
    "set": f"{_CBV}Disp-",
    "unset": f"{_CBV}Disp-",
    "bizTransactionList.type": f"{_CBV}BTT-",
    "sourceList.type": f"{_CBV}SDT-",
    "destinationList.type": f"{_CBV}SDT-",
    "sensorReport.type": _VOC,
    "exception": _VOC,
    "component": f"{_CBV}Comp-",
}
"""What a bare word of a field is short for."""
_URNS = {
    "urn:epcglobal:cbv:bizstep:": f"{_CBV}BizStep-",
    "urn:epcglobal:cbv:disp:": f"{_CBV}Disp-",
    "urn:epcglobal:cbv:btt:": f"{_CBV}BTT-",
    "urn:epcglobal:cbv:sdt:": f"{_CBV}SDT-",
    "urn:epcglobal:cbv:er:": f"{_CBV}ER-",
}
_LIST = "List"
_BARE = re.compile(r"[A-Za-z_]+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)")
_EXACT = 2**53
"""Up to here every whole number is a float, too."""


class _Words(NamedTuple):
    """What is needed to write names in full."""

    known: Mapping[str, str]

    def name(self, name: str) -> str:
        return full_name(name, self.known)


def event_hash(event: Mapping[str, Json], context: Json = None) -> str:
    """Return the CBV 2.0 hash id of an event, ``ni:///sha-256;…?ver=CBV2.0``.

    Args:
        event: the event, maybe with its own ``@context``.
        context: the ``@context`` of the document around it.
    """
    digest = hashlib.sha256(prehash(event, context).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def prehash(event: Mapping[str, Json], context: Json = None) -> str:
    """Return the text whose SHA-256 is the hash."""
    words = _Words(namespaces(merged(context, event.get("@context"))))
    told = {
        name: value
        for name, value in event.items()
        if name not in _IGNORED and value is not None and name not in _COMMENTS
    }
    ordered = "".join(
        part for name in _ORDER if name in told for part in _standard(name, told.pop(name), words)
    )
    rest = sorted(part for name, value in told.items() for part in _rest(name, value, words))
    return f"eventType={event.get('type')}{ordered}{''.join(rest)}"


# --- What the standard has ------------------------------------------------------------------


def _standard(name: str, value: Json, words: _Words) -> Iterator[str]:
    """Write one standard field of the event; nothing for one that says nothing."""
    if isinstance(value, dict):
        inner = _PLACES.get(name, ("id",))
        text = "".join(_fields(value, inner, words))
    elif name == "sensorElementList":
        text = "".join(sorted(_sensor_element(one, words) for one in _dicts(value)))
    elif name.endswith("QuantityList") or name == "quantityList":
        text = "".join(sorted(_quantity(one, words) for one in _dicts(value)))
    elif name.endswith("EPCList") or name in {"epcList", "childEPCs"}:
        text = "".join(sorted(f"epc={_canon(one)}" for one in _list(value)))
    else:
        yield from sorted(f"{name}={text}" for text in _texts(name, value, words) if text)
        return
    if text:
        yield name + text


_PLACES: Mapping[str, Sequence[str]] = {
    "persistentDisposition": ("set", "unset"),
    "readPoint": ("id",),
    "bizLocation": ("id",),
}


def _fields(fields: Mapping[str, Json], order: Sequence[str], words: _Words) -> Iterator[str]:
    """Write named fields in ``order``, then the extensions among the others, sorted."""
    for name in order:
        value = fields.get(name)
        if value is not None:
            yield from sorted(f"{name}={text}" for text in _texts(name, value, words) if text)
    yield from sorted(
        part
        for name, value in fields.items()
        if name not in order and name not in _COMMENTS and value is not None
        for part in _rest(name, value, words)
    )


def _quantity(entry: Mapping[str, Json], words: _Words) -> str:
    return "quantityElement" + "".join(_fields(entry, _QUANTITY, words))


def _sensor_element(element: Mapping[str, Json], words: _Words) -> str:
    metadata = element.get("sensorMetadata")
    told = "".join(_fields(metadata, _METADATA, words)) if isinstance(metadata, dict) else ""
    reports = sorted(
        "sensorReport" + "".join(_report(one, words)) for one in _dicts(element.get("sensorReport"))
    )
    others = {
        name: value
        for name, value in element.items()
        if name not in {"sensorMetadata", "sensorReport"}
    }
    start = f"sensorMetadata{told}" if told else ""
    return f"sensorElement{start}{''.join(reports)}{''.join(_fields(others, (), words))}"


def _report(report: Mapping[str, Json], words: _Words) -> Iterator[str]:
    kind = report.get("type")
    if isinstance(kind, str):
        yield f"type={_term('sensorReport.type', kind, words)}"
    yield from _fields({**report, "type": None}, _REPORT, words)


# --- What comes after it ----------------------------------------------------------------------


def _rest(name: str, value: Json, words: _Words) -> Iterator[str]:
    """Write a field whose place the standard does not order: pairs, ilmd, extensions."""
    if name in _PAIRS:
        pairs = "".join(sorted(_pair(name, entry, words) for entry in _dicts(value)))
        if pairs:
            yield name + pairs
        return
    full = words.name(name)
    told = value if isinstance(value, list) else [value]
    if full.endswith(_LIST) and told:  # in XML each entry is an element of its own in the list
        entry = full.removesuffix(_LIST)
        yield full + "".join(sorted(part for one in told for part in _free(entry, one, words)))
        return
    for one in told:
        yield from _free(full, one, words)


def _free(full: str, value: Json, words: _Words) -> Iterator[str]:
    """Write one value of an extension under its full name."""
    if isinstance(value, dict):
        inner = (
            part
            for field, told in value.items()
            if field not in _COMMENTS and told is not None
            for part in _rest(field, told, words)
        )
        yield full + "".join(sorted(inner))
    elif isinstance(value, list):
        yield full + "".join(sorted(_rest("", value, words)))
    elif value is not None:
        text = _value(value, words)
        yield f"{full}={text}" if text else full


def _pair(name: str, entry: Mapping[str, Json], words: _Words) -> str:
    kind, value = entry.get("type"), entry.get(_PAIRS[name])
    start = f"type={_term(f'{name}.type', kind, words)}" if isinstance(kind, str) else ""
    others = {field: told for field, told in entry.items() if field not in {"type", _PAIRS[name]}}
    return f"{start}{_PAIRS[name]}={_canon(value)}{''.join(_fields(others, (), words))}"


# --- Values -----------------------------------------------------------------------------------


def _texts(name: str, value: Json, words: _Words) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if name in _TIMES:
            yield utc_milliseconds(str(one))
        elif name in _STEMS and isinstance(one, str):
            yield _term(name, one, words)
        elif one is not None and not isinstance(one, dict):
            yield _value(one, words)


def _term(name: str, text: str, words: _Words) -> str:
    """Write a word of a vocabulary in full."""
    text = text.strip()
    return _STEMS[name] + text if _BARE.fullmatch(text) else _value(text, words)


def _value(value: Json, words: _Words) -> str:
    """Write any other value; GS1's own words in full, numbers without needless zeros."""
    if isinstance(value, str):
        prefix, colon, local = value.partition(":")
        namespace = words.known.get(prefix, "") if colon else ""
        if namespace.startswith(("https://ref.gs1.org", "https://gs1.org")):
            return namespace + local
    return _canon(value)


def _canon(value: Json) -> str:
    text = str(value).strip()
    if _NUMBER.fullmatch(text):
        return _number(text)
    for urn, stem in _URNS.items():
        if text.startswith(urn):
            return stem + text.removeprefix(urn)
    return normalised(text)


def _number(text: str) -> str:
    exact = Decimal(text)
    if exact == exact.to_integral_value():
        return str(int(exact))
    numeric = float(text)
    return str(int(numeric)) if numeric.is_integer() and abs(numeric) < _EXACT else str(numeric)


def utc_milliseconds(stamp: str) -> str:
    """Return an RFC 3339 time in UTC, rounded half up to the millisecond; other text stays.

    >>> utc_milliseconds("2023-02-02T12:04:03.1415+01:00")
    '2023-02-02T11:04:03.142Z'
    """
    found = _STAMP.fullmatch(stamp.strip())
    if found is None:
        return stamp.strip()
    day, time, fraction, zone = found.groups()
    digits = (fraction or "").ljust(4, "0")
    try:
        whole = datetime.fromisoformat(f"{day}T{time}{zone.upper()}").astimezone(UTC)
        rounded = whole + timedelta(milliseconds=int(digits[:3]) + (digits[3] >= "5"))
    except (ValueError, OverflowError):  # the 31st of February, the year 10000
        return stamp.strip()
    return rounded.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [one for one in _list(value) if isinstance(one, dict)]
