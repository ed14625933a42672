"""GS1 Digital Link URIs, uncompressed: parse, build, canonical form. Pure.

``https://shop.example/01/09520600012346/10/L1/21/S1?17=271231`` carries one primary key (01), its
qualifiers in a fixed order (10, 21) and data attributes in the query (17). Other query keys
belong to the shop and are kept apart as *ignored*; a fragment is dropped.

The rules, each with an error of its own:

* only URI characters; scheme http or https, all lower or all upper case; a domain;
* the right-most primary key of the path counts, what stands left of it is the custom stem;
* the path ends with the last value: a slash behind it is an error (a resolver forgives one, see
  :func:`resolver_forgives`);
* in the path ``+`` is a plus, in the query it is a space; a per cent sign without two hexadecimal
  digits behind it stays as it is;
* a numeric query key must be an application identifier that may stand there, and must not be
  one that would fit into the path as a qualifier;
* no application identifier twice; every value and the combination follow the General
  Specifications (:mod:`traceability.gs1.element_string`).

Source: GS1 Digital Link Standard: URI Syntax 1.6.0. Short GTINs went with release 1.4.0, names
such as ``/gtin/`` with 1.3.0; :class:`Leniency` reads old codes that still carry them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from traceability.gs1 import errors
from traceability.gs1.ai_table import TABLE, is_known, is_path_sequence, is_primary_key
from traceability.gs1.charsets import is_digits
from traceability.gs1.element_string import Element, validate
from traceability.gs1.element_string import build as build_element_string

CANONICAL_STEM = "https://id.gs1.org"

_SCHEMES = ("https://", "HTTPS://", "http://", "HTTP://")
_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_DOMAIN_CHARACTERS = re.compile(r"[A-Za-z0-9\-.:\[\]]+")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_SHORT_GTIN_LENGTHS = (8, 12, 13)
_ALIASES = {
    "cpid": "8010",
    "cpsn": "8011",
    "cpv": "22",
    "gcn": "255",
    "gdti": "253",
    "giai": "8004",
    "ginc": "401",
    "gln": "414",
    "glnx": "254",
    "gmn": "8013",
    "grai": "8003",
    "gsin": "402",
    "gsrn": "8018",
    "gsrnp": "8017",
    "gtin": "01",
    "itip": "8006",
    "lot": "10",
    "party": "417",
    "refno": "8020",
    "ser": "21",
    "srin": "8019",
    "sscc": "00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """What a reader of old or foreign codes may put up with; nothing, unless told.

    Attributes:
        short_gtin: AI (01) with 8, 12 or 13 digits is filled up to 14.
        aliases: ``/gtin/…/lot/…`` for ``/01/…/10/…``.
        unknown_attributes: numeric query keys that are no application identifier are taken.
    """

    short_gtin: bool = False
    aliases: bool = False
    unknown_attributes: bool = False


STRICT = Leniency()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLink:
    """What a Digital Link says.

    Attributes:
        stem: scheme, domain and custom path in front of the key, without a slash at its end.
        key: the primary key.
        qualifiers: the key's qualifiers, in path order.
        attributes: the data attributes, in the URI's order.
        ignored: raw query parts that are not GS1's, in the URI's order.
    """

    stem: str
    key: Element
    qualifiers: tuple[Element, ...]
    attributes: tuple[Element, ...]
    ignored: tuple[str, ...] = ()

    @property
    def elements(self) -> tuple[Element, ...]:
        """Key, qualifiers, attributes."""
        return (self.key, *self.qualifiers, *self.attributes)

    @property
    def element_string(self) -> str:
        """The same, as ``(01)…(10)…(17)…``."""
        return build_element_string(self.elements)

    @property
    def canonical(self) -> str:
        """The same on GS1's own domain, without stem, ignored parts and fragment."""
        return self.on(CANONICAL_STEM)

    def on(self, stem: str) -> str:
        """Return the URI that says the same on another domain.

        Raises:
            StemError: ``stem`` is not an http(s) origin with an optional path.
        """
        return _written(stem, (self.key, *self.qualifiers), self.attributes)

    def value(self, ai: str) -> str | None:
        """Return the value of ``ai``, or None where the link does not carry it."""
        return next((item.value for item in self.elements if item.ai == ai), None)


def parse(uri: str, leniency: Leniency = STRICT) -> ParsedLink:
    """Return what ``uri`` says, every rule checked.

    >>> parse("https://shop.example/01/09520600012346/10/L1?17=271231").element_string
    '(01)09520600012346(10)L1(17)271231'

    Raises:
        Gs1Error: a child that names the rule.
    """
    origin, path, query = _split(uri)
    stem, pairs = _path_pairs(path, leniency)
    in_path = [_element(ai, raw, "path", leniency) for ai, raw in pairs]
    in_query, ignored = _query_elements(query, leniency)
    _check_roles([item.ai for item in in_path], [item.ai for item in in_query], leniency)
    _validated([*in_path, *in_query])
    return ParsedLink(
        stem=origin + stem,
        key=in_path[0],
        qualifiers=tuple(in_path[1:]),
        attributes=tuple(in_query),
        ignored=tuple(ignored),
    )


def build(
    elements: Iterable[Element], stem: str = CANONICAL_STEM, leniency: Leniency = STRICT
) -> str:
    """Return the Digital Link of checked elements on ``stem``.

    The first primary key among them becomes the key, what qualifies it goes into the path, the
    rest into the query: first attributes of predefined length, then the others, each in the
    order given.

    >>> build([Element("01", "09520600012346"), Element("10", "L1")], "https://shop.example")
    'https://shop.example/01/09520600012346/10/L1'

    Raises:
        Gs1Error: a child that names the rule.
    """
    distinct = _validated(list(elements))
    key = next((item for item in distinct if is_primary_key(item.ai)), None)
    if key is None:
        raise errors.NoPrimaryKeyError("none of the elements is a primary key")
    others = [item for item in distinct if item is not key]
    qualifiers = _qualifiers_of(key, others)
    attributes = [item for item in others if item not in qualifiers]
    _check_roles([key.ai, *(q.ai for q in qualifiers)], [a.ai for a in attributes], leniency)
    return _written(stem, (key, *qualifiers), attributes)


def resolver_forgives(uri: str) -> str:
    """Return ``uri`` without the one slash its path may end in, for a resolver to parse.

    The syntax forbids the slash, but web servers and messengers add it.
    """
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", uri, re.DOTALL).groups()  # type: ignore[union-attr]
    return path.removesuffix("/") + mark + rest


def escape(text: str, *, in_query: bool) -> str:
    """Return ``text`` percent-encoded as one path segment, or as one query value.

    All but ``A-Z a-z 0-9 - . _ ~`` is encoded, with upper-case hexadecimal digits.
    """
    return quote_plus(text, safe="~") if in_query else quote(text, safe="~")


def unescape(raw: str) -> str:
    """Return ``raw`` decoded, one character a byte: values are ASCII, the rest gets refused."""
    octets = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw.encode("ascii"))
    return octets.decode("latin-1")


# --- Reading ---------------------------------------------------------------------------------


def _split(uri: str) -> tuple[str, str, str]:
    """Return origin, path and query of ``uri``; the fragment is dropped."""
    if not _URI_CHARACTERS.fullmatch(uri):
        raise errors.UriCharacterError("the URI holds a character that URIs do not have")
    scheme = next((known for known in _SCHEMES if uri.startswith(known)), None)
    if scheme is None:
        raise errors.UriSchemeError("a Digital Link begins with http:// or https://")
    domain, slash, rest = uri.removeprefix(scheme).partition("/")
    if not domain or not slash:
        raise errors.UriDomainMissingError("a domain and a path are needed")
    if not _DOMAIN_CHARACTERS.fullmatch(domain):
        raise errors.UriDomainCharacterError(f"{domain!r} is not a domain")
    path, _, query = rest.partition("#")[0].partition("?")
    return scheme + domain, "/" + path, query


def _path_pairs(path: str, leniency: Leniency) -> tuple[str, list[tuple[str, str]]]:
    """Return the custom stem and the pairs of identifier and raw value from the key on."""
    segments = path.split("/")
    pairs: list[tuple[str, str]] = []
    for position in range(len(segments) - 2, 0, -2):
        ai = _identifier(segments[position], leniency)
        if not is_known(ai):
            break
        pairs.insert(0, (ai, segments[position + 1]))
        if is_primary_key(ai):
            return "/".join(segments[:position]), pairs
    if path.endswith("/") and len(path) > 1:
        raise errors.TrailingSlashError("the path of a Digital Link does not end in a slash")
    raise errors.NoPrimaryKeyError("the path holds no GS1 key with its value")


def _identifier(segment: str, leniency: Leniency) -> str:
    return _ALIASES.get(segment, segment) if leniency.aliases else segment


def _element(ai: str, raw: str, where: str, leniency: Leniency) -> Element:
    if not raw:
        raise errors.EmptyValueError(f"no value in the {where}", ai=ai)
    value = unescape(raw.replace("+", " ") if where == "query" else raw)
    if "\0" in value:
        raise errors.NulCharacterError(f"a NUL character in the {where}", ai=ai)
    if leniency.short_gtin and ai == "01" and len(value) in _SHORT_GTIN_LENGTHS:
        value = value.zfill(14)
    return Element(ai, value)


def _query_elements(query: str, leniency: Leniency) -> tuple[list[Element], list[str]]:
    """Return the elements of the query and its raw parts that are none."""
    elements: list[Element] = []
    ignored: list[str] = []
    for part in filter(None, query.split("&")):
        ai, equals, raw = part.partition("=")
        if not equals or not is_digits(ai):
            ignored.append(part)
            continue
        if not is_known(ai) and not leniency.unknown_attributes:
            raise errors.UnknownAiError(f"({ai}) in the query is not an application identifier")
        elements.append(_element(ai, raw, "query", leniency))
    return elements, ignored


# --- Rules of both directions -------------------------------------------------------------------


def _check_roles(path: Sequence[str], query: Sequence[str], leniency: Leniency) -> None:
    """Refuse identifiers that stand in the wrong place or twice."""
    sequence = tuple(path)
    if not is_path_sequence(sequence):
        raise errors.QualifierSequenceError(f"{'/'.join(path)} is not a key and its qualifiers")
    for position, ai in enumerate(query):
        if ai in sequence or ai in query[:position]:
            raise errors.DuplicateAiError("stands twice in the URI", ai=ai)
        if _could_qualify(sequence, ai):
            raise errors.QualifierInQueryError("belongs in the path, not in the query", ai=ai)
        if not is_known(ai):
            if not leniency.unknown_attributes:
                raise errors.UnknownAiError(f"({ai}) is not an application identifier")
        elif not TABLE[ai].data_attribute:
            raise errors.NotAnAttributeError("may not stand in the query", ai=ai)


def _validated(elements: Sequence[Element]) -> list[Element]:
    """Return the elements once each; the unknown ones, whose rules nobody knows, unchecked."""
    known = validate([item for item in elements if is_known(item.ai)])
    return [item for item in dict.fromkeys(elements) if item in known or not is_known(item.ai)]


def _could_qualify(sequence: tuple[str, ...], ai: str) -> bool:
    """Say whether the path could hold ``ai`` too, at any place behind the key."""
    return any(
        is_path_sequence((*sequence[:position], ai, *sequence[position:]))
        for position in range(1, len(sequence) + 1)
    )


def _qualifiers_of(key: Element, others: Sequence[Element]) -> list[Element]:
    """Return those of ``others`` that qualify ``key``, by the sequence that fits most of them."""
    by_ai = {item.ai: item for item in others}
    fitting = [
        [by_ai[ai] for ai in sequence if ai in by_ai] for sequence in TABLE[key.ai].qualifiers or ()
    ]
    return max(fitting, key=len, default=[])


def _written(stem: str, path: Sequence[Element], attributes: Sequence[Element]) -> str:
    """Return the URI; attributes of predefined length stand first, as barcodes have them."""
    ordered = sorted(
        attributes, key=lambda item: not (is_known(item.ai) and TABLE[item.ai].predefined_length)
    )
    query = "&".join(f"{item.ai}={escape(item.value, in_query=True)}" for item in ordered)
    segments = (f"/{item.ai}/{escape(item.value, in_query=False)}" for item in path)
    return _checked_stem(stem) + "".join(segments) + ("?" + query if query else "")


def _checked_stem(stem: str) -> str:
    trimmed = stem.removesuffix("/")
    try:
        _split(trimmed + "/")
    except errors.Gs1Error as problem:
        raise errors.StemError(f"{stem!r} is not an http(s) origin") from problem
    if "?" in trimmed or "#" in trimmed:
        raise errors.StemError(f"{stem!r} has a query or a fragment")
    return trimmed
