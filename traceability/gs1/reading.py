"""Reading Digital Links for machines: what a URI says, or why it is refused, as plain data. Pure.

``manage.py gs1 read`` and ``python -m traceability.gs1`` print these as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from traceability.gs1.digital_link import parse
from traceability.gs1.errors import EmptyLineError, Gs1Error, UndecodableLineError


class Described(TypedDict):
    """What a Digital Link says."""

    element_string: str
    canonical: str
    key: list[str]
    qualifiers: list[list[str]]
    attributes: list[list[str]]
    ignored: list[str]


class Refused(TypedDict):
    """Why a line is not a Digital Link."""

    error: str
    message: str


def describe_uri(uri: str) -> Described:
    """Return what ``uri`` says.

    Raises:
        Gs1Error: a child that names the broken rule.
    """
    if not uri:
        raise EmptyLineError("there is nothing to read")
    link = parse(uri)
    return {
        "element_string": link.element_string,
        "canonical": link.canonical,
        "key": [link.key.ai, link.key.value],
        "qualifiers": [[item.ai, item.value] for item in link.qualifiers],
        "attributes": [[item.ai, item.value] for item in link.attributes],
        "ignored": list(link.ignored),
    }


def refusal(error: Gs1Error) -> Refused:
    """Return ``error`` as plain data."""
    return {"error": error.code, "message": str(error)}


def describe_line(line: bytes) -> Described | Refused:
    """Return what a line of input says; its line end is not part of the URI."""
    try:
        return describe_uri(_decoded(line.removesuffix(b"\n").removesuffix(b"\r")))
    except Gs1Error as error:
        return refusal(error)


def describe_lines(lines: Iterable[bytes]) -> Iterator[Described | Refused]:
    """Yield one answer a line, in order, whatever the line holds."""
    return map(describe_line, lines)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UndecodableLineError(f"byte {problem.start} is not UTF-8") from problem
