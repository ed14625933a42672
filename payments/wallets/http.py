"""Calling a gateway: with limits of time and size, and never where it sends us."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Final

import requests
from urllib3.exceptions import HTTPError

from payments.conf import number
from payments.errors import ProviderUnreachableError

LARGEST_ANSWER: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway answered; ``body`` as received, so that a signature can be checked over it."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: int | None = None,
) -> Answer:
    """Call a gateway once and return its answer.

    ``seconds`` is how long to wait for it, where a gateway's document asks for more than usual.
    Redirects are not followed and certificates are checked: whoever answers is who was asked.

    Raises:
        ProviderUnreachableError: nothing, an error of its own (5xx), or too much came back in
            time. What became of the call is unknown.
    """
    patience = seconds or number("PAYMENTS_ANSWER_SECONDS")
    limits = (number("PAYMENTS_CONNECT_SECONDS"), patience)
    try:
        with requests.request(
            method,
            url,
            data=body,
            params=query,
            headers=dict(headers or {}),
            timeout=limits,
            allow_redirects=False,
            stream=True,
        ) as response:
            content = _read(response, until=monotonic() + patience)
            answer = Answer(response.status_code, content, dict(response.headers))
    except (requests.RequestException, HTTPError, OSError) as error:
        raise ProviderUnreachableError(reason=type(error).__name__) from error
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or len(answer.body) > LARGEST_ANSWER:
        raise ProviderUnreachableError(status=answer.status)
    return answer


def _read(response: requests.Response, *, until: float) -> bytes:
    """Return the body, of at most one byte too many; a gateway that drips is not waited for.

    Raises:
        HTTPError: it stopped, was cut short or cannot be unpacked.
        TimeoutError: it is not whole ``until`` then.
    """
    content = b""
    while len(content) <= LARGEST_ANSWER:
        piece = response.raw.read1(LARGEST_ANSWER + 1 - len(content), decode_content=True)
        if not piece:
            break
        content += piece
        if monotonic() > until:
            raise TimeoutError
    return content
