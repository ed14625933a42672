"""What must hold of an event before it is kept. Pure.

Every fault has the JSON path of the field, a stable code and a sentence. Parts are checked by
:mod:`check_parts`, identifiers by :mod:`check_ids`, words by :mod:`check_words`; here stands what
an event of a type has, needs and must not have.

Source: GS1 EPCIS 2.0, section 7.4 (event types).
"""

from collections.abc import Callable, Iterator, Mapping

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.check_parts import PARTS
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.shapes import Scope, extension_name, shown, storable

__all__ = ["Fault", "faults"]

Event = Mapping[str, Json]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = _names(
    """
    @context type eventID eventTime recordTime eventTimeZoneOffset certificationInfo
    errorDeclaration bizStep disposition persistentDisposition readPoint bizLocation
    bizTransactionList sourceList destinationList sensorElementList
    """
)
_CHILDREN = _names("parentID childEPCs childQuantityList action")
_HAS = {
    "ObjectEvent": _COMMON | _names("epcList quantityList action ilmd"),
    "AggregationEvent": _COMMON | _CHILDREN,
    "AssociationEvent": _COMMON | _CHILDREN,
    "TransactionEvent": _COMMON | _names("parentID epcList quantityList action"),
    "TransformationEvent": _COMMON
    | _names(
        "inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID ilmd"
    ),
}
_WITH_ACTION = [kind for kind, names in _HAS.items() if "action" in names]
_INPUTS, _OUTPUTS = ("inputEPCList", "inputQuantityList"), ("outputEPCList", "outputQuantityList")


def faults(event: Event) -> list[Fault]:
    """Return everything that is wrong with ``event``; its type comes first, then its fields."""
    found = list(storable(dict(event)))
    if found:
        return found
    scope = Scope.of(event.get("@context"))
    kind = event.get("type")
    if not isinstance(kind, str) or kind not in terms.EVENT_TYPES:
        found.append(Fault("$.type", "unknown_type", f"{shown(kind)} is no EPCIS event type"))
    found += _required(event)
    for name, value in event.items():
        found += _field(name, value, str(kind), scope)
    found += _of_type(event)
    return found


def _required(event: Event) -> Iterator[Fault]:
    if "eventTime" not in event:
        yield Fault("$.eventTime", "event_time", "eventTime is missing")
    if "eventTimeZoneOffset" not in event:
        yield Fault("$.eventTimeZoneOffset", "offset", "eventTimeZoneOffset is missing")
    if event.get("type") in _WITH_ACTION and "action" not in event:
        yield Fault("$.action", "action", "action is missing")


def _field(name: str, value: Json, kind: str, scope: Scope) -> Iterator[Fault]:
    if name not in PARTS:
        if name != "type":
            yield from extension_name(name, "$", scope)
        return
    if kind in _HAS and name not in _HAS[kind]:
        yield Fault(f"$.{name}", f"{_CODES.get(name, 'field')}_not_allowed", _why_not(name, kind))
        return
    yield from PARTS[name](value, f"$.{name}", scope)


_CODES = {"action": "action", "ilmd": "ilmd"}


def _why_not(name: str, kind: str) -> str:
    return f"{kind} has no {name}"


def _of_type(event: Event) -> Iterator[Fault]:
    kind = event.get("type")
    check = _SHAPES.get(kind) if isinstance(kind, str) else None
    if check is not None:
        yield from check(event)


def _object(event: Event) -> Iterator[Fault]:
    is_sensing = event.get("sensorElementList") and event.get("readPoint")
    if not ("epcList" in event or event.get("quantityList") or is_sensing):
        sentence = "an ObjectEvent names objects, quantities, or a read point and what was sensed"
        yield Fault("$", "nothing_named", sentence)
    if "ilmd" in event and event.get("action") in ("OBSERVE", "DELETE"):
        yield Fault("$.ilmd", "ilmd_not_allowed", "only events that make goods describe them")


def _children(event: Event) -> Iterator[Fault]:
    action, kind = event.get("action"), event.get("type")
    needs_parent = kind == "AssociationEvent" or action in ("ADD", "DELETE")
    if needs_parent and not event.get("parentID"):
        yield Fault("$.parentID", "parent_missing", f"{kind} {action} needs the parent")
    named = event.get("childEPCs") or event.get("childQuantityList")
    if not named and action in ("ADD", "OBSERVE"):
        yield Fault("$", "nothing_named", f"{kind} {action} names children")


def _transaction(event: Event) -> Iterator[Fault]:
    if not event.get("bizTransactionList"):
        sentence = "a TransactionEvent names one business transaction or more"
        yield Fault("$.bizTransactionList", "transaction_missing", sentence)
    named = "epcList" in event or event.get("quantityList") or event.get("parentID")
    if not named and event.get("action") in ("ADD", "OBSERVE"):
        yield Fault("$", "nothing_named", "a TransactionEvent names objects or quantities")


def _transformation(event: Event) -> Iterator[Fault]:
    has_inputs = any(event.get(name) for name in _INPUTS)
    has_outputs = any(event.get(name) for name in _OUTPUTS)
    if has_inputs and has_outputs:
        return
    if not event.get("transformationID"):
        sentence = "it needs inputs and outputs, or a transformationID and one of them"
        yield Fault("$", "half_transformation", sentence)
    elif not (has_inputs or has_outputs):
        yield Fault("$", "nothing_named", "a TransformationEvent names inputs or outputs")


_SHAPES: Mapping[str, Callable[[Event], Iterator[Fault]]] = {
    "ObjectEvent": _object,
    "AggregationEvent": _children,
    "AssociationEvent": _children,
    "TransactionEvent": _transaction,
    "TransformationEvent": _transformation,
}
