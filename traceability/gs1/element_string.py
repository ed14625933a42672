r"""Element strings: application identifiers with their values. Pure.

Two forms are read and written: with brackets, as people see them, ``(01)09520600012346(10)L1``;
and as a barcode carries them, with FNC1 (here the group separator, 0x1D) behind every value
whose length is not predefined. A bracket inside a value is written ``\(`` in the first form.

Source: GS1 General Specifications 26, sections 3 (definitions), 4.14 (invalid and mandatory
pairs) and 7.8 (processing of element strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from traceability.gs1 import errors
from traceability.gs1.ai_table import TABLE, describe, leading_ai
from traceability.gs1.application_identifier import Component, matches
from traceability.gs1.charsets import (
    CHARSET_39,
    CHARSET_64,
    CHARSET_82,
    first_outside,
    is_digits,
)
from traceability.gs1.rules import RULES

FNC1 = "\x1d"

_MOST_PADDING = 2
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)((?:[^(\\]|\\\(|\\(?!\())*)")


@dataclass(frozen=True, slots=True)
class Element:
    """One application identifier and its value, not yet checked."""

    ai: str
    value: str


def check_value(element: Element) -> None:
    """Refuse a value that is not what its application identifier asks for.

    Raises:
        UnknownAiError: there is no such application identifier.
        Gs1Error: a child that names the rule; its ``ai`` is set.
    """
    described = describe(element.ai)
    try:
        _check_length(element.value, described.least, described.most)
        rest = element.value
        for component in described.components:
            part, rest = rest[: component.most], rest[component.most :]
            if part or not component.optional:
                _check_component(part, component)
    except errors.Gs1Error as problem:
        problem.ai = element.ai
        raise


def _check_length(text: str, least: int, most: int) -> None:
    if not text:
        raise errors.EmptyValueError("the value is empty")
    if len(text) < least:
        raise errors.TooShortError(f"{len(text)} characters, at least {least} are needed")
    if len(text) > most:
        raise errors.TooLongError(f"{len(text)} characters, at most {most} are allowed")


def _check_component(part: str, component: Component) -> None:
    if len(part) < component.least:
        raise errors.TooShortError(f"{part!r} is shorter than {component.least} characters")
    _check_charset(part, component)
    for rule in component.rules:
        RULES[rule](part)


def _check_charset(part: str, component: Component) -> None:
    if component.charset == "digits":
        if not is_digits(part):
            raise errors.NonDigitError(f"{part!r} is not made of digits only")
    elif component.charset == "82":
        if (character := first_outside(part, CHARSET_82)) is not None:
            raise errors.Charset82Error(f"{character!r} is not in GS1 character set 82")
    elif component.charset == "39":
        if (character := first_outside(part, CHARSET_39)) is not None:
            raise errors.Charset39Error(f"{character!r} is not in GS1 character set 39")
    else:
        _check_charset_64(part)


def _check_charset_64(part: str) -> None:
    """Check base64url; padding may be left out, but where it stands it completes a triple."""
    body = part.rstrip("=")
    padding = len(part) - len(body)
    if padding > _MOST_PADDING or (padding and len(part) % 3):
        raise errors.Charset64Error("the padding does not fit the length")
    if (character := first_outside(body, CHARSET_64)) is not None:
        raise errors.Charset64Error(f"{character!r} is not in GS1 character set 64")


def check_associations(identifiers: Sequence[str]) -> None:
    """Refuse application identifiers that miss a companion or exclude each other.

    Raises:
        UnknownAiError: one of them is not an application identifier.
        RequiredAiMissingError: one needs another that is not there.
        ExcludedAiError: two of them must not stand together.
    """
    for ai in identifiers:
        described = describe(ai)
        for groups in described.requires:
            if not any(all(_present(p, identifiers, ai) for p in group) for group in groups):
                wanted = " or ".join("+".join(group) for group in groups)
                raise errors.RequiredAiMissingError(f"it needs {wanted} beside it", ai=ai)
        for pattern in described.excludes:
            if _present(pattern, identifiers, ai):
                raise errors.ExcludedAiError(f"it cannot stand beside {pattern}", ai=ai)


def _present(pattern: str, identifiers: Sequence[str], beside: str) -> bool:
    return any(other != beside and matches(pattern, other) for other in identifiers)


def validate(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Return the elements without repetitions, all their rules checked.

    Raises:
        Gs1Error: a child that names the rule: of a value, of a repetition with another value,
            or of values that do not go together.
    """
    distinct: dict[str, Element] = {}
    for element in elements:
        check_value(element)
        if distinct.setdefault(element.ai, element) != element:
            raise errors.RepeatedAiError("stands twice with different values", ai=element.ai)
    check_associations(tuple(distinct))
    return tuple(distinct.values())


def parse(text: str) -> tuple[Element, ...]:
    """Return the checked elements of a bracketed element string.

    >>> parse("(01)09520600012346(10)L1")[1]
    Element(ai='10', value='L1')

    Raises:
        Gs1Error: a child that names the rule.
    """
    if not text.startswith("(") or _BRACKETED.sub("", text):
        raise errors.ElementStringSyntaxError(f"{text!r} is not (AI)value(AI)value")
    return validate(
        [Element(ai, value.replace("\\(", "(")) for ai, value in _BRACKETED.findall(text)]
    )


def build(elements: Iterable[Element]) -> str:
    """Return the bracketed element string; the elements are taken as they are."""
    return "".join(f"({item.ai})" + item.value.replace("(", "\\(") for item in elements)


def parse_fnc1(data: str) -> tuple[Element, ...]:
    """Return the checked elements of barcode data; a leading FNC1 may be there or not.

    Args:
        data: as a scanner hands it out, FNC1 given as 0x1D.

    Raises:
        Gs1Error: a child that names the rule.
    """
    rest = data.removeprefix(FNC1)
    elements = []
    while rest:
        ai = leading_ai(rest)
        rest = rest[len(ai) :]
        value, rest = _leading_value(rest, TABLE[ai].most if TABLE[ai].predefined_length else None)
        elements.append(Element(ai, value))
    if not elements:
        raise errors.ElementStringSyntaxError("there is no element in the data")
    return validate(elements)


def _leading_value(rest: str, predefined: int | None) -> tuple[str, str]:
    """Return a value and what follows it. A separator behind a predefined length is forgiven."""
    value, _, behind = rest.partition(FNC1)
    if predefined is None or len(value) <= predefined:
        return value, behind
    return rest[:predefined], rest[predefined:]


def build_fnc1(elements: Iterable[Element]) -> str:
    """Return barcode data: FNC1 in front, and behind every value of no predefined length."""
    written = FNC1
    separator = ""
    for element in elements:
        written += separator + element.ai + element.value
        separator = "" if describe(element.ai).predefined_length else FNC1
    return written
