"""Answers over WSGI, and what is said of a request before it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LONGEST_PATIENCE: Final = 64 * 1024 * 1024
CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back to the caller."""

    body: str
    status: HTTPStatus = HTTPStatus.OK
    kind: str = HTML
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def send(
    answer: Answer, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Return an answer as WSGI wants it."""
    content = answer.body.encode()
    headers = [
        ("Content-Type", answer.kind),
        ("Content-Length", str(len(content))),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        *answer.headers.items(),
    ]
    if answer.location:
        headers.append(("Location", answer.location))
    start_response(f"{answer.status.value} {answer.status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def redirect(location: str) -> Answer:
    """Return a redirect after a POST."""
    return Answer(body="", status=HTTPStatus.SEE_OTHER, location=location)


def length_of(environ: "WSGIEnvironment") -> int | None:
    """Return how long the body is, or None when that cannot be read."""
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else None


def pour_away(environ: "WSGIEnvironment", length: int) -> None:
    """Read what is not wanted: a browser that is still sending would not see the answer."""
    left = min(length, LONGEST_PATIENCE)
    while left > 0 and (chunk := environ["wsgi.input"].read(min(left, CHUNK))):
        left -= len(chunk)


def comes_from_elsewhere(environ: "WSGIEnvironment") -> bool:
    """Say whether another site's page sent this."""
    origin = environ.get("HTTP_ORIGIN")
    return origin is not None and urlsplit(origin).netloc != environ.get("HTTP_HOST")
