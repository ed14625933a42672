"""The notice of a transfer in SePay's form: body, signature, and when to try again. Pure.

Source: developer.sepay.vn, webhooks (November 2026). Written apart from the shop's reader, so that
a test of one against the other means something.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
RETRY_MINUTES: Final = (1, 1, 2, 3, 5, 8, 13)
"""After the first try: seven more, the last one 33 minutes later."""

GATEWAY: Final = "SandboxBank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that moved on one account.

    Args:
        id: unique, grows.
        booked_at: Unix seconds.
        amount: whole đồng.
        accumulated: the account's balance afterwards.
    """

    id: int
    booked_at: float
    account: str
    memo: str
    incoming: bool
    amount: int
    accumulated: int
    reference: str


def body(movement: Movement) -> bytes:
    """Return the body that every try sends, byte for byte."""
    booked = datetime.fromtimestamp(movement.booked_at, UTC).astimezone(VIETNAM)
    fields = {
        "id": movement.id,
        "gateway": GATEWAY,
        "transactionDate": booked.strftime("%Y-%m-%d %H:%M:%S"),
        "accountNumber": movement.account,
        "subAccount": None,
        "code": None,
        "content": movement.memo,
        "transferType": "in" if movement.incoming else "out",
        "description": "",
        "transferAmount": movement.amount,
        "accumulated": movement.accumulated,
        "referenceCode": movement.reference,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def headers(content: bytes, *, secret: str, now: float) -> dict[str, str]:
    """Return the headers of one try, signed for this very second."""
    timestamp = str(int(now))
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + content, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "X-SePay-Timestamp": timestamp,
        "X-SePay-Signature": f"sha256={mac.hexdigest()}",
    }


def seconds_to_next_try(tries: int, *, time_scale: float) -> float | None:
    """Return how long to wait after ``tries`` failures, or None when it is given up.

    Args:
        tries: made so far, at least one.
        time_scale: how many times faster than SePay.
    """
    if tries > len(RETRY_MINUTES):
        return None
    return RETRY_MINUTES[tries - 1] * 60 / time_scale
