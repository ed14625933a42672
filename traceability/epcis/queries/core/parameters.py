"""The table of query parameters: what may be asked, of which form, and where the answer is. Pure.

The engine and our OpenAPI document are made from this one table.

Source: GS1 EPCIS 2.0, section 8.2.7.1 (SimpleEventQuery), names as in its REST binding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from traceability.epcis.core.facts import Context, name_key, whole_name, word


class Kind(Enum):
    """The form of a parameter's value."""

    TEXTS = "a list of texts"
    PATTERNS = "a list of identifiers, * stands for anything"
    TIME = "a time with its zone"
    NUMBERS = "a list of numbers"
    NUMBER = "a number"
    AMOUNT = "a number or a time"
    EXISTS = "nothing, it only has to be there"
    COUNT = "a whole number from 1"
    TEXT = "a text"


class Where(Enum):
    """What is looked into."""

    COLUMN = "column"
    ELEMENT = "element"
    QUANTITY = "quantity"
    FACT = "fact"
    MEASURE = "measure"
    DECLARED = "declared"
    WITHIN = "within"
    HAS_ATTRIBUTE = "has attribute"
    ATTRIBUTE = "attribute"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, or one member of a family, with its names filled in.

    Args:
        name: as the client wrote it.
        kind: the form of its value.
        where: what is looked into.
        target: column, element roles (separated by spaces), fact name or unit.
        op: EQ, GT, GE, LT or LE.
        about: one sentence for developers; of fixed parameters only.
    """

    name: str
    kind: Kind
    where: Where
    target: str = ""
    op: str = "EQ"
    about: str = ""


ALL_ROLES = "epc child parent input output"
PLACES = {"readPoint": "read_point", "bizLocation": "biz_location"}
_OPS = "EQ|GT|GE|LT|LE"


def _fixed() -> Iterator[Parameter]:
    yield from _why_and_when()
    yield from _where()
    yield from _what()
    yield from _errors()
    yield from _sensor()
    yield from _controls()


def _why_and_when() -> Iterator[Parameter]:
    texts = (
        ("eventType", "event_type", "The event is of one of these types."),
        ("EQ_action", "action", "Its action is one of ADD, OBSERVE, DELETE."),
        ("EQ_bizStep", "biz_step", "Its business step is one of these."),
        ("EQ_disposition", "disposition", "Its disposition is one of these."),
        ("EQ_eventID", "event_id", "Its id is one of these."),
    )
    for name, column, about in texts:
        yield Parameter(name, Kind.TEXTS, Where.COLUMN, column, about=about)
    for field, column in (("eventTime", "event_time"), ("recordTime", "record_time")):
        for op, word_ in (("GE", "at or after"), ("LT", "before")):
            about = f"Its {field} is {word_} this."
            yield Parameter(f"{op}_{field}", Kind.TIME, Where.COLUMN, column, op, about)
    for verb in ("set", "unset"):
        about = f"It {verb}s one of these persistent dispositions."
        fact = f"persistentDisposition.{verb}"
        yield Parameter(
            f"EQ_persistentDisposition_{verb}", Kind.TEXTS, Where.FACT, fact, "EQ", about
        )


def _where() -> Iterator[Parameter]:
    for field, column in PLACES.items():
        about = f"Its {field} is one of these."
        yield Parameter(f"EQ_{field}", Kind.TEXTS, Where.COLUMN, column, "EQ", about)
        about = f"Its {field} is one of these or lies within one of them."
        yield Parameter(f"WD_{field}", Kind.TEXTS, Where.WITHIN, column, "EQ", about)


def _what() -> Iterator[Parameter]:
    about = "It belongs to one of these transformations."
    yield Parameter("EQ_transformationID", Kind.TEXTS, Where.FACT, "transformationID", "EQ", about)
    lists = (
        ("epc", "epc child", "an object (in epcList or childEPCs)"),
        ("parentID", "parent", "its parent"),
        ("inputEPC", "input", "an input"),
        ("outputEPC", "output", "an output"),
        ("anyEPC", ALL_ROLES, "an object in any of its lists"),
    )
    for field, roles, told in lists:
        about = f"It names one of these as {told}."
        yield Parameter(f"MATCH_{field}", Kind.PATTERNS, Where.ELEMENT, f"i {roles}", "EQ", about)
    classes = (
        ("epcClass", "epc child", "quantityList or childQuantityList"),
        ("inputEPCClass", "input", "inputQuantityList"),
        ("outputEPCClass", "output", "outputQuantityList"),
        ("anyEPCClass", "epc child input output", "any of its quantity lists"),
    )
    for field, roles, told in classes:
        about = f"It names one of these classes in {told}."
        yield Parameter(f"MATCH_{field}", Kind.PATTERNS, Where.ELEMENT, f"c {roles}", "EQ", about)
    yield from _compared("quantity", Where.QUANTITY, "", "A quantity in any of its lists")


def _errors() -> Iterator[Parameter]:
    about = "It declares another event wrong."
    yield Parameter("EXISTS_errorDeclaration", Kind.EXISTS, Where.DECLARED, "", "EQ", about)
    for op, told in (("GE", "at or after"), ("LT", "before")):
        about = f"It declares another event wrong, {told} this time."
        for name in ("errorDeclaration_Time", "errorDeclarationTime"):
            column = "error_declared_at"
            yield Parameter(f"{op}_{name}", Kind.TIME, Where.COLUMN, column, op, about)
    about = "It declares another event wrong for one of these reasons."
    yield Parameter("EQ_errorReason", Kind.TEXTS, Where.FACT, "error.reason", "EQ", about)
    about = "It declares another event wrong and names one of these events instead."
    fact = "error.correctiveEventID"
    yield Parameter("EQ_correctiveEventID", Kind.TEXTS, Where.FACT, fact, "EQ", about)


def _sensor() -> Iterator[Parameter]:
    about = "It carries readings of sensors."
    yield Parameter("EXISTS_sensorElementList", Kind.EXISTS, Where.FACT, "sensor", "EQ", about)
    for field in SENSOR_TEXTS:
        about = f"A sensor element has one of these as {field}."
        yield Parameter(f"EQ_{field}", Kind.TEXTS, Where.FACT, f"sensor.{field}", "EQ", about)
    for field in ("time", "startTime", "endTime"):
        for op, told in (("GE", "at or after"), ("LT", "before")):
            about = f"A sensor element has a {field} {told} this."
            yield Parameter(f"{op}_{field}", Kind.TIME, Where.FACT, f"sensor.{field}", op, about)
    yield from _compared("percRank", Where.FACT, "sensor.percRank", "A reading's percRank")


def _compared(field: str, where: Where, target: str, what: str) -> Iterator[Parameter]:
    told = {"EQ": "is one of these", "GT": "is above this", "GE": "is this or above"}
    told |= {"LT": "is below this", "LE": "is this or below"}
    for op, words in told.items():
        kind = Kind.NUMBERS if op == "EQ" else Kind.NUMBER
        yield Parameter(f"{op}_{field}", kind, where, target, op, f"{what} {words}.")


def _controls() -> Iterator[Parameter]:
    for name, kind, about in (
        ("orderBy", Kind.TEXT, "eventTime, recordTime, or an extension field to sort by."),
        ("orderDirection", Kind.TEXT, "ASC or DESC (when orderBy is given and this is not)."),
        ("eventCountLimit", Kind.COUNT, "Return at most this many events, the first by orderBy."),
        ("maxEventCount", Kind.COUNT, "Refuse the query when more than this many match."),
        ("perPage", Kind.COUNT, "At most this many events on a page."),
        ("nextPageToken", Kind.TEXT, "The next page, as the Link header of the last one names it."),
    ):
        yield Parameter(name, kind, Where.CONTROL, name, "EQ", about)


SENSOR_TEXTS = (
    "type",
    "deviceID",
    "deviceMetadata",
    "rawData",
    "dataProcessingMethod",
    "microorganism",
    "chemicalSubstance",
    "bizRules",
    "component",
    "stringValue",
    "booleanValue",
    "hexBinaryValue",
    "uriValue",
)
FIXED: dict[str, Parameter] = {one.name: one for one in _fixed()}
"""Parameters of fixed names, in the order in which they are told of."""


@dataclass(frozen=True, slots=True)
class Family:
    """Parameters whose names have parts the client chooses."""

    shape: str
    about: str


FAMILIES = (
    Family("EQ_bizTransaction_{type}", "A business transaction of this type is one of these."),
    Family("EQ_source_{type}", "A source of this type is one of these."),
    Family("EQ_destination_{type}", "A destination of this type is one of these."),
    Family("{EQ|GT|GE|LT|LE}_quantity_{uom}", "A quantity, compared in this unit of measure."),
    Family(
        "{EQ|GT|GE|LT|LE}_{value|minValue|maxValue|meanValue|percValue|sDev}_{uom}",
        "A sensor's reading, compared in this unit of measure.",
    ),
    Family(
        "{EQ|GT|GE|LT|LE|EXISTS}_[INNER_][{part}_]{prefix}:{field}",
        "An extension field: of the event, or where part is one of ILMD, ERROR_DECLARATION, "
        "SENSORELEMENT, SENSORMETADATA, SENSORREPORT, readPoint, bizLocation, of that part; "
        "INNER looks at fields further down. The prefix is stt, cbvmda, gdst, one named in the "
        "GS1-Extensions header or in the query's @context, or a whole URI.",
    ),
    Family("HASATTR_{field}", "The field's master data has one of these attributes."),
    Family(
        "EQATTR_{field}_{attribute}", "An attribute of the field's master data is one of these."
    ),
)

_TYPED = re.compile(r"EQ_(bizTransaction|source|destination)_(.+)")
_QUANTITY = re.compile(rf"({_OPS})_quantity_([A-Z0-9]{{2,4}})")
_MEASURE = re.compile(
    rf"({_OPS})_(value|minValue|maxValue|meanValue|percValue|sDev)_([A-Z0-9]{{2,4}})"
)
_PARTS = {
    "ILMD_": "ilmd",
    "ERROR_DECLARATION_": "error",
    "SENSORELEMENT_": "sensor.element",
    "SENSORMETADATA_": "sensor.metadata",
    "SENSORREPORT_": "sensor.report",
    "readPoint_": "readPoint",
    "bizLocation_": "bizLocation",
    "": "ext",  # the last one: it matches always
}
_EXTENSION = re.compile(rf"({_OPS}|EXISTS)_(INNER_)?({'|'.join(_PARTS)})(\S+:\S*)")
_WHOLE = re.compile(r"https?://|urn:")
_HAS_ATTRIBUTE = re.compile(r"HASATTR_([A-Za-z]+)")
_ATTRIBUTE = re.compile(r"EQ_?ATTR_([A-Za-z]+)_(\S+)")
ATTRIBUTED = frozenset({"readPoint", "bizLocation", "epcClass", "epc", "bizStep", "disposition"})


def find(name: str, names: Context) -> Parameter | None:
    """Return the parameter that ``name`` is, or None.

    Args:
        name: as the client wrote it.
        names: namespaces of the prefixes the client may use.
    """
    return (
        FIXED.get(name)
        or _typed(name)
        or _measured(name)
        or _extension(name, names)
        or (_attribute(name, names))
    )


def _typed(name: str) -> Parameter | None:
    match = _TYPED.fullmatch(name)
    if match is None:
        return None
    return Parameter(name, Kind.TEXTS, Where.FACT, name_key(f"{match[1]}.{word(match[2])}"))


def _measured(name: str) -> Parameter | None:
    match = _QUANTITY.fullmatch(name)
    if match:
        return Parameter(name, _numbers(match[1]), Where.QUANTITY, match[2], match[1])
    match = _MEASURE.fullmatch(name)
    if match:
        target = f"sensor.{match[2]}.{match[3]}"
        return Parameter(name, _numbers(match[1]), Where.MEASURE, target, match[1])
    return None


def _numbers(op: str) -> Kind:
    return Kind.NUMBERS if op == "EQ" else Kind.NUMBER


def _extension(name: str, names: Context) -> Parameter | None:
    match = _EXTENSION.fullmatch(name)
    if match is None:
        return None
    op, inner, part, field = match.groups()
    if not _is_named(field, names):
        return None
    target = name_key(f"{'inner.' if inner else ''}{_PARTS[part]}:{whole_name(field, names)}")
    if op == "EXISTS":
        return Parameter(name, Kind.EXISTS, Where.FACT, target)
    return Parameter(name, Kind.TEXTS if op == "EQ" else Kind.AMOUNT, Where.FACT, target, op)


def _is_named(field: str, names: Context) -> bool:
    """Say whether the field's prefix is known, or the field is a whole URI."""
    return field.partition(":")[0] in names or bool(_WHOLE.match(field))


def _attribute(name: str, names: Context) -> Parameter | None:
    match = _HAS_ATTRIBUTE.fullmatch(name)
    if match and match[1] in ATTRIBUTED:
        return Parameter(name, Kind.TEXTS, Where.HAS_ATTRIBUTE, match[1])
    match = _ATTRIBUTE.fullmatch(name)
    if match and match[1] in ATTRIBUTED:
        attribute = whole_name(match[2], names)
        return Parameter(name, Kind.TEXTS, Where.ATTRIBUTE, f"{match[1]} {attribute}")
    return None
