"""payOS's webhook signature. Pure.

The body holds ``data`` and ``signature``: hex HMAC-SHA256 with the checksum key over ``data`` as
``key=value&…``, keys sorted; null is empty, lists and objects are JSON with sorted keys. Every
field that came is signed, the ones we do not know, too.

Source: payos.vn, webhook, checking the data by its signature (November 2026); its SDK's vectors.
No time is signed: only the number of the movement tells a replay.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match


def signed_text(data: Mapping[str, object]) -> str:
    """Return the text that is signed.

    >>> signed_text({"b": None, "a": 1, "c": [{"z": 1, "y": "é"}]})
    'a=1&b=&c=[{"y":"é","z":1}]'
    """
    return "&".join(f"{key}={_value(data[key])}" for key in sorted(data))


def sign(key: str, data: Mapping[str, object]) -> str:
    """Return the hex signature of ``data``."""
    return hmac.new(key.encode(), signed_text(data).encode(), hashlib.sha256).hexdigest()


def verify(keys: Sequence[str], *, signature: str, data: Mapping[str, object]) -> None:
    """Check that one of ``keys`` signed this data.

    Args:
        keys: checksum keys of the account; two while one replaces the other.
        signature: field as received, empty when missing.
        data: as parsed, fractions as ``Decimal``.

    Raises:
        SignatureError: the child that says why not.
    """
    if not any(keys):
        raise MissingSecretError("no key is set for this account")
    if not signature:
        raise MissingSignatureError("the field signature is missing")
    check_match(signature, [sign(key, data) for key in keys if key])


def _value(value: object) -> str:
    """Return a value as JavaScript writes it into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_number
        )
    return str(_number(value)) if isinstance(value, Decimal) else str(value)


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is no JSON")
    return int(value) if value % 1 == 0 else float(value)
