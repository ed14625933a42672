"""What must hold of the parts of an event, field by field. Pure.

Source: GS1 EPCIS 2.0, sections 7.3 (types of data) and 7.4 (event types); the rules are those of
the standard's JSON binding in our own words.
"""

from collections.abc import Iterator, Mapping

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.check_ids import identifier
from traceability.epcis.core.check_words import word
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.shapes import (
    Check,
    Scope,
    boolean,
    each,
    either,
    fields,
    hexadecimal,
    is_number,
    is_time,
    is_uri,
    matching,
    number,
    one_of,
    shown,
    text,
    time,
    uri,
)

_LONGEST_EVENT_ID = 200


def _event_time(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    if not is_time(value):
        yield Fault(path, "event_time", f"{shown(value)} is no time with its zone (RFC 3339)")


def _event_id(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    if not is_uri(value) or len(str(value)) > _LONGEST_EVENT_ID:
        sentence = f"{shown(value)} is no URI of at most {_LONGEST_EVENT_ID} characters"
        yield Fault(path, "event_id", sentence)


_offset = matching(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)", "offset", "offset such as +07:00")
_uom = matching(r"[A-Z0-9]{2,3}", "uom", "UN/CEFACT unit code")


def _amount(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    if not (is_number(value) and float(str(value)) > 0):
        yield Fault(path, "amount", f"{shown(value)} is no number above zero")


_quantity_fields = fields(
    {"epcClass": identifier, "quantity": _amount, "uom": _uom}, is_extensible=False
)


def _quantity(entry: Json, path: str, scope: Scope) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault(path, "quantity", f"{shown(entry)} is no quantity")
        return
    if "epcClass" not in entry:
        yield Fault(f"{path}.epcClass", "uri", "None is no URI")
    yield from _quantity_fields(entry, path, scope)
    if "uom" in entry and "quantity" not in entry:
        yield Fault(f"{path}.uom", "uom_alone", "there is a unit, but no quantity")


def _place(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    if not (isinstance(value, dict) and is_uri(value.get("id"))):
        yield Fault(f"{path}.id", "place", f"{shown(value)} has no URI as its id")
        return
    yield from fields({"id": identifier})(value, path, scope)


def _persistent(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    yield from _persistent_fields(value, path, scope)
    if isinstance(value, dict):
        set_, unset = value.get("set"), value.get("unset")
        if not set_ and not unset:
            yield Fault(path, "too_few", "a persistent disposition sets or unsets something")
        both = {str(one) for one in set_ or ()} & {str(one) for one in unset or ()} \
            if isinstance(set_, list) and isinstance(unset, list) else set()  # fmt: skip
        for term in sorted(both):
            yield Fault(path, "set_and_unset", f"{term} is both set and unset")


_dispositions = each(word(terms.DISPOSITION))
_persistent_fields = fields({"set": _dispositions, "unset": _dispositions})

_declaration = fields(
    {
        "declarationTime": time,
        "reason": word(terms.ERROR_REASON),
        "correctiveEventIDs": each(_event_id),
    },
    required=frozenset({"declarationTime"}),
)
_transaction = fields(
    {"type": word(terms.BIZ_TRANSACTION), "bizTransaction": identifier},
    required=frozenset({"bizTransaction"}),
    is_extensible=False,
)


def _owned(name: str) -> Check:
    return fields(
        {"type": word(terms.SOURCE_DEST), name: identifier},
        required=frozenset({"type", name}),
        is_extensible=False,
    )


_metadata_fields = fields(
    {
        "time": time,
        "startTime": time,
        "endTime": time,
        "deviceID": identifier,
        "deviceMetadata": uri,
        "rawData": uri,
        "dataProcessingMethod": uri,
        "bizRules": uri,
    }
)


def _metadata(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    yield from _metadata_fields(value, path, scope)
    if not isinstance(value, dict):
        return
    start, end = value.get("startTime"), value.get("endTime")
    if is_time(start) and is_time(end) and _instant(start) > _instant(end):
        yield Fault(f"{path}.endTime", "time_order", "the measuring ends before it starts")


def _instant(stamp: Json) -> float:
    from datetime import datetime

    return datetime.fromisoformat(str(stamp).upper()).timestamp()


_report_fields = fields(
    {
        "type": word(terms.MEASUREMENT),
        "exception": word(terms.ALERT),
        "deviceID": identifier,
        "deviceMetadata": uri,
        "rawData": uri,
        "dataProcessingMethod": uri,
        "bizRules": uri,
        "time": time,
        "microorganism": uri,
        "chemicalSubstance": uri,
        "component": word(terms.COMPONENT),
        "stringValue": text,
        "booleanValue": boolean,
        "hexBinaryValue": hexadecimal,
        "uriValue": uri,
        "uom": text,
        "coordinateReferenceSystem": uri,
    }
    | dict.fromkeys(
        ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), number
    )
)


def _report(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    yield from _report_fields(value, path, scope)
    if isinstance(value, dict) and "type" not in value and "exception" not in value:
        yield Fault(f"{path}.type", "missing", "a report has a type or an exception")


_sensor_element = fields(
    {"sensorMetadata": _metadata, "sensorReport": each(_report, least=1)},
    required=frozenset({"sensorReport"}),
)


def _ilmd(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    yield from fields({})(value, path, scope)


def _context(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
    parts = value if isinstance(value, list) else [value]
    for at, part in enumerate(parts):
        if not (isinstance(part, dict) or is_uri(part)):
            where = f"{path}[{at}]" if isinstance(value, list) else path
            yield Fault(where, "context", f"{shown(part)} is neither an address nor an object")


_identifiers, _quantities = each(identifier), each(_quantity)

PARTS: Mapping[str, Check] = {
    "@context": _context,
    "eventID": _event_id,
    "eventTime": _event_time,
    "recordTime": time,
    "eventTimeZoneOffset": _offset,
    "certificationInfo": either(uri, "certification", "URI or list of URIs"),
    "errorDeclaration": _declaration,
    "epcList": _identifiers,
    "quantityList": _quantities,
    "parentID": identifier,
    "childEPCs": _identifiers,
    "childQuantityList": _quantities,
    "inputEPCList": _identifiers,
    "inputQuantityList": _quantities,
    "outputEPCList": _identifiers,
    "outputQuantityList": _quantities,
    "transformationID": identifier,
    "action": one_of(terms.ACTIONS, "action"),
    "bizStep": word(terms.BIZ_STEP),
    "disposition": word(terms.DISPOSITION),
    "persistentDisposition": _persistent,
    "readPoint": _place,
    "bizLocation": _place,
    "bizTransactionList": each(_transaction),
    "sourceList": each(_owned("source")),
    "destinationList": each(_owned("destination")),
    "sensorElementList": each(_sensor_element),
    "ilmd": _ilmd,
}
"""The check of every field that events have."""
CONTEXT = _context
