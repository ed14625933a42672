"""What we write to VNPAY and how its words are read. Pure.

Amounts travel times 100. Times are ``yyyyMMddHHmmss`` in Vietnam.

Source: sandbox.vnpayment.vn, huong-dan-tich-hop; query and refund (November 2026). The meaning of
code 07 and of the refund's states 05, 06 and 09 comes from public copies of VNPAY's tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from payments.core.notice_fields import LARGEST_AMOUNT, VIETNAM, NoticeError

VERSION: Final = "2.1.0"
HUNDRED: Final = 100
LONGEST_REF: Final = 100
NO_NUMBER: Final = "0"

PAID: Final = "00"
SUSPECT: Final = "07"
GIVEN_UP: Final = "24"
NOT_FOUND: Final = "91"
REPEATED: Final = "94"

PAYMENT, REFUND_WHOLE, REFUND_PART = "01", "02", "03"
"""``vnp_TransactionType``."""

QUERY_ORDER: Final = (
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
)
REFUND_ORDER: Final = (
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
)
REFUND_ANSWER_ORDER: Final = (
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
)
QUERY_ANSWER_ORDER: Final = (*REFUND_ANSWER_ORDER, "vnp_PromotionCode", "vnp_PromotionAmount")

STATUSES: Final[Mapping[str, str]] = {
    "00": "paid",
    "01": "pending",
    "02": "failed",
    "04": "unknown",  # taken from the buyer but not finished at VNPAY: it will be reversed or done
    "07": "held",
}
"""Outcome by ``vnp_TransactionStatus`` of a payment."""

REFUND_STATUSES: Final[Mapping[str, str]] = {
    "00": "done",
    "05": "pending",
    "06": "done",  # sent to the bank; VNPAY says no more
    "09": "refused",
}
REFUND_REFUSALS: Final = frozenset({"02", "03", "04", "13", "91", "93", "95", "97"})
"""Answers to a refund after which nothing was given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What VNPAY says of one transaction.

    Args:
        outcome: a value of ``payments.wallets.protocol.Outcome``.
        amount: whole đồng.
        transaction_id: empty when nothing was taken.
    """

    order_ref: str
    merchant_id: str
    outcome: str
    amount: int
    transaction_id: str
    paid_at: datetime | None
    code: str


def clock(moment: datetime) -> str:
    """Return a time as VNPAY writes it."""
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def read(fields: Mapping[str, str]) -> Said:
    """Read the signed fields of a notice or of the buyer's way back.

    Raises:
        NoticeError: they are not what VNPAY's document promises.
    """
    code, status = _needed(fields, "vnp_ResponseCode"), _needed(fields, "vnp_TransactionStatus")
    return _said(fields, outcome=outcome_of(code, status), code=f"{code}/{status}")


def read_answer(fields: Mapping[str, str]) -> Said:
    """Read the signed fields of an answer to our question about a payment.

    Raises:
        NoticeError: they are not what VNPAY's document promises.
    """
    if _needed(fields, "vnp_TransactionType") != PAYMENT:
        outcome = "unknown"  # of a refund: it says nothing of what came
    else:
        outcome = STATUSES.get(_needed(fields, "vnp_TransactionStatus"), "unknown")
    code = f"{fields.get('vnp_ResponseCode', '')}/{fields.get('vnp_TransactionStatus', '')}"
    return _said(fields, outcome=outcome, code=code)


def outcome_of(code: str, status: str) -> str:
    """Return what became of a payment; it is paid only when both say so.

    >>> outcome_of("00", "00"), outcome_of("00", "02"), outcome_of("07", "07")
    ('paid', 'failed', 'held')
    """
    if SUSPECT in {code, status} and {code, status} <= {PAID, SUSPECT}:
        return "held"
    if code == PAID:
        return STATUSES.get(status, "unknown")
    return "cancelled" if code == GIVEN_UP else "failed"


def read_amount(text: str) -> int:
    """Return đồng from ``vnp_Amount``.

    Raises:
        NoticeError: no number, zero, or a part of a đồng.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_AMOUNT)) + 2):
        raise NoticeError("vnp_Amount is not a number")
    amount, rest = divmod(int(text), HUNDRED)
    if rest or not amount:
        raise NoticeError("vnp_Amount is not whole đồng above zero")
    return amount


def plain(text: str) -> str:
    """Return a text without the sign that joins values."""
    return text.replace("|", " ")


def _said(fields: Mapping[str, str], *, outcome: str, code: str) -> Said:
    number = fields.get("vnp_TransactionNo", "")
    return Said(
        order_ref=_needed(fields, "vnp_TxnRef"),
        merchant_id=_needed(fields, "vnp_TmnCode"),
        outcome=outcome,
        amount=read_amount(_needed(fields, "vnp_Amount")),
        transaction_id="" if number == NO_NUMBER else number[:LONGEST_REF],
        paid_at=_moment(fields.get("vnp_PayDate", "")),
        code=code,
    )


def _needed(fields: Mapping[str, str], name: str) -> str:
    text = fields.get(name, "")
    if not text or len(text) > LONGEST_REF or "\x00" in text:
        raise NoticeError(f"{name} is missing or too long")
    return text


def _moment(text: str) -> datetime | None:
    try:
        naive = datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007 (zone follows)
    except ValueError:
        return None
    return naive.replace(tzinfo=VIETNAM)
