"""The body of payOS's webhook. Pure.

``{"code", "desc", "success", "data", "signature"}``; ``data`` has orderCode, amount (đồng),
description, accountNumber, reference, transactionDateTime (local time of Vietnam), currency,
paymentLinkId, code, counterAccount… and virtualAccount…. Fields we do not know are no error.

Source: payos.vn, webhook (November 2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from payments.core.notice_fields import (
    NoticeError,
    inner_object,
    json_object,
    local_time,
    text,
    whole_dong,
)

TEST_LINK: Final = "124c33293c43417ab7879e14c8d9eb18"
"""Of the call that payOS makes when an address is entered; it moved no money."""

PAID: Final = "00"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayosNotice:
    """One payment as payOS tells it.

    Args:
        event_id: the bank's reference and payOS's link, which together are never used again.
        is_paid: money came; other codes tell of links that were not paid.
        is_test: the call made when the address was entered.
        amount: whole đồng, more than zero.
        occurred_at: aware, +07:00.
    """

    event_id: str
    account_number: str
    virtual_account: str
    is_paid: bool
    is_test: bool
    amount: int
    occurred_at: datetime
    description: str
    reference: str


def signed_part(body: bytes) -> tuple[Mapping[str, object], str]:
    """Return ``data`` and ``signature`` of a body.

    Raises:
        NoticeError: it is not JSON, or has no data.
    """
    fields = json_object(body)
    return inner_object(fields, "data"), text(fields, "signature")


def read(body: bytes) -> PayosNotice:
    """Return what the body of a webhook says.

    Raises:
        NoticeError: it is not JSON, or a field is missing or of another kind.
    """
    data, _signature = signed_part(body)
    if text(data, "currency") not in {"", "VND"}:
        raise NoticeError("currency is not VND")
    link = text(data, "paymentLinkId", required=True)
    reference = text(data, "reference", required=True)
    return PayosNotice(
        event_id=f"{reference}:{link}",
        account_number=text(data, "accountNumber", required=True),
        virtual_account=text(data, "virtualAccountNumber"),
        is_paid=text(data, "code") == PAID,
        is_test=link == TEST_LINK,
        amount=whole_dong(data, "amount"),
        occurred_at=local_time(data, "transactionDateTime"),
        description=text(data, "description"),
        reference=reference,
    )
