"""The signed address of a buyer's notice: nobody makes one up, nobody counts them through."""

import secrets
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "recall_notices"
_SIGNED = 10
"""Hex digits of the signature: short, for an SMS has 160 letters."""


def new_code() -> str:
    """Return the random part: twelve hex digits, 48 bits; the signature adds 40."""
    return secrets.token_hex(6)


def url_of(code: str) -> str:
    """Return the address that a message carries."""
    return f"{settings.PUBLIC_ORIGIN}{_path()}{token_of(code)}/"


@cache
def _path() -> str:
    """Return the addresses' common beginning; asked once, not for each of a hundred thousand."""
    return reverse("recall_notices:notice", args=["-"]).removesuffix("-/")


def token_of(code: str) -> str:
    """Return code and signature."""
    return f"{code}-{_signature(code)}"


def code_of(token: str) -> str:
    """Return the code of a signed token, empty when the signature is wrong."""
    code, _dash, signature = token.partition("-")
    return code if constant_time_compare(signature, _signature(code)) else ""


def _signature(code: str) -> str:
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()[:_SIGNED]
