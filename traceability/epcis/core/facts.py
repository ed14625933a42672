"""What a query may ask of an event besides its columns and its elements, as flat rows. Pure.

Names of the rows, each with what stands in it:

- ``transformationID``, ``persistentDisposition.set``, ``persistentDisposition.unset``;
- ``bizTransaction.<type>``, ``source.<type>``, ``destination.<type>``;
- ``error``, ``error.time``, ``error.reason``, ``error.correctiveEventID``;
- ``sensor``, ``sensor.<field>``, ``sensor.<field>.<base unit>`` for measured values;
- ``<place>:<field>`` with an extension field named by its whole URI, where place is one of ``ext``,
  ``ilmd``, ``error``, ``readPoint``, ``bizLocation``, ``sensor.element``, ``sensor.metadata``,
  ``sensor.report``; fields further down are ``inner.<place>:<field>``.

Source: GS1 EPCIS 2.0, section 8.2.7.1 (SimpleEventQuery).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from traceability.epcis.core import units
from traceability.epcis.core.build import Json
from traceability.epcis.core.context import namespaces

TEXT_LENGTH = 240
NAME_LENGTH = 160
_HEAD = TEXT_LENGTH - 64
_EXACT = 10**15
"""Bigger numbers are not told apart to the last digit; they are no amounts."""
_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_CBV_STEM = re.compile(
    r"(https://ref\.gs1\.org/cbv/\w+-|urn:epcglobal:cbv:\w+:|https?://(www\.)?gs1\.org/voc/|gs1:)"
)
_MEASURED = ("value", "minValue", "maxValue", "meanValue", "percValue", "sDev")
_SENSOR_TEXTS = frozenset(
    {
        "type",
        "exception",
        "deviceID",
        "deviceMetadata",
        "rawData",
        "dataProcessingMethod",
        "bizRules",
        "microorganism",
        "chemicalSubstance",
        "coordinateReferenceSystem",
        "component",
        "stringValue",
        "booleanValue",
        "hexBinaryValue",
        "uriValue",
    }
)
_SENSOR_TIMES = frozenset({"time", "startTime", "endTime"})

Context = Mapping[str, str]
Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing that holds of an event; what does not apply is empty or None."""

    name: str
    text: str = ""
    number: float | None = None
    time: datetime | None = None


def facts(event: Mapping[str, Json], canonical: Canonical = str) -> list[FactRow]:
    """Return the rows of a checked event, each once.

    Args:
        event: with its own ``@context``.
        canonical: writes an identifier the way the repository compares it.
    """
    names = namespaces(event.get("@context"))
    rows = [
        *_single(event),
        *_partners(event, canonical),
        *_error(event, names),
        *_sensors(event, names, canonical),
        *_fields(event.get("ilmd"), "ilmd", names),
        *_fields(event.get("readPoint"), "readPoint", names),
        *_fields(event.get("bizLocation"), "bizLocation", names),
        *_fields(event, "ext", names),
    ]
    return list(dict.fromkeys(rows))


def whole_name(field: str, names: Context) -> str:
    """Return an extension field's name with its namespace written out.

    >>> whole_name("stt:areaHa", {"stt": "https://x.example/ns/"})
    'https://x.example/ns/areaHa'
    """
    prefix, colon, local = field.partition(":")
    return names[prefix] + local if colon and prefix in names else field


def key(text: str) -> str:
    """Return ``text`` as it is compared: itself, or for very long ones its start and its hash.

    >>> key("shipping"), len(key("x" * 999))
    ('shipping', 240)
    """
    if len(text) <= TEXT_LENGTH:
        return text.replace("\x00", "")
    return text[:_HEAD].replace("\x00", " ") + sha256(text.encode()).hexdigest()


def name_key(text: str) -> str:
    """Return a row's name, shortened as texts are."""
    if len(text) <= NAME_LENGTH:
        return text
    return text[: NAME_LENGTH - 64] + sha256(text.encode()).hexdigest()


def word(term: str) -> str:
    """Return a vocabulary term without the URI forms it may be written in.

    >>> word("urn:epcglobal:cbv:btt:po"), word("gs1:Temperature"), word("https://x.example/a")
    ('po', 'Temperature', 'https://x.example/a')
    """
    return _CBV_STEM.sub("", term, count=1) if _CBV_STEM.match(term) else term


def moment(text: str) -> datetime | None:
    """Return the time that ``text`` is, UTC where no zone is said; None for other texts."""
    if not _TIME.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _single(event: Mapping[str, Json]) -> Iterator[FactRow]:
    if event.get("transformationID"):
        yield FactRow("transformationID", key(str(event["transformationID"])))
    lasting = event.get("persistentDisposition")
    for verb in ("set", "unset"):
        listed = lasting.get(verb) if isinstance(lasting, dict) else None
        for term in listed if isinstance(listed, list) else []:
            yield FactRow(f"persistentDisposition.{verb}", key(word(str(term))))


def _partners(event: Mapping[str, Json], canonical: Canonical) -> Iterator[FactRow]:
    for listed, field in (
        ("bizTransactionList", "bizTransaction"),
        ("sourceList", "source"),
        ("destinationList", "destination"),
    ):
        for entry in _dicts(event.get(listed)):
            kind = word(str(entry.get("type", "")))
            value = canonical(str(entry.get(field, "")))
            yield FactRow(name_key(f"{field}.{kind}"), key(value))


def _error(event: Mapping[str, Json], names: Context) -> Iterator[FactRow]:
    error = event.get("errorDeclaration")
    if not isinstance(error, dict):
        return
    yield FactRow("error")
    yield FactRow("error.time", time=moment(str(error.get("declarationTime", ""))))
    if error.get("reason"):
        yield FactRow("error.reason", key(word(str(error["reason"]))))
    corrected = error.get("correctiveEventIDs")
    for event_id in corrected if isinstance(corrected, list) else []:
        yield FactRow("error.correctiveEventID", key(str(event_id)))
    yield from _fields(error, "error", names)


def _sensors(event: Mapping[str, Json], names: Context, canonical: Canonical) -> Iterator[FactRow]:
    elements = _dicts(event.get("sensorElementList"))
    if elements:
        yield FactRow("sensor")
    for element in elements:
        metadata = element.get("sensorMetadata")
        if isinstance(metadata, dict):
            yield from _sensor_fields(metadata, canonical)
            yield from _fields(metadata, "sensor.metadata", names)
        for report in _dicts(element.get("sensorReport")):
            yield from _sensor_fields(report, canonical)
            yield from _measured(report)
            yield from _fields(report, "sensor.report", names)
        yield from _fields(element, "sensor.element", names)


def _sensor_fields(fields: Mapping[str, Json], canonical: Canonical) -> Iterator[FactRow]:
    for field, value in fields.items():
        if field in _SENSOR_TIMES:
            yield FactRow(f"sensor.{field}", time=moment(str(value)))
        elif field in _SENSOR_TEXTS:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield FactRow(f"sensor.{field}", key(canonical(word(text))))
        elif field == "percRank":
            yield FactRow("sensor.percRank", number=_float(value))


def _measured(report: Mapping[str, Json]) -> Iterator[FactRow]:
    unit = str(report.get("uom", ""))
    for field in _MEASURED:
        number = _decimal(report.get(field))
        if number is None:
            continue
        base, family = units.in_base(number, unit)
        yield FactRow(name_key(f"sensor.{field}.{family}"), number=float(base))


def _fields(value: object, place: str, names: Context) -> Iterator[FactRow]:
    """Yield the extension fields of an object: those right in it, then those further down."""
    fields = value if isinstance(value, Mapping) else {}
    for field, inside in fields.items():
        if ":" in field:
            yield from _rows(name_key(f"{place}:{whole_name(field, names)}"), inside)
            yield from _inner(inside, place, names)


def _inner(value: Json, place: str, names: Context) -> Iterator[FactRow]:
    for entry in value if isinstance(value, list) else [value]:
        for field, inside in entry.items() if isinstance(entry, dict) else ():
            if not field.startswith("@"):
                yield from _rows(name_key(f"inner.{place}:{whole_name(field, names)}"), inside)
            yield from _inner(inside, place, names)


def _rows(name: str, value: Json) -> Iterator[FactRow]:
    if isinstance(value, list):
        for entry in value:
            yield from _rows(name, entry)
    elif isinstance(value, bool):
        yield FactRow(name, str(value).lower())
    elif isinstance(value, int | float):
        yield FactRow(name, key(_plain(value)), _float(value))
    elif isinstance(value, str):
        yield FactRow(name, key(value), time=moment(value))
    else:
        yield FactRow(name)


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < _EXACT else str(value)


def _float(value: Json) -> float | None:
    number = _decimal(value)
    return None if number is None else float(number)


def _decimal(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _EXACT else None


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
