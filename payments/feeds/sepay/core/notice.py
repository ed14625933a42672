"""The body of SePay's webhook. Pure.

Source: developer.sepay.vn, webhooks (November 2026). Fields: id, gateway, transactionDate (local
time of Vietnam), accountNumber, subAccount, code, content, transferType (in, out), description,
transferAmount (đồng), accumulated, referenceCode. Fields we do not know are no error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from payments.core.notice_fields import (
    NoticeError,
    json_object,
    local_time,
    number_text,
    text,
    whole_dong,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SepayNotice:
    """One movement of money as SePay tells it.

    Args:
        event_id: SePay's number of the movement.
        incoming: money came in; False when it went out.
        amount: whole đồng, more than zero.
        occurred_at: aware, +07:00.
        content: the transfer's memo as the bank wrote it.
        reference: the bank's own number, may be empty.
        sub_account: virtual account, may be empty.
    """

    event_id: str
    account_number: str
    sub_account: str
    incoming: bool
    amount: int
    occurred_at: datetime
    content: str
    reference: str
    gateway: str


def read(body: bytes) -> SepayNotice:
    """Return what the body of a webhook says.

    Raises:
        NoticeError: it is not JSON, or a field is missing or of another kind.
    """
    fields = json_object(body)
    return SepayNotice(
        event_id=number_text(fields, "id"),
        account_number=text(fields, "accountNumber", required=True),
        sub_account=text(fields, "subAccount"),
        incoming=_direction(fields),
        amount=whole_dong(fields, "transferAmount"),
        occurred_at=local_time(fields, "transactionDate"),
        content=text(fields, "content"),
        reference=text(fields, "referenceCode"),
        gateway=text(fields, "gateway"),
    )


def _direction(fields: Mapping[str, object]) -> bool:
    value = fields.get("transferType")
    if value not in {"in", "out"}:
        raise NoticeError("transferType is neither in nor out")
    return value == "in"
