"""Calling a merchant: signed bodies, and its signed answers."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from payments.sandboxes.gateways.values import Fields, Letter
from payments.sandboxes.viettel_gateway.core import signing

LONGEST_ANSWER: Final = 4096


def letter(url: str, fields: Fields, secrets: Mapping[str, str]) -> Letter:
    """Return a signed call."""
    body = json.dumps(dict(fields), ensure_ascii=False).encode()
    made = signing.sign(secrets["viettel_private_key"], body)
    headers = {"Content-Type": "application/json", "X-Signature": made}
    return Letter(method="POST", url=url, body=body, headers=headers)


def confirm(url: str, fields: Fields, secrets: Mapping[str, str], *, patience: float) -> str:
    """Ask a merchant to confirm an order and return its code; one it did not sign is ``01``.

    Raises:
        OSError, HTTPException: no answer in time.
        ValueError: the address is none.
    """
    asked = letter(url, fields, secrets)
    parts = urlsplit(url)
    kind = {"http": HTTPConnection, "https": HTTPSConnection}.get(parts.scheme)
    if kind is None or not parts.hostname:
        raise ValueError(f"not an address: {url!a}")
    connection = kind(parts.hostname, parts.port, timeout=patience)
    try:
        connection.request("POST", parts.path, asked.body, dict(asked.headers))
        response = connection.getresponse()
        said = response.read(LONGEST_ANSWER)
        signature = response.headers.get("Signature", "")
    finally:
        connection.close()
    is_theirs = signing.is_of(secrets["merchant_public_key"], said, signature)
    return code_of(said) if is_theirs else "01"


def code_of(said: bytes) -> str:
    """Return the code of a merchant's answer; empty when it is none."""
    try:
        found = json.loads(said)
    except ValueError:
        return ""
    return str(found.get("code", "")) if isinstance(found, dict) else ""
