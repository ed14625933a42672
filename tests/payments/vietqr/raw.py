"""Payloads written by hand, so that tests can break them: no code of the encoder is used."""

import binascii
from collections.abc import Mapping
from typing import Final

BENEFICIARY: Final = "0006999999" + "0113SCTDEMO000001"
ROOT: Final[Mapping[str, str]] = {
    "00": "01",
    "01": "12",
    "38": f"0010A00000072701{len(BENEFICIARY):02d}{BENEFICIARY}0208QRIBFTTA",
    "53": "704",
    "54": "185000",
    "58": "VN",
    "62": "0810ST7K2M9Q4C",
}


def obj(tag: str, value: str) -> str:
    """Return one data object, length in characters."""
    return f"{tag}{len(value):02d}{value}"


def seal(body: str) -> str:
    """Return ``body`` with object 63 and its right checksum."""
    framed = body + "6304"
    return f"{framed}{binascii.crc_hqx(framed.encode(), 0xFFFF):04X}"


def payload(changes: Mapping[str, str | None] | None = None) -> str:
    """Return the standard payload with objects changed, added or (None) left out."""
    objects = {**ROOT, **(changes or {})}
    return seal("".join(obj(tag, value) for tag, value in objects.items() if value is not None))


def merchant_account(beneficiary: str = BENEFICIARY, *, rest: str = "0208QRIBFTTA") -> str:
    """Return the value of template 38 with another beneficiary or another tail."""
    return "0010A000000727" + obj("01", beneficiary) + rest
