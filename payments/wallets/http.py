"""Calling a gateway: with limits of time and size, and never where it sends us."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import requests

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
            content = response.raw.read(LARGEST_ANSWER + 1, decode_content=True)
            answer = Answer(response.status_code, content, dict(response.headers))
    except (requests.RequestException, OSError) as error:
        raise ProviderUnreachableError(reason=type(error).__name__) from error
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or len(answer.body) > LARGEST_ANSWER:
        raise ProviderUnreachableError(status=answer.status)
    return answer
