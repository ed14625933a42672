"""Calling the shop: one HTTP request, its answer read in part."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

LONGEST_ANSWER: Final = 4096
NO_ANSWER: Final = (OSError, HTTPException, ValueError)
"""What `call` raises when there was none."""


def call(
    method: str, url: str, *, body: bytes, headers: Mapping[str, str], timeout: float
) -> tuple[int, bytes]:
    """Return status and body of one call; redirects are answers like any other.

    Raises:
        OSError, HTTPException: no answer within ``timeout`` seconds.
        ValueError: the address is none.
    """
    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or not parts.hostname:
        raise ValueError(f"not an address: {url!a}")
    connection = kind(parts.hostname, parts.port, timeout=timeout)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body or None, dict(headers))
        response = connection.getresponse()
        return response.status, response.read(LONGEST_ANSWER)
    finally:
        connection.close()
