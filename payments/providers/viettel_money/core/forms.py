"""Forms of the ViettelPay gateway v2.0, as bodies and behind a ``?``. Pure.

A plus is a blank in a form, and a plus in base64. A sender that does not escape its signature turns
the one into the other; so the signature alone is read without that rule: a blank never stands in
base64, and an escaped plus reads the same either way.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote, unquote_plus

from payments.core.notice_fields import NoticeError

CHECK_SUM: Final = "check_sum"
MOST_FIELDS: Final = 50


def read(text: str) -> dict[str, str]:
    """Return the fields of a form.

    Raises:
        NoticeError: no UTF-8, too many fields, or a field that comes twice.
    """
    pairs = [pair for pair in text.split("&") if pair]
    if len(pairs) > MOST_FIELDS:
        raise NoticeError("too many fields")
    fields: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        name = _decoded(name)
        if name in fields:
            raise NoticeError(f"{name} comes twice")
        fields[name] = _decoded(value, plus=name != CHECK_SUM)
    return fields


def read_body(body: bytes) -> dict[str, str]:
    """Return the fields of a posted form.

    Raises:
        NoticeError: it is none.
    """
    if not body.isascii():
        raise NoticeError("the form is not escaped")
    return read(body.decode("ascii"))


def write(fields: Mapping[str, str]) -> str:
    """Return a form with everything escaped, a plus as ``%2B`` and a blank as ``%20``."""
    return "&".join(
        f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in fields.items()
    )


def _decoded(text: str, *, plus: bool = True) -> str:
    decode = unquote_plus if plus else unquote
    try:
        found = decode(text, errors="strict")
    except UnicodeDecodeError as error:
        raise NoticeError("the form is not UTF-8") from error
    if "\x00" in found:
        raise NoticeError("the form holds a character that cannot be stored")
    return found
