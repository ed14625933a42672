"""Telling a movement in another feed's form: Casso's or payOS's instead of SePay's. Pure.

An address says who tells it: ``https://…`` SePay, ``casso+https://…``, ``payos+https://…``. Written
apart from the shop's readers, so that a test of one against the other means something.

Source: docs/model/payments.md, "Bank feeds".
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from payments.sandboxes.bank.core import notices

Fields: TypeAlias = "Mapping[str, str | int | None]"
"""Of a movement, by SePay's names."""

SCHEMES: Final = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One call of the shop: where to, what, and with which headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def is_address(text: str) -> bool:
    """Say whether ``text`` is an address we can tell: a known dialect, then http or https."""
    dialect, _, rest = text.rpartition("+") if "+" in text.partition(":")[0] else ("", "", text)
    return (not dialect or dialect in _DIALECTS) and rest.partition("://")[0] in SCHEMES


def tells(address: str, *, incoming: bool) -> bool:
    """Say whether this address hears of such a movement: payOS knows of money coming in only."""
    return incoming or _split(address)[0] != "payos"


def letter(address: str, told: bytes, *, secret: str, now: float) -> Letter:
    """Return the call that tells ``address`` of a movement.

    Args:
        address: with or without a dialect in front.
        told: SePay's body of the movement, the same at every try.
        secret: signs it.
        now: Unix seconds; what is signed with a time is signed anew at each try.
    """
    dialect, url = _split(address)
    if not dialect:
        return Letter(url=url, body=told, headers=notices.headers(told, secret=secret, now=now))
    body, headers = _DIALECTS[dialect](json.loads(told), secret, now)
    return Letter(url=url, body=body, headers={"Content-Type": "application/json", **headers})


def _split(address: str) -> tuple[str, str]:
    scheme, colon, rest = address.partition(":")
    dialect, _, scheme = scheme.rpartition("+")
    return dialect, scheme + colon + rest


def _casso(fields: Fields, secret: str, now: float) -> tuple[bytes, dict[str, str]]:
    size = int(fields["transferAmount"] or 0)
    data = {
        "id": fields["id"],
        "reference": fields["referenceCode"],
        "description": fields["content"],
        "amount": size if fields["transferType"] == "in" else -size,
        "runningBalance": fields["accumulated"],
        "transactionDateTime": fields["transactionDate"],
        "accountNumber": fields["accountNumber"],
        "bankName": fields["gateway"],
        "virtualAccountNumber": "",
    }
    content = {"error": 0, "data": data}
    stamp = str(int(now * 1000))
    signed = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    mac = hmac.new(secret.encode(), f"{stamp}.{signed}".encode(), hashlib.sha512).hexdigest()
    body = json.dumps(content, ensure_ascii=False).encode()
    return body, {"X-Casso-Signature": f"t={stamp},v1={mac}"}


def _payos(fields: Fields, secret: str, _now: float) -> tuple[bytes, dict[str, str]]:
    data = {
        "orderCode": int(fields["id"] or 0) % 10**9,
        "amount": fields["transferAmount"],
        "description": fields["content"],
        "accountNumber": fields["accountNumber"],
        "reference": fields["referenceCode"],
        "transactionDateTime": fields["transactionDate"],
        "currency": "VND",
        "paymentLinkId": hashlib.sha256(str(fields["id"]).encode()).hexdigest()[:32],
        "code": "00",
        "desc": "success",
        "counterAccountName": None,
        "virtualAccountNumber": None,
    }
    signed = "&".join(f"{name}={'' if data[name] is None else data[name]}" for name in sorted(data))
    mac = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    told = {"code": "00", "desc": "success", "success": True, "data": data, "signature": mac}
    return json.dumps(told, ensure_ascii=False).encode(), {}


_DIALECTS: Final[Mapping[str, Callable[[Fields, str, float], tuple[bytes, dict[str, str]]]]] = {
    "casso": _casso,
    "payos": _payos,
}
