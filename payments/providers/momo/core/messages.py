"""How MoMo's words are read. Pure.

Source: developers.momo.vn, result codes (November 2026); codes not named there mean a failure in a
notice, and nothing certain in an answer to a call.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from payments.core.notice_fields import LARGEST_AMOUNT, NoticeError

OK: Final = 0
REPEATED, KNOWN_ORDER, NO_ORDER = 40, 41, 42
PENDING: Final = frozenset({1000, 7000, 7002, 9000})
"""Waiting for the buyer, in MoMo's works, or authorised and not yet taken."""

GIVEN_UP: Final = frozenset({1003, 1006, 1017})
UNCERTAIN: Final = frozenset({10, 43, 98, 99})
"""Maintenance, a conflict with a call under way, and what MoMo itself does not know."""

LONGEST_TEXT: Final = 255
LONGEST_NUMBER: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What MoMo says of one payment.

    Args:
        outcome: a value of ``payments.wallets.protocol.Outcome``.
        amount: whole đồng.
    """

    order_ref: str
    merchant_id: str
    outcome: str
    amount: int
    transaction_id: str
    at: datetime | None
    code: int


def as_texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the fields as MoMo writes them into the signed text.

    Raises:
        NoticeError: a value is neither text nor whole number.
    """
    return {name: _text(name, value) for name, value in fields.items() if not _is_list(value)}


def read(fields: Mapping[str, str]) -> Said:
    """Read the signed fields of a notice, of the way back, or of an answer to a question.

    Raises:
        NoticeError: they are not what MoMo's document promises.
    """
    code = number(fields, "resultCode")
    amount = number(fields, "amount")
    if not 0 < amount <= LARGEST_AMOUNT:
        raise NoticeError("amount is not whole đồng above zero")
    outcome = outcome_of(code)
    transaction = fields.get("transId", "")
    return Said(
        order_ref=needed(fields, "orderId"),
        merchant_id=needed(fields, "partnerCode"),
        outcome=outcome,
        amount=amount,
        transaction_id="" if transaction == "0" else transaction[:LONGEST_NUMBER],
        at=_moment(fields.get("responseTime", "")),
        code=code,
    )


def outcome_of(code: int) -> str:
    """Return what a result code says of a payment.

    >>> outcome_of(0), outcome_of(9000), outcome_of(1006), outcome_of(1001), outcome_of(99)
    ('paid', 'pending', 'cancelled', 'failed', 'unknown')
    """
    if code == OK:
        return "paid"
    if code in PENDING:
        return "pending"
    if code in UNCERTAIN:
        return "unknown"
    if code == NO_ORDER:
        return "not_found"
    return "cancelled" if code in GIVEN_UP else "failed"


def refund_outcome(code: int) -> str:
    """Return what a result code says of a refund: a value of ``RefundOutcome``.

    A number that was used before means that the refund is under way or done: ask.

    >>> [refund_outcome(code) for code in (0, 7002, 41, 1080, 99)]
    ['done', 'pending', 'pending', 'refused', 'unknown']
    """
    if code == OK:
        return "done"
    if code in PENDING or code in {REPEATED, KNOWN_ORDER}:
        return "pending"
    return "unknown" if code in UNCERTAIN else "refused"


def number(fields: Mapping[str, str], name: str) -> int:
    """Return a whole number, zero included.

    Raises:
        NoticeError: it is missing or no number.
    """
    text = fields.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NoticeError(f"{name} is not a number")
    return int(text)


def needed(fields: Mapping[str, str], name: str) -> str:
    """Return a text that must be there.

    Raises:
        NoticeError: it is missing or too long.
    """
    text = fields.get(name, "")
    if not text or len(text) > LONGEST_TEXT or "\x00" in text:
        raise NoticeError(f"{name} is missing or too long")
    return text


def _is_list(value: object) -> bool:
    return isinstance(value, list | dict)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise NoticeError(f"{name} is neither text nor whole number")
    return str(value)


def _moment(text: str) -> datetime | None:
    if not (text.isascii() and text.isdigit()) or len(text) > len("9999999999999"):
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)
