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
    "viettel_money": {
        "sandbox": {
            MERCHANT: {
                "access_code": "sandbox-access-code-of-viettel",
                "hash_key": "sandbox-hash-key-of-viettel",
            }
        }
    },
    # The shop signs with private_key; the sandbox has the other half of each pair.
    "viettel_gateway": {
        "sandbox": {
            MERCHANT: {
                "access_token": "sandbox-access-token-of-viettel",
                "private_key": (
                    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4gxexsM8O83Xrkig0XNbPZ0A"
                    "PYC1DkTQ0/vM7cBVxbahRANCAAQkP3erLRpdqlOMohddmxuKjix39fWgzs640wnbX5bLXZFd"
                    "JKgttUhQVeCEuMEQ+akb2U8RqkCJEtb5Neh1hU9d"
                ),
                "merchant_public_key": (
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJD93qy0aXapTjKIXXZsbio4sd/X1oM7OuNMJ"
                    "21+Wy12RXSSoLbVIUFXghLjBEPmpG9lPEapAiRLW+TXodYVPXQ=="
                ),
                "viettel_private_key": (
                    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgic7dp95sSUnBC2rtknJ8uA9r"
                    "hJQXgcKTWuYDZW5b/QOhRANCAARVrcBaVzB+aKDwbUPhd0qZYzZzqSczTqfF2Msg1qPB5DW4"
                    "piDpZQPdP+/NyD95o3et6pnkQHZUwTyQZmW6yOMQ"
                ),
                "viettel_public_key": (
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVa3AWlcwfmig8G1D4XdKmWM2c6knM06nxdjL"
                    "INajweQ1uKYg6WUD3T/vzcg/eaN3reqZ5EB2VME8kGZlusjjEA=="
                ),
            }
        }
    },
    "stripe_checkout": {
        "sandbox": {
            MERCHANT: {
                "secret_key": "sk_test_sandbox_key_of_stripe",
                "webhook_secret": "whsec_sandbox_secret_of_stripe",
            }
        }
    },
    "vnpt_pay": {
        "sandbox": {
            MERCHANT: {
                "api_key": "sandbox-api-key-of-vnpt",
                "secret_key": "sandbox-secret-key-of-vnpt",
            }
        }
    },
}


def secrets_of(code: str, merchant: str) -> Mapping[str, str] | None:
    """Return a merchant's secrets at the sandbox, or None when it knows no such merchant."""
    return SECRETS.get(code, {}).get("sandbox", {}).get(merchant)
