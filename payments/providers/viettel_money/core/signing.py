"""The signatures of the ViettelPay gateway v2.0. Pure.

``check_sum`` is base64 of HMAC-SHA1 with the hash key over the access code and the named values,
one after the other, **with nothing between them**, in the alphabetical order of their names. Such a
text can be cut in more than one place, so whoever reads a message must hold every value to its form
(`messages`), and we sign nothing for a caller who did not prove himself.

Source: public samples written after Viettel's own document (github:doanngocthanh,
viettelpay_code_demo) and a client of Viettel's; docs/model/payments.md. To be confirmed with the
partner.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from payments.core.signatures import MissingSecretError, MissingSignatureError, check_match


class Message(StrEnum):
    """What can be signed."""

    PAYMENT = "payment"
    """We send the buyer to the gateway."""
    VERIFY = "verify"
    """The gateway asks whether the order is there; the amount is signed and not sent."""
    VERIFY_REPLY = "verify_reply"
    RESULT = "result"
    """The gateway says what became of it; the buyer's way back carries the same."""
    QUESTION = "question"
    """The gateway missed our reply to the result and asks whether we have it."""
    RESULT_REPLY = "result_reply"
    """Also the reply to the question."""
    INQUIRY = "inquiry"
    INQUIRY_REPLY = "inquiry_reply"
    REFUND = "refund"
    REFUND_REPLY = "refund_reply"


ORDER: Final[Mapping[Message, tuple[str, ...]]] = {
    Message.PAYMENT: (
        "billcode",
        "command",
        "merchant_code",
        "order_id",
        "trans_amount",
        "version",
    ),
    Message.VERIFY: ("billcode", "merchant_code", "order_id", "trans_amount"),
    Message.VERIFY_REPLY: (
        "billcode",
        "error_code",
        "merchant_code",
        "order_id",
        "trans_amount",
    ),
    Message.RESULT: (
        "billcode",
        "cust_msisdn",
        "error_code",
        "merchant_code",
        "order_id",
        "payment_status",
        "trans_amount",
        "vt_transaction_id",
    ),
    Message.QUESTION: ("merchant_code", "order_id"),
    Message.RESULT_REPLY: ("error_code", "merchant_code", "order_id"),
    Message.INQUIRY: ("cmd", "merchant_code", "order_id", "version"),
    Message.INQUIRY_REPLY: ("merchant_code", "order_id", "payment_status", "version"),
    Message.REFUND: (
        "cmd",
        "merchant_code",
        "order_id",
        "originalRequestId",
        "refundType",
        "trans_amount",
        "version",
    ),
    Message.REFUND_REPLY: ("error_code", "merchant_code", "order_id", "version"),
}
"""The signed fields of each message; the access code stands before them all."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the partner gave us; neither is ever sent."""

    access_code: str = field(repr=False)
    hash_key: str = field(repr=False)


def signed_text(message: Message, fields: Mapping[str, str], *, access_code: str) -> str:
    """Return the text that is signed.

    >>> signed_text(Message.QUESTION, {"merchant_code": "M", "order_id": "ST1"}, access_code="A")
    'AMST1'
    """
    return access_code + "".join(fields[name] for name in ORDER[message])


def check_sum(keys: Keys, message: Message, fields: Mapping[str, str]) -> str:
    """Return the signature of a message."""
    text = signed_text(message, fields, access_code=keys.access_code).encode()
    mac = hmac.new(keys.hash_key.encode(), text, hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def verify(
    key_sets: Sequence[Keys], message: Message, fields: Mapping[str, str], *, given: str
) -> None:
    """Check that one of ``key_sets`` signed these fields.

    Args:
        key_sets: of the merchant; two while one replaces the other.
        message: which order counts.
        fields: every field of that order.
        given: the field ``check_sum`` as received, empty when missing.

    Raises:
        SignatureError: the child that says why not.
    """
    usable = [keys for keys in key_sets if keys.access_code and keys.hash_key]
    if not usable:
        raise MissingSecretError("no keys are set for this account")
    if not given:
        raise MissingSignatureError("the field check_sum is missing")
    check_match(given, [check_sum(keys, message, fields) for keys in usable])
