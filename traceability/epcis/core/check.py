"""What must hold of an event before it is kept. Pure.

This checks the fields that we write or read; an event may carry more. Every fault has the JSON
path of the field, a stable code and a sentence.

Source: GS1 EPCIS 2.0, section 7 (data definition layer); CBV 2.0.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json

_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_UOM = re.compile(r"[A-Z0-9]{2,3}")
_PREFIXED = re.compile(r"([A-Za-z_][\w.-]*):\S+")

_INSTANCE_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_QUANTITY_LISTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_WITH_ACTION = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "AssociationEvent")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an event."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


Event = Mapping[str, Json]
Check = Callable[[Event], Iterator[Fault]]


def faults(event: Event) -> list[Fault]:
    """Return everything that is wrong with ``event``, in the order of its dimensions."""
    return [fault for check in _CHECKS for fault in check(event)]


def prefixes(context: Json) -> frozenset[str]:
    """Return the extension prefixes that a ``@context`` declares."""
    declared = context if isinstance(context, list) else [context]
    return frozenset(
        name for part in declared if isinstance(part, dict) for name in part if name[0] != "@"
    )


def _type(event: Event) -> Iterator[Fault]:
    if event.get("type") not in terms.EVENT_TYPES:
        yield Fault("$.type", "unknown_type", f"{event.get('type')!r} is no EPCIS event type")


def _time(event: Event) -> Iterator[Fault]:
    stamp = event.get("eventTime")
    if not _is_aware_time(stamp):
        yield Fault("$.eventTime", "event_time", f"{stamp!r} is no time with its zone")
    offset = event.get("eventTimeZoneOffset")
    if not (isinstance(offset, str) and _OFFSET.fullmatch(offset)):
        yield Fault("$.eventTimeZoneOffset", "offset", f"{offset!r} is no offset such as +07:00")


def _action(event: Event) -> Iterator[Fault]:
    kind, action = event.get("type"), event.get("action")
    if kind in _WITH_ACTION and action not in terms.ACTIONS:
        yield Fault("$.action", "action", f"{action!r} is not ADD, OBSERVE or DELETE")
    if kind == "TransformationEvent" and action is not None:
        yield Fault("$.action", "action_not_allowed", "a transformation has no action")


def _why(event: Event) -> Iterator[Fault]:
    yield from _term(event, "bizStep", terms.BIZ_STEPS)
    yield from _term(event, "disposition", terms.DISPOSITIONS)


def _term(event: Event, name: str, known: frozenset[str]) -> Iterator[Fault]:
    term = event.get(name)
    if term is None:
        return
    if not isinstance(term, str) or not (terms.bare(term) in known or _is_foreign_uri(term)):
        yield Fault(f"$.{name}", "unknown_term", f"{term!r} is neither CBV 2.0 nor a URI")


def _where(event: Event) -> Iterator[Fault]:
    for name in ("readPoint", "bizLocation"):
        place = event.get(name)
        if place is None:
            continue
        if not (isinstance(place, dict) and _is_uri(place.get("id"))):
            yield Fault(f"$.{name}.id", "place", f"{place!r} has no URI as its id")


def _what(event: Event) -> Iterator[Fault]:
    for name in _INSTANCE_LISTS:
        yield from _instances(event, name)
    for name in _QUANTITY_LISTS:
        yield from _quantities(event, name)
    parent = event.get("parentID")
    if parent is not None and not _is_uri(parent):
        yield Fault("$.parentID", "uri", f"{parent!r} is no URI")


def _instances(event: Event, name: str) -> Iterator[Fault]:
    listed = event.get(name)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Fault(f"$.{name}", "list", "this is no list")
        return
    for at, uri in enumerate(listed):
        if not _is_uri(uri):
            yield Fault(f"$.{name}[{at}]", "uri", f"{uri!r} is no URI")


def _quantities(event: Event, name: str) -> Iterator[Fault]:
    listed = event.get(name)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Fault(f"$.{name}", "list", "this is no list")
        return
    for at, entry in enumerate(listed):
        yield from _quantity(entry, f"$.{name}[{at}]")


def _quantity(entry: Json, path: str) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault(path, "quantity", f"{entry!r} is no quantity")
        return
    if not _is_uri(entry.get("epcClass")):
        yield Fault(f"{path}.epcClass", "uri", f"{entry.get('epcClass')!r} is no URI")
    amount = entry.get("quantity")
    is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
    if amount is not None and not (is_number and float(str(amount)) > 0):
        yield Fault(f"{path}.quantity", "amount", f"{amount!r} is no number above zero")
    uom = entry.get("uom")
    if uom is not None and not (isinstance(uom, str) and _UOM.fullmatch(uom)):
        yield Fault(f"{path}.uom", "uom", f"{uom!r} is no UN/CEFACT unit code")


def _shape(event: Event) -> Iterator[Fault]:
    """Say what an event of its type cannot be without."""
    if event.get("type") == "ObjectEvent" and not (
        event.get("epcList") or event.get("quantityList")
    ):
        yield Fault("$", "nothing_named", "an ObjectEvent names objects or quantities")
    if event.get("type") == "TransformationEvent":
        sides = (("inputEPCList", "inputQuantityList"), ("outputEPCList", "outputQuantityList"))
        has_both = all(any(event.get(name) for name in side) for side in sides)
        if not has_both and not event.get("transformationID"):
            yield Fault("$", "half_transformation", "it needs inputs and outputs")
    changes = event.get("type") == "AggregationEvent" and event.get("action") != "OBSERVE"
    if changes and not event.get("parentID"):
        yield Fault("$.parentID", "parent_missing", "ADD and DELETE need the parent")


def _ilmd(event: Event) -> Iterator[Fault]:
    if event.get("ilmd") is None:
        return
    kind, action = event.get("type"), event.get("action")
    if kind == "ObjectEvent" and action in terms.ACTIONS - {"ADD"}:
        yield Fault("$.ilmd", "ilmd_not_allowed", "only events that make goods describe them")
    if kind in terms.EVENT_TYPES - {"ObjectEvent", "TransformationEvent"}:
        yield Fault("$.ilmd", "ilmd_not_allowed", f"{kind} describes no goods")


def _extensions(event: Event) -> Iterator[Fault]:
    declared = prefixes(event.get("@context"))
    inner = event.get("ilmd")
    own = [name for name in event if name not in terms.FIELDS]
    for path, names in (("$", own), ("$.ilmd", inner if isinstance(inner, dict) else ())):
        for name in names:
            found = _PREFIXED.fullmatch(name)
            if found is None:
                yield Fault(f"{path}.{name}", "no_prefix", "an extension field needs a prefix")
            elif found[1] not in declared:
                yield Fault(f"{path}.{name}", "unknown_prefix", f"{found[1]} is not in @context")


_CHECKS: tuple[Check, ...] = (
    _type,
    _time,
    _action,
    _why,
    _where,
    _what,
    _shape,
    _ilmd,
    _extensions,
)


def _is_aware_time(value: Json) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_uri(value: Json) -> bool:
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def _is_foreign_uri(value: str) -> bool:
    """Say whether it is a URI of somebody else's vocabulary; GS1's own must be known to us."""
    ours = value.startswith(("https://ref.gs1.org/", "urn:epcglobal:cbv:"))
    return _is_uri(value) and not ours
