"""How ZaloPay's numbers are written and its words are read. Pure.

Source: docs.zalopay.vn, codes of create, query, refund and query refund (November 2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from payments.core.notice_fields import (
    VIETNAM,
    NoticeError,
    json_object,
    number_text,
    text,
    whole_dong,
)

SUCCESS, FAILURE, PROCESSING = 1, 2, 3
KNOWN_ORDER: Final = -68
NO_ORDER: Final = -101
NO_REFUND: Final = -101
KNOWN_REFUND: Final = -23
TRY_AGAIN: Final = frozenset({-63})
"""Failures after which the buyer may pay the same order still: too little money in the wallet."""

ORDER_NOTICE: Final = 1
LONGEST_MILLISECONDS: Final = 10**14


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A payment ZaloPay tells of.

    Args:
        amount: whole đồng.
    """

    order_ref: str
    merchant_id: str
    amount: int
    transaction_id: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """ZaloPay's answer to a call: its code and the one below it."""

    code: int
    sub: int

    @property
    def text(self) -> str:
        """Both, for staff."""
        return f"{self.code}/{self.sub}"


def day_of(moment: datetime) -> str:
    """Return ``yymmdd`` in Vietnam, with which every number of a day begins.

    >>> day_of(datetime(2026, 11, 20, 17, 30, tzinfo=UTC))
    '261121'
    """
    return moment.astimezone(VIETNAM).strftime("%y%m%d")


def milliseconds(moment: datetime) -> str:
    """Return a time as ZaloPay writes it."""
    return str(int(moment.timestamp() * 1000))


def read_data(data: str) -> Said:
    """Read the signed text of a notice.

    Raises:
        NoticeError: it is not what ZaloPay's document promises.
    """
    fields = json_object(data.encode())
    return Said(
        order_ref=text(fields, "app_trans_id", required=True),
        merchant_id=_either(fields, "app_id"),
        amount=whole_dong(fields, "amount"),
        transaction_id=number_text(fields, "zp_trans_id"),
        at=moment_of(fields.get("server_time")),
    )


def read_answer(fields: Mapping[str, object]) -> Answer:
    """Read the codes of an answer.

    Raises:
        NoticeError: there is none.
    """
    code, sub = fields.get("return_code"), fields.get("sub_return_code", 0)
    if not isinstance(code, int) or isinstance(code, bool):
        raise NoticeError("return_code is not a number")
    return Answer(code=code, sub=sub if isinstance(sub, int) else 0)


def outcome_of(answer: Answer) -> str:
    """Return what an answer says of a payment: a value of ``Outcome``.

    >>> [outcome_of(Answer(code=c, sub=s)) for c, s in ((1, 1), (3, 0), (2, -101), (2, -63))]
    ['paid', 'pending', 'not_found', 'pending']
    """
    if answer.code == SUCCESS:
        return "paid"
    if answer.code == PROCESSING or (answer.code == FAILURE and answer.sub in TRY_AGAIN):
        return "pending"
    if answer.code == FAILURE:
        return "not_found" if answer.sub == NO_ORDER else "failed"
    return "unknown"


def refund_outcome(answer: Answer) -> str:
    """Return what an answer says of a refund: a value of ``RefundOutcome``.

    >>> [refund_outcome(Answer(code=c, sub=s)) for c, s in ((1, 1), (3, 2), (2, -23), (2, -14))]
    ['done', 'pending', 'pending', 'refused']
    """
    if answer.code == SUCCESS:
        return "done"
    if answer.code == PROCESSING or answer.sub == KNOWN_REFUND:
        return "pending"
    return "refused" if answer.code == FAILURE else "unknown"


def moment_of(value: object) -> datetime | None:
    """Return the time that milliseconds mean, or None when they mean none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if not 0 < value < LONGEST_MILLISECONDS:
        return None
    return datetime.fromtimestamp(value / 1000, UTC)


def _either(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(fields, name, required=True)
