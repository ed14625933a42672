"""The signatures of VNPT EPAY's MegaPay, another company's product. Pure.

``merchantToken`` is the lower-case hex SHA-256 of the named values one after the other and the
EncodeKey behind them, **with nothing between them**: each value is held to its form here, so that
a text can be cut in one way only. MegaPay is no way to pay in this shop; this is where one would
start.

Source: github:lamtd/vnpt-epay (docs/model/payments.md). To be confirmed with the partner.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match

REQUEST: Final = ("timeStamp", "merTrxId", "merId", "amount")
NOTICE: Final = ("resultCd", "timeStamp", "merTrxId", "trxId", "merId", "amount")
WITH_FEE: Final = "userFee"

_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "resultCd": re.compile(r"[0-9A-Z]{2}_[0-9]{3}\Z"),
    "timeStamp": re.compile(r"[0-9]{14}\Z"),
    "merTrxId": re.compile(r"[A-Za-z0-9_-]{1,50}\Z"),
    "trxId": re.compile(r"[A-Za-z0-9_-]{1,50}\Z"),
    "merId": re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}\Z"),
    "amount": re.compile(r"[1-9][0-9]{0,12}\Z"),
    "userFee": re.compile(r"(0|[1-9][0-9]{0,12})\Z"),
}


class FormError(ValueError):
    """A value has not its form, so the text could be cut elsewhere."""


def signed_text(order: Sequence[str], fields: Mapping[str, str]) -> str:
    """Return the text that is hashed, without the key; the fee stands last where there is one.

    Raises:
        FormError: a value is missing or has not its form.
    """
    names = [*order, WITH_FEE] if WITH_FEE in fields else list(order)
    for name in names:
        if _FORMS[name].match(fields.get(name, "")) is None:
            raise FormError(f"{name} is missing or has another form")
    return "".join(fields[name] for name in names)


def sign(order: Sequence[str], fields: Mapping[str, str], *, encode_key: str) -> str:
    """Return the merchantToken.

    Raises:
        FormError: a value is missing or has not its form.
    """
    return hashlib.sha256((signed_text(order, fields) + encode_key).encode()).hexdigest()


def verify(
    encode_keys: Sequence[str],
    fields: Mapping[str, str],
    *,
    given: str,
    sent: Mapping[str, str],
) -> None:
    """Check a notice's token against what we sent.

    Args:
        encode_keys: of the merchant; two while one replaces the other.
        fields: of the notice.
        given: its merchantToken, empty when missing.
        sent: our own ``merTrxId``, ``merId`` and ``amount``. They fix every border of the signed
            text, so a notice that differs in one of them must not be read at all.

    Raises:
        SignatureError: the child that says why not.
        FormError: a value has not its form or is not what we sent.
    """
    if not any(encode_keys):
        raise MissingSecretError("no key is set for this account")
    if not given:
        raise MissingSignatureError("merchantToken is missing")
    if any(fields.get(name) != value for name, value in sent.items()):
        raise FormError("the notice is of another payment")
    check_match(given.lower(), [sign(NOTICE, fields, encode_key=key) for key in encode_keys if key])
