"""VietQR payloads: read strictly, write plainly. Pure.

Source: NAPAS "QR format for NAPAS247 transfers" v1.0 (09/2021). Read: objects in any order
between 00 (first) and 63 (last), lengths in characters, tags nobody told us about are kept.
Written: ASCII in every object, because producers disagree whether a length counts characters or
bytes, and only QRIBFTTA and QRIBFTTC.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from payments.vietqr.core import crc, rules
from payments.vietqr.core.errors import (
    AmountOverLimitError,
    BadUnknownTagError,
    ControlCharacterError,
    CrcMissingError,
    CrcNotLastError,
    EmptyPayloadError,
    FitsOnlyByBytesError,
    FormatIndicatorNotFirstError,
    NotAsciiError,
    NotVietQrError,
    ServiceNotMadeError,
    TlvError,
    UnreadableTextError,
    VietQrError,
)
from payments.vietqr.core.text import fold, has_control, memo
from payments.vietqr.core.tlv import join, split

TRANSFER_LIMIT: Final = 500_000_000
"""In đồng; one NAPAS247 transfer stays below it."""

TEXT_FIELDS: Final[Mapping[str, str]] = {
    "merchant_category": "52",
    "merchant_name": "59",
    "merchant_city": "60",
    "bill_number": "62.01",
    "store_label": "62.03",
    "reference_label": "62.05",
    "terminal_label": "62.07",
    "purpose": "62.08",
}
"""Optional texts of a VietQr and where they stand."""

_FIXED_PATHS: Final = ("00", "01", "38.00", "38.01.00", "38.01.01", "38.02", "53", "54", "58", "63")
_OWN_PATHS: Final = frozenset((*_FIXED_PATHS, *TEXT_FIELDS.values()))
_CARRIED: Final = re.compile(r"(?:(?:38|38\.01|62|64)\.[0-9]{2}|(?!38|62|64)[0-9]{2})\Z")
"""Paths a code may carry along: any object but a template as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VietQr:
    """One VietQR code: whom to pay, and what the payer's bank app fills in.

    Args:
        acquirer_bin: six digits of the beneficiary's bank.
        account: account or card, up to 19 ASCII letters and digits.
        service_code: ``QRIBFTTA`` (to an account) or ``QRIBFTTC`` (to a card); when read also
            ``QRPUSH`` and ``QRCASH``.
        dynamic: made for one payment; a static code is for many.
        amount: whole đồng, or None when the payer types it.
        purpose: becomes the memo of the transfer; ``***`` asks the payer.
        unknown: every object read that has no field here, by path (``"61"``, ``"62.02"``,
            ``"80"``); its values are kept as they are.
    """

    acquirer_bin: str
    account: str
    service_code: str = rules.TO_ACCOUNT
    dynamic: bool = False
    amount: int | None = None
    purpose: str | None = None
    bill_number: str | None = None
    store_label: str | None = None
    terminal_label: str | None = None
    reference_label: str | None = None
    merchant_name: str | None = None
    merchant_city: str | None = None
    merchant_category: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict, hash=False)

    currency: ClassVar[str] = rules.DONG


def parse(text: str) -> VietQr:
    """Read one payload.

    Raises:
        VietQrError: the child that names the broken rule; nothing else is raised.
    """
    _check_text(text)
    _check_crc(text)
    objects = _divide(text)
    rules.check(objects)
    return _from_objects(objects)


def encode(code: VietQr) -> str:
    """Write ``code`` as a payload, in the order of the tags; see :func:`as_emitted` for texts.

    Raises:
        VietQrError: the child that names the rule the result would break.
    """
    emitted = as_emitted(code)
    if emitted.service_code not in rules.MADE_SERVICES:
        raise ServiceNotMadeError("38.02: only QRIBFTTA and QRIBFTTC are made")
    if emitted.amount is not None and emitted.amount >= TRANSFER_LIMIT:
        raise AmountOverLimitError(f"54: {TRANSFER_LIMIT} đồng or more in one transfer")
    objects = _to_objects(emitted)
    _check_ascii(objects)
    rules.check(objects)
    body = _assemble(objects) + "6304"
    return body + crc.checksum(body)


def as_emitted(code: VietQr) -> VietQr:
    """Return ``code`` with its texts as :func:`encode` writes them.

    Vietnamese letters lose their marks; the purpose becomes a plain memo.
    """
    return replace(
        code,
        merchant_category=_folded(code.merchant_category),
        merchant_name=_folded(code.merchant_name),
        merchant_city=_folded(code.merchant_city),
        bill_number=_folded(code.bill_number),
        store_label=_folded(code.store_label),
        reference_label=_folded(code.reference_label),
        terminal_label=_folded(code.terminal_label),
        purpose=None if code.purpose is None else memo(code.purpose),
    )


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


# --- reading ---------------------------------------------------------------------------------


def _check_text(text: str) -> None:
    if not text:
        raise EmptyPayloadError("there is no text")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UnreadableTextError("the text is not valid UTF-8")
    if has_control(text):
        raise ControlCharacterError("a line break or another control character in the text")


def _check_crc(text: str) -> None:
    if crc.has_trailer(text):
        crc.check(text)
        return
    try:
        objects = split(text)
    except TlvError:
        objects = {}
    if "63" in objects:
        raise CrcNotLastError("63: other objects follow the checksum")
    raise CrcMissingError("63: the text does not end in 6304 and four digits; was it cut off?")


def _divide(text: str) -> dict[str, str]:
    """Return value by path, with an answer of its own for lengths that count bytes."""
    try:
        return _objects(text)
    except TlvError as error:
        if not text.isascii() and _fits_by_bytes(text):
            raise FitsOnlyByBytesError(
                "lengths fit only when UTF-8 bytes are counted; characters must be"
            ) from error
        raise


def _fits_by_bytes(text: str) -> bool:
    try:
        _objects(text.encode().decode("latin-1"))  # one character for each byte
    except TlvError:
        return False
    except VietQrError:
        return True  # it divides; another rule is broken too
    return True


def _objects(text: str) -> dict[str, str]:
    root = split(text)
    tags = list(root)
    if tags[0] != "00":
        raise FormatIndicatorNotFirstError("00: missing or not the first object")
    if "63" not in root:
        raise CrcMissingError("63: the last eight characters belong to another object")
    if tags[-1] != "63":
        raise CrcNotLastError("63: other objects follow the checksum")
    if "38" not in root:
        raise NotVietQrError(f"38: missing; {_other_network(tags)}")
    return _open_templates(root)


def _other_network(tags: list[str]) -> str:
    others = [tag for tag in tags if "02" <= tag <= "51"]
    return f"the code is another network's (object {', '.join(others)})" if others else "no account"


def _open_templates(objects: Mapping[str, str]) -> dict[str, str]:
    opened: dict[str, str] = {}
    for path, value in objects.items():
        if path in rules.TEMPLATES:
            opened.update(_open_templates(split(value, path)))
        else:
            opened[path] = value
    return opened


def _from_objects(objects: Mapping[str, str]) -> VietQr:
    texts = {name: objects[path] for name, path in TEXT_FIELDS.items() if path in objects}
    return VietQr(
        acquirer_bin=objects["38.01.00"],
        account=objects["38.01.01"],
        service_code=objects["38.02"],
        dynamic=objects["01"] == rules.DYNAMIC,
        amount=rules.amount(objects["54"]) if "54" in objects else None,
        unknown={path: value for path, value in objects.items() if path not in _OWN_PATHS},
        **texts,
    )


# --- writing ---------------------------------------------------------------------------------


def _to_objects(code: VietQr) -> dict[str, str]:
    objects = {
        "00": "01",
        "01": rules.DYNAMIC if code.dynamic else rules.STATIC,
        "38.00": rules.NAPAS_GUID,
        "38.01.00": code.acquirer_bin,
        "38.01.01": code.account,
        "38.02": code.service_code,
        "53": code.currency,
        "58": "VN",
    }
    if code.amount is not None:
        objects["54"] = str(code.amount)
    texts = {path: getattr(code, name) for name, path in TEXT_FIELDS.items()}
    objects |= {path: text for path, text in texts.items() if text is not None}
    return objects | _carried_along(code.unknown)


def _carried_along(unknown: Mapping[str, str]) -> dict[str, str]:
    for path in unknown:
        if _CARRIED.match(path) is None or path in _OWN_PATHS:
            raise BadUnknownTagError(f"{path!a}: not a tag to carry along")
    return dict(unknown)


def _check_ascii(objects: Mapping[str, str]) -> None:
    for path, value in objects.items():
        if not value.isascii() or has_control(value):
            raise NotAsciiError(f"{path}: cannot be written in ASCII")


def _assemble(objects: Mapping[str, str], parent: str = "") -> str:
    """Write ``objects`` below ``parent`` in the order of their tags, templates included."""
    depth = len(parent) + 3 if parent else 2
    paths = sorted({path[:depth] for path in objects})
    values: dict[str, str] = {}
    for path in paths:
        inner = {key: value for key, value in objects.items() if key.startswith(f"{path}.")}
        values[path] = _assemble(inner, path) if inner else objects[path]
    return join(values)
