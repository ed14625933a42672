"""The signatures of VNPT Pay. Pure.

``SECURE_CODE`` is the lower-case hex SHA-256 of the named values joined by ``|``, with the secret
last. It is a plain hash with the secret behind, no HMAC. A ``|`` inside a value would move the
borders between values: we write none, and read it in the last value alone.

Source: github:ducdung8491/vnptpay-sdk-nodejs (1.0.5), a public service and a public receiver that
follow 1.0.6 (docs/model/payments.md). No official document was found; the orders of the replies to
INIT, PAY and QUERY are ours (`REPLIES`). To be confirmed with the partner.
"""

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match

JOINER: Final = "|"
SECURE_CODE: Final = "SECURE_CODE"

Fields = Mapping[str, str]


class Message(StrEnum):
    """What can be signed."""

    INIT = "INIT"
    """We ask for a page to send the buyer to (1.0.5)."""
    PAY = "PAY"
    """We ask for a QR code (1.0.6)."""
    QUERY = "QUERY"
    IPN = "IPN"
    IPN_REPLY = "IPN_REPLY"
    INIT_REPLY = "INIT_REPLY"
    PAY_REPLY = "PAY_REPLY"
    QUERY_REPLY = "QUERY_REPLY"


_ORDER: Final = ("ACTION", "VERSION", "MERCHANT_SERVICE_ID", "MERCHANT_ORDER_ID")

REPLIES: Final[Mapping[Message, tuple[str, ...]]] = {
    Message.INIT_REPLY: ("RESPONSE_CODE", "DESCRIPTION", "REDIRECT_URL"),
    Message.PAY_REPLY: ("RESPONSE_CODE", "DESCRIPTION", "QR_DATA"),
    Message.QUERY_REPLY: (
        "RESPONSE_CODE",
        "MERCHANT_SERVICE_ID",
        "MERCHANT_ORDER_ID",
        "AMOUNT",
        "CURRENCY_CODE",
        "VNPTPAY_TRANSACTION_ID",
        "PAYMENT_METHOD",
        "PAY_DATE",
        "TRANSACTION_STATUS",
        "ADDITIONAL_INFO",
    ),
}
"""Orders that nobody published: our assumption, which a setting replaces."""

ORDERS: Final[Mapping[Message, tuple[str, ...]]] = {
    Message.INIT: (
        *_ORDER,
        "AMOUNT",
        "AMOUNT_DETAIL",
        "SERVICE_ID",
        "DEVICE",
        "LOCALE",
        "CURRENCY_CODE",
        "PAYMENT_METHOD",
        "DESCRIPTION",
        "CREATE_DATE",
        "CLIENT_IP",
    ),
    Message.PAY: (
        *_ORDER,
        "AMOUNT",
        "PAYMENT_ACTION",
        "SERVICE_CATEGORY",
        "CHANNEL_ID",
        "DEVICE",
        "LOCALE",
        "CURRENCY_CODE",
        "PAYMENT_METHOD",
        "DESCRIPTION",
        "CREATE_DATE",
        "CLIENT_IP",
    ),
    Message.QUERY: (*_ORDER, "CREATE_DATE"),
    Message.IPN: (
        "ACTION",
        "RESPONSE_CODE",
        "MERCHANT_SERVICE_ID",
        "MERCHANT_ORDER_ID",
        "AMOUNT",
        "CURRENCY_CODE",
        "VNPTPAY_TRANSACTION_ID",
        "PAYMENT_METHOD",
        "PAY_DATE",
        "ADDITIONAL_INFO",
    ),
    Message.IPN_REPLY: (
        "RESPONSE_CODE",
        "DESCRIPTION",
        "MERCHANT_SERVICE_ID",
        "MERCHANT_ORDER_ID",
        "CREATE_DATE",
    ),
    **REPLIES,
}


def clean(text: str) -> str:
    """Return a value without the joiner, so that it stays one value.

    >>> clean("gao|100 kg")
    'gao 100 kg'
    """
    return " ".join(text.replace(JOINER, " ").split())


def signed_text(order: Sequence[str], fields: Fields, *, secret_key: str) -> str:
    """Return the text that is hashed; a field that is not there is empty."""
    return JOINER.join([*(fields.get(name, "") for name in order), secret_key])


def sign(order: Sequence[str], fields: Fields, *, secret_key: str) -> str:
    """Return the SECURE_CODE of a message."""
    return hashlib.sha256(signed_text(order, fields, secret_key=secret_key).encode()).hexdigest()


def signed(message: Message, fields: Fields, *, secret_key: str) -> dict[str, str]:
    """Return one of our messages with its SECURE_CODE; no value holds a joiner any more."""
    safe = {name: clean(value) for name, value in fields.items()}
    return {**safe, SECURE_CODE: sign(ORDERS[message], safe, secret_key=secret_key)}


def verify(secret_keys: Sequence[str], order: Sequence[str], fields: Fields, *, given: str) -> None:
    """Check that one of ``secret_keys`` signed these fields.

    Args:
        secret_keys: of the merchant; two while one replaces the other.
        order: the signed fields.
        fields: as received, as texts.
        given: SECURE_CODE as received, in either case; empty when missing.

    Raises:
        SignatureError: the child that says why not. A joiner in any value but the last counts as a
            wrong signature: the same hash would fit another message.
    """
    if not any(secret_keys):
        raise MissingSecretError("no secret is set for this account")
    if not given:
        raise MissingSignatureError("SECURE_CODE is missing")
    whole = not any(JOINER in fields.get(name, "") for name in order[:-1])
    wanted = [sign(order, fields, secret_key=key) for key in secret_keys if key and whole]
    check_match(given.lower(), wanted)
