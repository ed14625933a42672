"""The body of Casso's webhook V2. Pure.

``{"error": 0, "data": {...}}`` with id, reference, description, amount (đồng, below zero for money
that went out), transactionDateTime (local time of Vietnam), accountNumber, virtualAccountNumber.
Fields we do not know are no error.

Source: as in ``signing``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from payments.core.notice_fields import (
    NoticeError,
    inner_object,
    json_object,
    local_time,
    number_text,
    text,
    whole_dong,
)

TEST_REFERENCE: Final = "MA_GIAO_DICH_THU_NGHIEM"
"""Of the call that Casso makes when an address is entered; it moved no money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CassoNotice:
    """One movement of money as Casso tells it.

    Args:
        event_id: Casso's number of the movement.
        incoming: money came in; False when it went out.
        is_test: the call made when the address was entered.
        amount: whole đồng, more than zero.
        occurred_at: aware, +07:00.
    """

    event_id: str
    account_number: str
    virtual_account: str
    incoming: bool
    is_test: bool
    amount: int
    occurred_at: datetime
    description: str
    reference: str


def read(body: bytes) -> CassoNotice:
    """Return what the body of a webhook says.

    Raises:
        NoticeError: it is not JSON, says of an error, or a field is missing or of another kind.
    """
    fields = json_object(body)
    if fields.get("error", 0) != 0:
        raise NoticeError("error is not 0")
    data = inner_object(fields, "data")
    amount = whole_dong(data, "amount", signed=True)
    reference = text(data, "reference")
    return CassoNotice(
        event_id=number_text(data, "id"),
        account_number=text(data, "accountNumber", required=True),
        virtual_account=text(data, "virtualAccountNumber"),
        incoming=amount > 0,
        is_test=reference == TEST_REFERENCE,
        amount=abs(amount),
        occurred_at=local_time(data, "transactionDateTime"),
        description=text(data, "description"),
        reference=reference,
    )
