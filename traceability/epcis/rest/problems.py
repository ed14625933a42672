"""What goes wrong, as clients of EPCIS 2.0 expect to hear it.

Source: RFC 9457; GS1 EPCIS 2.0, section 12 (REST binding), types of exceptions.
"""

import json
from collections.abc import Mapping
from enum import Enum

from django.http import HttpResponse
from django.utils import translation

from marketplace.kernel.errors import DomainError
from traceability.epcis.core.build import Json

MEDIA_TYPE = "application/problem+json"


class Kind(Enum):
    """The types of problems, each with its usual status."""

    VALIDATION = ("ValidationException", 400)
    QUERY_VALIDATION = ("QueryValidationException", 400)
    QUERY_PARAMETER = ("QueryParameterException", 400)
    SUBSCRIPTION_CONTROLS = ("SubscriptionControlsException", 400)
    SECURITY = ("SecurityException", 401)
    NO_SUCH_RESOURCE = ("NoSuchResourceException", 404)
    NO_SUCH_NAME = ("NoSuchNameException", 404)
    NOT_ACCEPTABLE = ("NotAcceptableException", 406)
    EXISTS = ("ResourceAlreadyExistsException", 409)
    CAPTURE_LIMIT = ("CaptureLimitExceededException", 413)
    QUERY_TOO_LARGE = ("QueryTooLargeException", 413)
    QUERY_TOO_COMPLEX = ("QueryTooComplexException", 413)
    URI_TOO_LONG = ("URITooLongException", 414)
    MEDIA = ("UnsupportedMediaTypeException", 415)
    IMPLEMENTATION = ("ImplementationException", 500)

    @property
    def uri(self) -> str:
        """Return the type as it stands in an answer."""
        return f"epcisException:{self.value[0]}"

    @property
    def status(self) -> int:
        """Return the usual status."""
        return self.value[1]


class ProblemError(Exception):
    """Ends a call with a problem as its answer."""

    def __init__(
        self,
        kind: Kind,
        title: str,
        *,
        status: int = 0,
        headers: Mapping[str, str] | None = None,
        **more: Json,
    ) -> None:
        super().__init__(title)
        self.kind = kind
        self.status = status or kind.status
        self.headers = dict(headers or {})
        self.body: dict[str, Json] = {
            "type": kind.uri,
            "title": title,
            "status": self.status,
            **more,
        }


_BY_STATUS = {
    400: Kind.VALIDATION,
    401: Kind.SECURITY,
    403: Kind.SECURITY,
    404: Kind.NO_SUCH_RESOURCE,
    409: Kind.EXISTS,
    413: Kind.CAPTURE_LIMIT,
    429: Kind.SECURITY,
}


def of_domain(error: DomainError) -> ProblemError:
    """Return a refusal of ours as a problem, in English: programs and their makers read it."""
    kind = _BY_STATUS.get(error.http_status, Kind.VALIDATION)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}
    with translation.override("en"):
        title = error.title()
    return ProblemError(
        kind,
        title,
        status=error.http_status,
        headers=headers.get(error.http_status),
        code=error.code,
    )


def answer(problem: ProblemError) -> HttpResponse:
    """Return the problem as an answer."""
    response = HttpResponse(
        json.dumps(problem.body, ensure_ascii=False), MEDIA_TYPE, problem.status
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response
