"""Secrets of the sandbox and of development: by gateway, environment and merchant number.

They open nothing but the sandbox. The shop's ``PAYMENT_SECRETS`` has the same shape.
"""

from collections.abc import Mapping
from typing import Final

MERCHANT: Final = "SCTDEMO"
APP_ID: Final = "999001"
"""ZaloPay counts its merchants."""

SECRETS: Final[Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]] = {
    "vnpay": {"sandbox": {MERCHANT: {"hash_secret": "sandbox-hash-secret-of-vnpay"}}},
    "momo": {
        "sandbox": {
            MERCHANT: {
                "access_key": "sandbox-access-key-of-momo",
                "secret_key": "sandbox-secret-key-of-momo",
            }
        }
    },
    "zalopay": {
        "sandbox": {
            APP_ID: {"key1": "sandbox-key-one-of-zalopay", "key2": "sandbox-key-two-of-zalopay"}
        }
    },
}


def secrets_of(code: str, merchant: str) -> Mapping[str, str] | None:
    """Return a merchant's secrets at the sandbox, or None when it knows no such merchant."""
    return SECRETS.get(code, {}).get("sandbox", {}).get(merchant)
