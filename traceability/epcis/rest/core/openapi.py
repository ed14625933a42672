"""Our OpenAPI 3.1 document, made from the table of parameters that the query engine uses. Pure.

The words are ours; names of addresses, parameters, headers and problems are those of the standard.

Source: OpenAPI 3.1.0; GS1 EPCIS 2.0, section 12 (REST binding).
"""

from typing import TypeAlias

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.queries.core.parameters import FAMILIES, FIXED, Kind, Parameter, Where
from traceability.epcis.rest.core import schemas
from traceability.epcis.rest.core.headers import EpcFormat
from traceability.epcis.rest.core.schemas import ref

Doc: TypeAlias = dict[str, Json]

_ABOUT = (
    "Events of goods from field and pond to the shop, as GS1 EPCIS 2.0 has them. Keys are made by "
    "a party's members on the page /ban/khoa/ and sent as a bearer token. Without a key there are "
    "the events that the public pages of lots tell of."
)
_COLLECTIONS = {
    "eventTypes": "An event type, such as ObjectEvent.",
    "epcs": "An identifier of goods, as a percent-encoded URI.",
    "bizSteps": "A business step, such as shipping.",
    "bizLocations": "A place where goods are, as a percent-encoded URI.",
    "readPoints": "A place where something happened, as a percent-encoded URI.",
    "dispositions": "A disposition, such as in_transit.",
}
_KEYED: Json = [{"key": []}]
_FREE: Json = [{}, {"key": []}]
_READ = (400, 401, 403, 404, 406, 413, 414, 429, 500)


def document(server: str, version: str) -> Doc:
    """Return the document of the repository at ``server``."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "EPCIS 2.0 repository", "version": version, "description": _ABOUT},
        "servers": [{"url": server}],
        "security": _FREE,
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas.SCHEMAS,
            "responses": {str(status): _problem(status) for status in schemas.PROBLEMS},
        },
    }


def _paths() -> Doc:
    paths: Doc = {
        "/": {
            "get": _way("What there is.", {"200": _ok("Names")}, _FREE, statuses=(406, 414, 500))
        },
        **_capture_paths(),
        **_event_paths(),
        **_query_paths(),
        **_subscription_paths(),
    }
    for item in paths.values():
        if isinstance(item, dict):
            item["options"] = _options()
    return paths


def _capture_paths() -> Doc:
    refused = (400, 401, 403, 406, 413, 414, 415, 429, 500)
    take = _way(
        "Take a document of events in. The answer names the job that keeps them.",
        {
            "202": _answer(
                "The document is taken in.", headers=("Location", "GS1-Capture-Error-Behaviour")
            )
        },
        _KEYED,
        statuses=refused,
    )
    take["requestBody"] = _body("Document")
    take["parameters"] = [
        *_negotiation(),
        _header("GS1-Capture-Error-Behaviour", ["rollback", "proceed"]),
    ]
    jobs = _way(
        "The party's capture jobs, newest first.", {"200": _page("Jobs")}, _KEYED, statuses=_READ
    )
    jobs["parameters"] = [*_negotiation(), *_paging()]
    job = _way("How a capture job stands.", {"200": _ok("Job")}, _KEYED, statuses=_READ)
    job["parameters"] = [
        _in_path("captureID", "The id of a job.", "9b2c5f0e-0000-4000-8000-000000000000"),
        *_negotiation(),
    ]
    return {"/capture": {"post": take, "get": jobs}, "/capture/{captureID}": {"get": job}}


def _event_paths() -> Doc:
    keep = _way(
        "Keep one event.",
        {"201": _answer("The event is kept.", "Event", headers=("Location",))},
        _KEYED,
        statuses=(400, 401, 403, 406, 409, 413, 414, 415, 429, 500),
    )
    keep["requestBody"] = _body("Event")
    keep["parameters"] = _negotiation()
    one = _way(
        "One event, with declarations that it was wrong.",
        {"200": _ok("QueryDocument")},
        _FREE,
        statuses=_READ,
    )
    one["parameters"] = [
        _in_path("eventID", "The id of an event, percent-encoded."),
        *_negotiation(),
    ]
    paths: Doc = {
        "/events": {"get": _asking("Events, by any of these parameters."), "post": keep},
        "/events/{eventID}": {"get": one},
    }
    for name, about in _COLLECTIONS.items():
        paths |= _collection(name, about)
    return paths


def _collection(name: str, about: str) -> Doc:
    variable = name.removesuffix("s")
    things = _way(
        f"All {name} that events name.", {"200": _page("Collection")}, _FREE, statuses=_READ
    )
    things["parameters"] = [*_negotiation(), *_paging()]
    thing = _way("What there is about it.", {"200": _ok("Names")}, _FREE, statuses=_READ)
    thing["parameters"] = [_in_path(variable, about), *_negotiation()]
    events = _asking("Its events, by any of these parameters.")
    listed = events["parameters"]
    events["parameters"] = [
        _in_path(variable, about),
        *(listed if isinstance(listed, list) else []),
    ]
    root = f"/{name}"
    return {
        root: {"get": things},
        f"{root}/{{{variable}}}": {"get": thing},
        f"{root}/{{{variable}}}/events": {"get": events},
    }


def _query_paths() -> Doc:
    written = (400, 401, 403, 406, 409, 413, 414, 415, 429, 500)
    name = _in_path(
        "queryName", "The name of a query; SimpleEventQuery is always there.", "harvests"
    )
    all_ = _way("The party's named queries.", {"200": _page("Queries")}, _KEYED, statuses=_READ)
    all_["parameters"] = [*_negotiation(), *_paging()]
    made = _way(
        "Give a query a name.",
        {"201": _answer("The query has its name.", "Query", headers=("Location",))},
        _KEYED,
        statuses=written,
    )
    made["requestBody"], made["parameters"] = _body("NewQuery"), _negotiation()
    shown = _way("What a name stands for.", {"200": _ok("Query")}, _KEYED, statuses=_READ)
    gone = _way(
        "Forget a query and its subscriptions.",
        {"204": _answer("It is forgotten.")},
        _KEYED,
        statuses=_READ,
    )
    events = _way(
        "The events of a named query.", {"200": _page("QueryDocument")}, _KEYED, statuses=_READ
    )
    once = _way(
        "Answer a query that is not kept; of SimpleEventQuery only.",
        {"200": _page("QueryDocument")},
        _KEYED,
        statuses=(*_READ, 415),
    )
    once["requestBody"] = _body("Search")
    token = _way(
        "Make a page token useless.",
        {"204": _answer("It is useless now.")},
        _FREE,
        statuses=(400, 404, 406, 414, 500),
    )
    for way in (shown, gone):
        way["parameters"] = [name, *_negotiation()]
    for way in (events, once):
        way["parameters"] = [name, *_negotiation(), *_paging()]
    token["parameters"] = [_in_path("token", "A nextPageToken."), *_negotiation()]
    return {
        "/queries": {"get": all_, "post": made},
        "/queries/{queryName}": {"get": shown, "delete": gone},
        "/queries/{queryName}/events": {"get": events, "post": once},
        "/nextPageToken/{token}": {"delete": token},
    }


def _subscription_paths() -> Doc:
    name = _in_path("queryName", "The name of a query.", "harvests")
    which = _in_path(
        "subscriptionID", "The id of a subscription.", "9b2c5f0e-0000-4000-8000-000000000000"
    )
    told = _way(
        "Who is told of a query's events.", {"200": _page("Subscriptions")}, _KEYED, statuses=_READ
    )
    told["parameters"] = [name, *_negotiation(), *_paging()]
    made = _way(
        "Have a receiver told of new events: at once, or by a timetable.",
        {"201": _answer("The receiver will be told.", "Subscription", headers=("Location",))},
        _KEYED,
        statuses=(*_READ, 415),
    )
    made["requestBody"], made["parameters"] = _body("NewSubscription"), [name, *_negotiation()]
    shown = _way("How a subscription stands.", {"200": _ok("Subscription")}, _KEYED, statuses=_READ)
    gone = _way(
        "Tell a receiver no more.", {"204": _answer("It is told no more.")}, _KEYED, statuses=_READ
    )
    for way in (shown, gone):
        way["parameters"] = [name, which, *_negotiation()]
    return {
        "/queries/{queryName}/subscriptions": {"get": told, "post": made},
        "/queries/{queryName}/subscriptions/{subscriptionID}": {"get": shown, "delete": gone},
    }


def _asking(about: str) -> Doc:
    families = " ".join(f"{one.shape}: {one.about}" for one in FAMILIES)
    way = _way(
        f"{about} Besides those listed: {families}",
        {"200": _page("QueryDocument")},
        _FREE,
        statuses=_READ,
    )
    way["parameters"] = [*_negotiation(), *(_parameter(one) for one in FIXED.values())]
    return way


def _parameter(one: Parameter) -> Doc:
    schema: Doc = dict(schemas.VALUES[one.kind])
    if one.name == "orderDirection":
        schema["enum"] = ["ASC", "DESC"]
    many = one.kind in {Kind.TEXTS, Kind.PATTERNS, Kind.NUMBERS}
    about = one.about + (" Several are separated by |." if many else "")
    told: Doc = {"name": one.name, "in": "query", "description": about, "schema": schema}
    if one.where is Where.COLUMN and one.target == "event_type":
        told["example"] = "|".join(sorted(terms.EVENT_TYPES)[:2])
    return told


def _paging() -> list[Json]:
    return [_parameter(FIXED["perPage"]), _parameter(FIXED["nextPageToken"])]


def _negotiation() -> list[Json]:
    return [_header("GS1-EPC-Format", [*EpcFormat])]


def _header(name: str, values: list[Json]) -> Json:
    return {"name": name, "in": "header", "schema": {"type": "string", "enum": values}}


def _in_path(name: str, about: str, example: str = "") -> Json:
    told: Doc = {
        "name": name,
        "in": "path",
        "required": True,
        "description": about,
        "schema": {"type": "string", "minLength": 1},
    }
    return {**told, "example": example} if example else told


def _way(about: str, answers: Doc, security: Json, *, statuses: tuple[int, ...]) -> Doc:
    problems: Doc = {
        str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses
    }
    return {"summary": about, "security": security, "responses": {**answers, **problems}}


def _options() -> Doc:
    told = {"204": _answer("What can be done here.", headers=schemas.CAPABILITIES)}
    return {"summary": "What this repository can do.", "security": [{}], "responses": {**told}}


def _ok(schema: str) -> Json:
    return _answer("Here it is.", schema)


def _page(schema: str) -> Json:
    return _answer(
        "A page; the Link header leads to the next.",
        schema,
        headers=("Link", "GS1-Next-Page-Token-Expires"),
    )


def _answer(about: str, schema: str = "", headers: tuple[str, ...] = ()) -> Json:
    told: Doc = {"description": about}
    if schema:
        told["content"] = {media: {"schema": ref(schema)} for media in schemas.MEDIA_TYPES}
    if headers:
        told["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return told


def _body(schema: str) -> Json:
    content: Doc = {media: {"schema": ref(schema)} for media in schemas.MEDIA_TYPES}
    return {"required": True, "content": content}


def _problem(status: int) -> Json:
    return {
        "description": schemas.PROBLEMS[status],
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
