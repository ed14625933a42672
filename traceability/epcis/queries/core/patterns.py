"""Patterns of identifiers in MATCH parameters: exact, by their start, or by an expression. Pure.

Source: GS1 EPC Tag Data Standard 2.0, section 8 (pure identity patterns); EPCIS 2.0, 8.2.7.1.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_PATTERN_STEM = "urn:epc:idpat:"
_ID_STEM = "urn:epc:id:"
_CLASS_STEM = "urn:epc:class:"
_BY_CLASS = frozenset({"lgtin"})
_GTIN_KEYS = {"sgtin": "21", "lgtin": "10"}
_ITEM_DIGITS = 13
_LINK = "https://id.gs1.org"

Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Match:
    """How to find what a pattern means; exactly one of the three is set."""

    exact: str = ""
    prefix: str = ""
    regex: str = ""


def match_of(text: str, canonical: Canonical) -> Match:
    """Return how to find what ``text`` means.

    >>> match_of("https://id.gs1.org/01/09520600012353/21/*", str)
    Match(exact='', prefix='https://id.gs1.org/01/09520600012353/21/', regex='')
    """
    if text.startswith(_PATTERN_STEM):
        return _urn_pattern(text.removeprefix(_PATTERN_STEM), canonical)
    if "*" not in text:
        return Match(exact=canonical(text))
    if text.index("*") == len(text) - 1:
        return Match(prefix=text[:-1]) if text != "*" else Match(regex="^")
    return Match(regex=_regex(text))


def _urn_pattern(text: str, canonical: Canonical) -> Match:
    scheme, _colon, rest = text.partition(":")
    parts = rest.split(".")
    stem = _CLASS_STEM if scheme in _BY_CLASS else _ID_STEM
    if "*" not in parts:
        return Match(exact=canonical(f"{stem}{text}"))
    if parts[-1] == "*" and "*" not in parts[:-1]:
        found = _serial_prefix(f"{stem}{scheme}:{'.'.join(parts[:-1])}", canonical)
        if found:
            return found
    if scheme in _GTIN_KEYS:
        return Match(regex=_gtin_regex(scheme, parts))
    return Match(regex=_regex(f"{stem}{text}"))


def _serial_prefix(stem: str, canonical: Canonical) -> Match | None:
    """Write the identifier with a serial of our own and cut that off again."""
    mark = "7357"
    link = canonical(f"{stem}.{mark}")
    return Match(prefix=link.removesuffix(mark)) if link.endswith(f"/{mark}") else None


def _gtin_regex(scheme: str, parts: list[str]) -> str:
    """Return the Digital Links of a company's items, whatever indicator and item number."""
    company = parts[0] if parts[0].isdigit() else ""
    rest = _ITEM_DIGITS - 1 - len(company)
    return (
        rf"^{re.escape(_LINK)}/01/[0-9]{company}[0-9]{{{max(rest, 0)}}}[0-9]/{_GTIN_KEYS[scheme]}/"
    )


def _regex(text: str) -> str:
    return "^" + ".*".join(re.escape(part) for part in text.split("*")) + "$"
