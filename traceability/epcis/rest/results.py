"""Documents, links and tokens in which events are told."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from marketplace.kernel.clock import now
from marketplace.kernel.models import OnceKey
from traceability.epcis import conf
from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.models import Event, VisibleQuerySet
from traceability.epcis.queries.core.reading import (
    ParameterError,
    Query,
    Raw,
    TooComplexError,
    read,
)
from traceability.epcis.queries.pages import Page, Place, TooManyError, page
from traceability.epcis.rest.calls import Call, json_answer
from traceability.epcis.rest.core import formats
from traceability.epcis.rest.core.headers import EpcFormat
from traceability.epcis.rest.problems import Kind, ProblemError

TOKEN_LIVES = timedelta(hours=1)
SIMPLE_QUERY = "SimpleEventQuery"
_SALT = "epcis.page"
_QUERY_MILLISECONDS = 5000
_CANCELED = "57014"


@dataclass(frozen=True, slots=True)
class Results:
    """What a page of results is called, beside its events."""

    query_name: str = SIMPLE_QUERY
    subscription: str = ""


def asked(request: HttpRequest) -> dict[str, Raw]:
    """Return the parameters in an address; the value of one that came twice is a list."""
    return {
        name: values[0] if len(values) == 1 else list(values)
        for name, values in request.GET.lists()
    }


def query_of(call: Call, parameters: Mapping[str, Raw], kind: Kind = Kind.QUERY_PARAMETER) -> Query:
    """Return the query that ``parameters`` make.

    Raises:
        ProblemError: they make none (400), or too big a one (413).
    """
    names = call.prefixes()
    context = parameters.get("@context")
    for part in context if isinstance(context, list) else [context]:
        names |= {name: str(uri) for name, uri in part.items()} if isinstance(part, dict) else {}
    try:
        return read(parameters, names)
    except ParameterError as error:
        raise ProblemError(kind, str(error), parameter=error.name) from error
    except TooComplexError as error:
        raise ProblemError(Kind.QUERY_TOO_COMPLEX, str(error)) from error


def answered(
    call: Call, query: Query, views: Sequence[VisibleQuerySet], results: Results | None = None
) -> HttpResponse:
    """Return the page of ``views`` that is asked for, with a link to the next one."""
    mark = fingerprint(query)
    after, left = _opened(query.token, mark)
    with bounded():
        found = _paged(query, views, after, left)
    document = query_document(found.events, results or Results(), call.epc_format)
    response = json_answer(call, dumped(document))
    if found.end is not None:
        add_next(response, call.request, _sealed(found, mark))
    return response


@contextmanager
def bounded() -> Iterator[None]:
    """Bound what reading may take; what takes too long is a problem of the one who asks.

    Raises:
        ProblemError: it takes too long.
    """
    try:
        with _timed() if connection.vendor == "postgresql" else nullcontext():
            yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _CANCELED:
            raise
        title = "The query takes too long. Ask for less: name goods, a place or a time."
        raise ProblemError(Kind.QUERY_TOO_COMPLEX, title) from error


def _paged(
    query: Query, views: Sequence[VisibleQuerySet], after: Place | None, left: int | None
) -> Page:
    try:
        return page(query, views, after, left)
    except TooManyError as error:
        raise ProblemError(Kind.QUERY_TOO_LARGE, str(error)) from error


def query_document(
    events: Iterable[Event], results: Results, epc_format: EpcFormat
) -> dict[str, Json]:
    """Return events as an EPCISQueryDocument."""
    write = formats.writer(epc_format, conf.company_prefixes())
    context, bodies = _contexts([told(event, write) for event in events])
    queried: dict[str, Json] = {"queryName": results.query_name}
    if results.subscription:
        queried["subscriptionID"] = results.subscription
    queried["resultsBody"] = {"eventList": [*bodies]}
    return {
        "@context": context,
        "type": "EPCISQueryDocument",
        "schemaVersion": terms.SCHEMA_VERSION,
        "creationDate": stamp(now()),
        "epcisBody": {"queryResults": queried},
    }


def told(event: Event, write: formats.Writer | None) -> EventBody:
    """Return an event as it was captured, with the time we recorded it."""
    body = formats.translated(event.body, write)
    return {**body, "recordTime": stamp(event.record_time)}


def dumped(document: Mapping[str, Json] | Sequence[Json]) -> str:
    """Return a document as text."""
    return json.dumps(document, ensure_ascii=False, cls=DjangoJSONEncoder)


def stamp(moment: datetime) -> str:
    """Return a time in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def address(*parts: str) -> str:
    """Return the address of something in the repository."""
    return "/".join([f"{settings.PUBLIC_ORIGIN}/epcis", *(quote(part, safe="") for part in parts)])


def add_next(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Tell where the next page is, and how long it can be asked for."""
    asked_for = [
        (name, value)
        for name, values in request.GET.lists()
        if name != "nextPageToken"
        for value in values
    ]
    query = urlencode([*asked_for, ("nextPageToken", token)])
    path = quote(request.path_info, safe="/:;%~!$&'()*+,=@")
    response["Link"] = f'<{settings.PUBLIC_ORIGIN}{path}?{query}>; rel="next"'
    response["GS1-Next-Page-Token-Expires"] = stamp(now() + TOKEN_LIVES)


def fingerprint(query: Query) -> str:
    """Return what a token belongs to: the conditions and the order, whatever the page's size."""
    parts = [repr(query.criteria), query.order_by, query.descending, query.limit]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def seal(value: Json) -> str:
    """Return a token that only we could have made."""
    return signing.dumps(value, salt=_SALT, compress=True)


def unseal(token: str) -> Json:
    """Return what a token holds.

    Raises:
        ProblemError: it is none of ours, too old, or was given back.
    """
    try:
        value: Json = signing.loads(token, salt=_SALT, max_age=TOKEN_LIVES)
    except signing.BadSignature as error:
        title = "nextPageToken: this token is unknown or has expired"
        raise ProblemError(Kind.QUERY_PARAMETER, title) from error
    if OnceKey.objects.filter(key=spent_key(token)).exists():
        raise ProblemError(Kind.QUERY_PARAMETER, "nextPageToken: this token was given back")
    return value


def spent_key(token: str) -> str:
    """Return the key under which a token that was given back is remembered."""
    return f"epcis-token:{hashlib.sha256(token.encode()).hexdigest()}"


def _sealed(found: Page, mark: str) -> str:
    return seal({"q": mark, "a": [*(found.end or [])], "l": found.left})


def _opened(token: str, mark: str) -> tuple[Place | None, int | None]:
    if not token:
        return None, None
    held = unseal(token)
    if not isinstance(held, dict) or held.get("q") != mark:
        title = "nextPageToken: this token belongs to another query"
        raise ProblemError(Kind.QUERY_PARAMETER, title)
    after, left = held.get("a"), held.get("l")
    place: Place = (
        [one for one in after if isinstance(one, str | int | float)]
        if isinstance(after, list)
        else []
    )
    return place, left if isinstance(left, int) else None


def _contexts(bodies: list[EventBody]) -> tuple[list[Json], list[EventBody]]:
    """Move the events' contexts to the top, where they agree; others keep their own."""
    joined: dict[str, Json] = {}
    for body in bodies:
        context = body.get("@context")
        parts = context if isinstance(context, list) else [context]
        prefixes = {
            name: uri for part in parts if isinstance(part, dict) for name, uri in part.items()
        }
        if all(joined.get(name, uri) == uri for name, uri in prefixes.items()):
            joined |= prefixes
            del body["@context"]
    return [terms.CONTEXT_URI, joined] if joined else [terms.CONTEXT_URI], bodies


@contextmanager
def _timed() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_QUERY_MILLISECONDS}")
        yield
