"""One way for every request: negotiate, know the caller, answer or say what is wrong."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Concatenate, Final, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from marketplace.kernel.errors import DomainError
from marketplace.kernel.ratelimit import allow
from traceability.epcis import conf
from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody
from traceability.epcis.rest import keys, problems
from traceability.epcis.rest.core import headers as gs1
from traceability.epcis.rest.core.envelope import EnvelopeError, loaded
from traceability.epcis.rest.errors import (
    KeyMissingError,
    ScopeMissingError,
    TooManyRequestsError,
)
from traceability.epcis.rest.models import ApiKey
from traceability.epcis.rest.problems import Kind, ProblemError
from traceability.lots.identity import namespace

logger = logging.getLogger(__name__)

JSON = "application/json"
JSON_LD = "application/ld+json"
MEDIA_TYPES = (JSON, JSON_LD)
LONGEST_URL = 4000
OPEN: Final = ""
PUBLIC_QUERY: Final = "public query"
"""Scope of reading: a key needs ``query``; without a key there is what is public."""

_PUBLIC_PREFIXES: Mapping[str, str] = {
    terms.MASTER_DATA_PREFIX: terms.MASTER_DATA_NAMESPACE,
    "cbv": "https://ref.gs1.org/cbv/",
    "gs1": "https://gs1.org/voc/",
    "gdst": "https://traceability-dialogue.org/epcis/",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A request that may be answered: who calls, and how the answer should look."""

    request: HttpRequest
    key: ApiKey | None
    media_type: str
    epc_format: gs1.EpcFormat

    @property
    def owner(self) -> ApiKey:
        """Return the key of a call that needs one."""
        if self.key is None:
            raise KeyMissingError
        return self.key

    def prefixes(self) -> dict[str, str]:
        """Return the namespaces that the client may use in names of parameters."""
        header = self.request.headers.get("GS1-Extensions", "")
        return {**_PUBLIC_PREFIXES, terms.OUR_PREFIX: namespace(), **gs1.extensions(header)}

    def document(self) -> EventBody:
        """Return the JSON object that came in the body.

        Raises:
            ProblemError: too long (413), of another type (415), no JSON object (400).
        """
        text = _body(self.request)
        try:
            return loaded(text)
        except EnvelopeError as error:
            raise ProblemError(Kind.VALIDATION, str(error)) from error


Handler: TypeAlias = "Callable[Concatenate[Call, ...], HttpResponse]"


@dataclass(frozen=True, slots=True)
class Way:
    """How one method of an address is answered, and what a key needs for it."""

    handler: Handler
    scope: str = PUBLIC_QUERY


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The methods of an address, and what OPTIONS tells besides the usual."""

    ways: Mapping[str, Way]
    more: Callable[[], Mapping[str, str]] = dict
    allow: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Write the Allow header once."""
        methods = ["OPTIONS", *self.ways, *(["HEAD"] if "GET" in self.ways else [])]
        object.__setattr__(self, "allow", ", ".join(methods))


def endpoint(
    more: Callable[[], Mapping[str, str]] = dict, **ways: Way
) -> Callable[..., HttpResponse]:
    """Return the view of an address."""
    made = Endpoint(ways, more)

    @csrf_exempt
    def view(request: HttpRequest, **captured: str) -> HttpResponse:
        try:
            response = _answered(made, request, captured)
        except ProblemError as problem:
            response = problems.answer(problem)
        except DomainError as refusal:
            response = problems.answer(problems.of_domain(refusal))
        except Exception:
            logger.exception("EPCIS call failed")
            response = problems.answer(ProblemError(Kind.IMPLEMENTATION, "This did not work."))
        return _finished(response)

    view.endpoint = made  # type: ignore[attr-defined]
    return view


def json_answer(call: Call, text: str, status: int = 200) -> HttpResponse:
    """Return JSON as the client wants it called."""
    response = HttpResponse(text, content_type=call.media_type, status=status)
    response["GS1-EPC-Format"] = call.epc_format
    return response


def capabilities() -> dict[str, str]:
    """Return the headers that say what this repository can do."""
    return {
        "GS1-EPCIS-Min": gs1.VERSION,
        "GS1-EPCIS-Max": gs1.VERSION,
        "GS1-CBV-Min": gs1.VERSION,
        "GS1-CBV-Max": gs1.VERSION,
        "GS1-EPC-Format": ", ".join(gs1.EpcFormat),
        "GS1-CBV-XML-Format": "Never_Translates",
        "GS1-Vendor-Version": settings.VERSION,
    }


def _answered(made: Endpoint, request: HttpRequest, captured: Mapping[str, str]) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method == "OPTIONS":
        return _discovery(made)
    if method not in made.ways:
        title = f"{method} is not for this address"
        raise ProblemError(Kind.IMPLEMENTATION, title, status=405, headers={"Allow": made.allow})
    if len(request.get_full_path()) > LONGEST_URL:
        raise ProblemError(Kind.URI_TOO_LONG, f"an address has at most {LONGEST_URL} characters")
    way = made.ways[method]
    media_type = _media_type(request)
    key = _caller(request, way.scope)
    return way.handler(Call(request, key, media_type, _epc_format(request)), **captured)


def _discovery(made: Endpoint) -> HttpResponse:
    response = HttpResponse(status=204)
    told = {"Allow": made.allow, **capabilities(), **made.more()}
    for name, value in told.items():
        response[name] = value
    return response


def _finished(response: HttpResponse) -> HttpResponse:
    response["GS1-EPCIS-Version"] = gs1.VERSION
    response["GS1-CBV-Version"] = gs1.VERSION
    response["GS1-Extensions"] = gs1.written({terms.OUR_PREFIX: namespace()})
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "Accept, Authorization, GS1-EPC-Format"
    return response


def _caller(request: HttpRequest, scope: str) -> ApiKey | None:
    if scope == OPEN:
        return None
    key = keys.offered_key(request)
    if key is None:
        _admit_nobody(request, scope)
        return None
    needed = "query" if scope == PUBLIC_QUERY else scope
    if needed not in key.scopes:
        raise ScopeMissingError(scope=needed)
    return key


def _admit_nobody(request: HttpRequest, scope: str) -> None:
    """Let somebody without a key read what is public, a bounded number of times a minute."""
    if scope != PUBLIC_QUERY or not conf.public_reading():
        raise KeyMissingError
    address = request.META.get("REMOTE_ADDR", "")
    limit = conf.public_requests_per_minute()
    if not allow(f"epcis-public:{address}", limit, timedelta(minutes=1)):
        raise TooManyRequestsError


def _media_type(request: HttpRequest) -> str:
    try:
        gs1.check_versions(request.headers)
    except gs1.HeaderError as error:
        raise ProblemError(Kind.NOT_ACCEPTABLE, str(error)) from error
    found = gs1.accepts(request.headers.get("Accept", ""), MEDIA_TYPES)
    if found is None:
        offered = " or ".join(MEDIA_TYPES)
        raise ProblemError(Kind.NOT_ACCEPTABLE, f"answers are {offered}")
    return found


def _epc_format(request: HttpRequest) -> gs1.EpcFormat:
    try:
        return gs1.epc_format(request.headers)
    except gs1.HeaderError as error:
        raise ProblemError(Kind.NOT_ACCEPTABLE, str(error)) from error


def _body(request: HttpRequest) -> bytes:
    sent = (request.content_type or "").lower()
    if sent not in MEDIA_TYPES:
        raise ProblemError(Kind.MEDIA, f"send {' or '.join(MEDIA_TYPES)}")
    longest = conf.capture_file_size_limit()
    text = request.read(longest + 1)
    if len(text) > longest:
        raise ProblemError(
            Kind.CAPTURE_LIMIT, f"a document has at most {longest} octets", headers=limits()
        )
    return text


def limits() -> dict[str, str]:
    """Return the headers that say how much may be captured at once."""
    return {
        "GS1-EPCIS-Capture-Limit": str(conf.capture_limit()),
        "GS1-EPCIS-Capture-File-Size-Limit": str(conf.capture_file_size_limit()),
    }
