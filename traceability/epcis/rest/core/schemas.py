"""Shapes of what is sent and answered, for our OpenAPI document. Pure."""

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.facts import TEXT_LENGTH
from traceability.epcis.queries.core.parameters import Kind
from traceability.epcis.queries.core.reading import BIGGEST_COUNT
from traceability.epcis.rest.core.schedule import FIELDS

MEDIA_TYPES = ("application/json", "application/ld+json")
CAPABILITIES = (
    "Allow",
    "GS1-EPCIS-Min",
    "GS1-EPCIS-Max",
    "GS1-CBV-Min",
    "GS1-CBV-Max",
    "GS1-EPC-Format",
    "GS1-CBV-XML-Format",
    "GS1-Vendor-Version",
)
PROBLEMS = {
    400: "The request is not well formed.",
    401: "No key came, or none that is good.",
    403: "The key is good for something else.",
    404: "There is no such thing.",
    406: "The answer cannot be had that way.",
    409: "It is there already.",
    413: "That is too much at once.",
    414: "The address is too long.",
    415: "The body is of another type.",
    429: "Too many requests in a minute.",
    500: "We failed.",
}


def ref(name: str) -> dict[str, Json]:
    """Return a reference to a shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def _object(required: tuple[str, ...], /, **properties: Json) -> dict[str, Json]:
    return {"type": "object", "required": [*required], "properties": {**properties}}


def _ld(required: tuple[str, ...], properties: dict[str, Json]) -> dict[str, Json]:
    """Return the shape of an object with names that Python does not write."""
    return {"type": "object", "required": [*required], "properties": properties}


def _list(items: Json) -> dict[str, Json]:
    return {"type": "array", "items": items}


_TEXT: Json = {"type": "string"}
_TIME: Json = {"type": "string", "format": "date-time"}
_URI: Json = {"type": "string", "format": "uri", "maxLength": TEXT_LENGTH}
_FLAG: Json = {"type": "boolean"}
_NUMBER_TEXT: Json = {"type": "number"}

VALUES: dict[Kind, dict[str, Json]] = {
    Kind.TEXTS: {"type": "string", "minLength": 1},
    Kind.PATTERNS: {"type": "string", "minLength": 1},
    Kind.TEXT: {"type": "string", "minLength": 1},
    Kind.TIME: {"type": "string", "format": "date-time"},
    Kind.NUMBERS: {"type": "number"},
    Kind.NUMBER: {"type": "number"},
    Kind.AMOUNT: {"anyOf": [_NUMBER_TEXT, _TIME]},
    Kind.COUNT: {"type": "integer", "minimum": 1, "maximum": BIGGEST_COUNT},
    Kind.EXISTS: {"type": "string"},
}

_CONTEXT: Json = {
    "anyOf": [
        _TEXT,
        {"type": "object"},
        {"type": "array", "items": {"anyOf": [_TEXT, {"type": "object"}]}},
    ]
}
_PLACE: Json = _object(("id",), id=_URI)
_QUANTITY: Json = _object(
    ("epcClass",),
    epcClass=_URI,
    quantity={"type": "number", "exclusiveMinimum": 0},
    uom={"type": "string", "pattern": "^[A-Z0-9]{2,3}$"},
)
_EVENT: dict[str, Json] = {
    **_object(
        ("type", "eventTime", "eventTimeZoneOffset"),
        type={"type": "string", "enum": [*sorted(terms.EVENT_TYPES)]},
        eventID=_URI,
        eventTime=_TIME,
        eventTimeZoneOffset={
            "type": "string",
            "pattern": "^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$",
        },
        recordTime=_TIME,
        action={"type": "string", "enum": [*sorted(terms.ACTIONS)]},
        bizStep=_TEXT,
        disposition=_TEXT,
        readPoint=_PLACE,
        bizLocation=_PLACE,
        parentID=_URI,
        epcList=_list(_URI),
        childEPCs=_list(_URI),
        inputEPCList=_list(_URI),
        outputEPCList=_list(_URI),
        quantityList=_list(_QUANTITY),
        childQuantityList=_list(_QUANTITY),
        inputQuantityList=_list(_QUANTITY),
        outputQuantityList=_list(_QUANTITY),
        ilmd={"type": "object"},
        errorDeclaration=_object(("declarationTime",), declarationTime=_TIME),
    ),
    "description": "An event of EPCIS 2.0. What stands here is a part of what it may carry.",
}
_SEARCH: Json = {
    "type": "object",
    "description": "Query parameters by name; lists are arrays.",
    "properties": {
        "eventType": _list(_TEXT),
        "EQ_bizStep": _list(_TEXT),
        "MATCH_anyEPC": _list(_TEXT),
        "GE_eventTime": _TIME,
        "LT_eventTime": _TIME,
        "perPage": {"type": "integer", "minimum": 1, "maximum": BIGGEST_COUNT},
    },
}
_SCHEDULE: Json = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "description": "Numbers and ranges such as [1-5], separated by commas; Monday is 1.",
    "properties": dict.fromkeys(FIELDS, _TEXT),
}
_NAME: Json = {"type": "string", "pattern": "^[A-Za-z0-9_.~-]{1,100}$"}
_RESULTS: Json = _object(
    ("resultsBody",),
    queryName=_TEXT,
    subscriptionID=_TEXT,
    resultsBody=_object(("eventList",), eventList=_list(ref("Event"))),
)

SCHEMAS: dict[str, Json] = {
    "Problem": _object(
        ("type", "title"),
        type={"type": "string", "pattern": "^epcisException:"},
        title=_TEXT,
        status={"type": "integer"},
        path=_TEXT,
    ),
    "Names": _list(_TEXT),
    "Collection": _ld(
        ("@context", "type", "member"),
        {"@context": _CONTEXT, "type": {"const": "Collection"}, "member": _list(_TEXT)},
    ),
    "Event": _EVENT,
    "Document": {
        **_ld(
            ("@context", "type", "schemaVersion", "epcisBody"),
            {
                "@context": _CONTEXT,
                "type": {"type": "string", "enum": ["EPCISDocument", "EPCISQueryDocument"]},
                "schemaVersion": {"const": "2.0"},
                "creationDate": _TIME,
                "epcisHeader": {"type": "object"},
                "epcisBody": {"type": "object"},
            },
        ),
        "description": (
            "An EPCISDocument has its events in epcisBody.eventList, an EPCISQueryDocument in "
            "epcisBody.queryResults.resultsBody.eventList."
        ),
    },
    "QueryDocument": _ld(
        ("@context", "type", "schemaVersion", "creationDate", "epcisBody"),
        {
            "@context": _CONTEXT,
            "type": {"const": "EPCISQueryDocument"},
            "schemaVersion": {"const": "2.0"},
            "creationDate": _TIME,
            "epcisBody": _object(("queryResults",), queryResults=_RESULTS),
        },
    ),
    "Job": _object(
        ("captureID", "createdAt", "running", "success", "captureErrorBehaviour", "errors"),
        captureID=_TEXT,
        createdAt=_TIME,
        finishedAt=_TIME,
        running=_FLAG,
        success=_FLAG,
        captureErrorBehaviour={"type": "string", "enum": ["rollback", "proceed"]},
        errors=_list(ref("Problem")),
    ),
    "Jobs": _list(ref("Job")),
    "Search": _SEARCH,
    "NewQuery": _object(("name", "query"), name=_NAME, query=ref("Search")),
    "Query": _object(("name", "query"), name=_NAME, createdAt=_TIME, query={"type": "object"}),
    "Queries": _list(ref("Query")),
    "NewSubscription": _object(
        ("dest", "signatureToken"),
        dest={"type": "string", "format": "uri", "maxLength": 500, "pattern": "^https://"},
        signatureToken={"type": "string", "minLength": 8, "maxLength": 200},
        stream=_FLAG,
        schedule=_SCHEDULE,
        reportIfEmpty=_FLAG,
        initialRecordTime=_TIME,
    ),
    "Subscription": _object(
        ("subscriptionID", "queryName", "dest", "createdAt"),
        subscriptionID=_TEXT,
        queryName=_TEXT,
        dest=_TEXT,
        createdAt=_TIME,
        initialRecordTime=_TIME,
        minRecordTime=_TIME,
        stream=_FLAG,
        schedule={"type": "object"},
        reportIfEmpty=_FLAG,
        isActive=_FLAG,
    ),
    "Subscriptions": _list(ref("Subscription")),
}
