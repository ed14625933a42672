"""EMVCo tag-length-value text: split and join. Pure.

Source: NAPAS VietQR v1.0 (09/2021), chapter 4: a data object is a two-digit tag, a two-digit
length (01 to 99, counted in characters) and its value.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from payments.vietqr.core.errors import (
    BadLengthError,
    BadTagError,
    DuplicateTagError,
    EmptyValueError,
    ValueCutShortError,
    ValueTooLongError,
)

MAX_LENGTH: Final = 99
_TWO_DIGITS: Final = re.compile(r"[0-9]{2}\Z")  # str.isdigit would take Arabic-Indic digits


def child(parent: str, tag: str) -> str:
    """Return the path of ``tag`` inside ``parent``: ``child("62", "08")`` is ``62.08``."""
    return f"{parent}.{tag}" if parent else tag


def split(text: str, parent: str = "") -> dict[str, str]:
    """Divide ``text`` into data objects, in their order.

    Args:
        text: the whole payload or the value of a template.
        parent: path of that template; empty for the payload itself.

    Returns:
        Value by path (``"62.08"``).

    Raises:
        TlvError: one of its children says which rule is broken, and where.
    """
    objects: dict[str, str] = {}
    for path, value in _read(text, parent):
        if path in objects:
            raise DuplicateTagError(f"{path}: the tag comes twice")
        objects[path] = value
    return objects


def _read(text: str, parent: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not _TWO_DIGITS.match(tag):
            raise BadTagError(f"{parent or 'payload'}: no two-digit tag at character {at}")
        path = child(parent, tag)
        if not _TWO_DIGITS.match(length):
            raise BadLengthError(f"{path}: no two-digit length at character {at + 2}")
        if length == "00":
            raise EmptyValueError(f"{path}: the length is 00")
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) < int(length):
            raise ValueCutShortError(f"{path}: length {length}, {len(value)} characters left")
        yield path, value
        at += 4 + int(length)


def join(objects: Mapping[str, str]) -> str:
    """Write data objects one after the other, in the order given; keys may be paths.

    Raises:
        BadTagError: the last part of a key is not two digits.
        EmptyValueError: a value is empty.
        ValueTooLongError: a value has more than 99 characters.
    """
    return "".join(_write(path, value) for path, value in objects.items())


def _write(path: str, value: str) -> str:
    tag = path.rpartition(".")[2]
    if not _TWO_DIGITS.match(tag):
        raise BadTagError(f"{path!a}: not a tag")
    if not value:
        raise EmptyValueError(f"{path}: nothing to write")
    if len(value) > MAX_LENGTH:
        raise ValueTooLongError(f"{path}: {len(value)} characters, at most {MAX_LENGTH}")
    return f"{tag}{len(value):02d}{value}"
