"""GS1 identifiers in events: EPC URNs and Digital Links, one written as the other. Pure.

``urn:epc:id:sgtin:0614141.107346.2017`` and ``https://shop.example/gtin/10614141073464/21/2017?a=1``
name the same pack. Two forms of it are written here:

* :func:`canonical`, by which things are looked up: on GS1's own domain, the finest level only
  (a serial wins over the lot, the consumer product variant goes), percent-encoded as the Digital
  Link standard wants it, so equal to what :mod:`traceability.gs1.digital_link` builds;
* :func:`normalised`, which goes into event hashes: the same, but percent-encoded as CBV does.

Reading is lenient (no check digits): what is wrong with an identifier says
:mod:`traceability.epcis.core.check_ids`.

Source: GS1 EPC Tag Data Standard 2.0, section 6 (URNs); CBV 2.0, section 8.9.1 (hash);
GS1 Digital Link URI Syntax 1.6.0.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from traceability.gs1.check_digit import with_check_digit
from traceability.gs1.digital_link import CANONICAL_STEM, escape

_CACHED = 65536
_HASH_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "!()*+,:"})


class EpcError(ValueError):
    """A URN that does not follow its EPC scheme, or a thing that its scheme cannot express."""


@dataclass(frozen=True, slots=True)
class Key:
    """A GS1 key with at most one qualifier; values as they stand in the URI, percent-encoded."""

    ai: str
    value: str
    qualifier: str = ""
    qualified: str = ""

    def written(self, encode: Callable[[str], str]) -> str:
        """Return the Digital Link on GS1's own domain."""
        link = f"{CANONICAL_STEM}/{self.ai}/{encode(self.value)}"
        return f"{link}/{self.qualifier}/{encode(self.qualified)}" if self.qualifier else link


@lru_cache(maxsize=_CACHED)
def canonical(uri: str) -> str:
    """Return the URI a thing is looked up by; what is no GS1 identifier stays as it is.

    >>> canonical("urn:epc:class:lgtin:4012345.012345.Lot987")
    'https://id.gs1.org/01/04012345123456/10/Lot987'
    """
    key = key_of(uri)
    return uri if key is None else key.written(lambda raw: escape(unquote(raw), in_query=False))


@lru_cache(maxsize=_CACHED)
def normalised(uri: str) -> str:
    """Return the URI that goes into event hashes; what is no GS1 identifier stays as it is."""
    key = key_of(uri)
    return uri if key is None else key.written(lambda raw: raw.translate(_HASH_ESCAPES))


def key_of(uri: str) -> Key | None:
    """Return the GS1 key that ``uri`` holds, or None."""
    if uri.startswith("urn:epc:"):
        try:
            return urn_key(uri)
        except EpcError:
            return None
    return link_key(uri) if uri[:4].lower() == "http" else None


def is_class(uri: str) -> bool:
    """Say whether ``uri`` names a class of goods (a GTIN, a lot) and no single thing."""
    key = key_of(uri)
    return key is not None and key.ai in {"01", "8006"} and key.qualifier in {"", "10"}


# --- EPC URNs ----------------------------------------------------------------------------------

_PREFIX = r"(?P<prefix>\d{6,12})"
_TEXT = r"(?:[!'()*+,\-.0-9:;=A-Z_a-z]|%2[25-7F]|%3[CEF])"
_PART = r"(?:[\-0-9A-Z]|%23|%2F)"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One EPC scheme.

    Args:
        name: ``sgtin`` in ``urn:epc:id:sgtin:…``.
        digits: how many digits company prefix and reference have together; 0: any text.
        pattern: what follows ``urn:epc:id:sgtin:``, with groups prefix, ref and maybe rest.
        link: the key from the parts: company prefix, reference, what follows them.
        longest: of reference and prefix together where the reference is text.
    """

    name: str
    digits: int
    pattern: re.Pattern[str]
    link: Callable[[str, str, str], Key]
    longest: int = 30


def _scheme(name: str, digits: int, link: Callable[[str, str, str], Key], tail: str = "") -> Scheme:
    ref = r"(?P<ref>\d*)" if digits else rf"(?P<ref>{_PART if name == 'cpi' else _TEXT}+)"
    return Scheme(name, digits, re.compile(rf"{_PREFIX}\.{ref}{tail}"), link)


def _rest(pattern: str) -> str:
    return rf"\.(?P<rest>{pattern})"


def _gtin(prefix: str, ref: str) -> str:
    """Return the GTIN; its indicator is the first digit of the item reference."""
    return with_check_digit(f"{ref[:1]}{prefix}{ref[1:]}")


def _itip(prefix: str, ref: str, rest: str) -> Key:
    piece, total, serial = rest.split(".", 2)
    return Key("8006", f"{_gtin(prefix, ref)}{piece}{total}", *_qualified("21", serial))


def _qualified(ai: str, text: str) -> tuple[str, str]:
    """Return qualifier and value; a pattern, which stands for all of them, has none."""
    return (ai, text) if text else ("", "")


def _sgln(prefix: str, ref: str, rest: str) -> Key:
    gln = with_check_digit(prefix + ref)
    return Key("414", gln) if rest == "0" else Key("414", gln, "254", rest)


def _joined(ai: str, lead: str = "") -> Callable[[str, str, str], Key]:
    """Return a builder of keys that carry their serial behind the check digit."""
    return lambda prefix, ref, rest: Key(ai, with_check_digit(lead + prefix + ref) + rest)


def _sscc(prefix: str, ref: str, _rest: str) -> Key:
    return Key("00", with_check_digit(ref[:1] + prefix + ref[1:]))


def _of_gtin(qualifier: str) -> Callable[[str, str, str], Key]:
    return lambda prefix, ref, rest: Key("01", _gtin(prefix, ref), *_qualified(qualifier, rest))


def _text_key(ai: str) -> Callable[[str, str, str], Key]:
    return lambda prefix, ref, _rest: Key(ai, prefix + ref)


def _cpi(prefix: str, ref: str, rest: str) -> Key:
    return Key("8010", prefix + ref, *_qualified("8011", rest))


_SERIAL_20, _SERIAL_28 = rf"{_TEXT}{{1,20}}", rf"{_TEXT}{{1,28}}"

_INSTANCES = (
    _scheme("sgtin", 13, _of_gtin("21"), _rest(_SERIAL_20)),
    _scheme("sscc", 17, _sscc),
    _scheme("sgln", 12, _sgln, _rest(_SERIAL_20)),
    _scheme("grai", 12, _joined("8003", "0"), _rest(rf"{_TEXT}{{1,16}}")),
    _scheme("giai", 0, _text_key("8004")),
    _scheme("gsrn", 17, _joined("8018")),
    _scheme("gsrnp", 17, _joined("8017")),
    _scheme("gdti", 12, _joined("253"), _rest(rf"{_TEXT}{{1,17}}")),
    _scheme("cpi", 0, _cpi, _rest(r"(?:0|[1-9]\d{0,11})")),
    _scheme("sgcn", 12, _joined("255"), _rest(r"\d{1,12}")),
    _scheme("ginc", 0, _text_key("401")),
    _scheme("gsin", 16, _joined("402")),
    _scheme("itip", 13, _itip, _rest(rf"\d\d\.\d\d\.{_SERIAL_20}")),
    _scheme("upui", 13, _of_gtin("235"), _rest(_SERIAL_28)),
    _scheme("pgln", 12, _joined("417")),
)
_CLASSES = (_scheme("lgtin", 13, _of_gtin("10"), _rest(_SERIAL_20)),)
_PATTERNS = (
    _scheme("sgtin", 13, _of_gtin("21"), _rest(r"\*")),
    _scheme("grai", 12, _joined("8003", "0"), _rest(r"\*")),
    _scheme("gdti", 12, _joined("253"), _rest(r"\*")),
    _scheme("sgcn", 12, _joined("255"), _rest(r"\*")),
    _scheme("cpi", 0, _cpi, _rest(r"\*")),
    _scheme("itip", 13, _itip, _rest(r"\d\d\.\d\d\.\*")),
    _scheme("upui", 13, _of_gtin("235"), _rest(r"\*")),
)
SCHEMES = {
    f"urn:epc:{kind}:{scheme.name}:": scheme
    for kind, schemes in (("id", _INSTANCES), ("class", _CLASSES), ("idpat", _PATTERNS))
    for scheme in schemes
}
"""Schemes of GS1 keys by the beginning of their URNs. Others (gid, usdod, adi…) hold none."""


def urn_key(urn: str) -> Key:
    """Return the GS1 key of an EPC URN.

    Raises:
        EpcError: the scheme holds no GS1 key, or the URN does not follow it.
    """
    stem, name, rest = _cut(urn)
    scheme = SCHEMES.get(stem)
    if scheme is None:
        raise EpcError(f"{name} is no EPC scheme of a GS1 key")
    found = scheme.pattern.fullmatch(rest)
    if found is None:
        raise EpcError(f"this is no {name} URN")
    prefix, ref = found["prefix"], found["ref"]
    if scheme.digits and len(prefix) + len(ref) != scheme.digits:
        raise EpcError(f"company prefix and reference have {scheme.digits} digits together")
    if not scheme.digits and len(unquote(prefix + ref)) > scheme.longest:
        raise EpcError(f"company prefix and reference are longer than {scheme.longest}")
    tail = found.groupdict().get("rest") or ""
    return scheme.link(prefix, ref, tail.removesuffix("*") if "idpat" in stem else tail)


def _cut(urn: str) -> tuple[str, str, str]:
    parts = urn.split(":", 4)
    if len(parts) < 5 or parts[:2] != ["urn", "epc"]:  # noqa: PLR2004 -- urn:epc:kind:name:rest
        raise EpcError("this is no EPC URN")
    return ":".join(parts[:4]) + ":", parts[3], parts[4]


# --- Digital Links -----------------------------------------------------------------------------

_URL = re.compile(r"https?://[^/?#]+(?P<path>/[^?#]*)", re.IGNORECASE)
_CHARS = r"(?:[^/\s])"
_KEYS = {
    "00": r"\d{18}",
    "01": r"\d{14}|\d{13}|\d{12}|\d{8}",
    "253": rf"\d{{13}}{_CHARS}*",
    "255": r"\d{13,25}",
    "401": rf"\d{{4}}{_CHARS}+",
    "402": r"\d{17}",
    "414": r"\d{13}",
    "417": r"\d{13}",
    "8003": rf"\d{{14}}{_CHARS}*",
    "8004": rf"\d{{4}}{_CHARS}+",
    "8006": r"\d{18}",
    "8010": rf"\d{{4}}{_CHARS}+",
    "8013": rf"\d{{4}}{_CHARS}+",
    "8017": r"\d{18}",
    "8018": r"\d{18}",
}
_VALUES = {ai: re.compile(pattern) for ai, pattern in _KEYS.items()}
_FINEST = {
    "01": ("21", "235", "10", "22"),
    "8006": ("21", "10", "22"),
    "414": ("254", "7040"),
    "417": ("7040",),
    "8004": ("7040",),
    "8010": ("8011",),
    "8017": ("8019",),
    "8018": ("8019",),
}
"""Qualifiers of keys, the finest first."""
_VARIANT = "22"
_ALIASES = {
    "gtin": "01", "itip": "8006", "cpid": "8010", "gln": "414", "party": "417", "gsrnp": "8017",
    "gsrn": "8018", "gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402",
    "grai": "8003", "giai": "8004", "gmn": "8013", "cpv": "22", "lot": "10", "ser": "21",
    "glnx": "254", "cpsn": "8011", "srin": "8019",
}  # fmt: skip


def link_key(uri: str) -> Key | None:
    """Return the GS1 key of a Digital Link, the right-most one; None where there is none."""
    found = _URL.match(uri)
    if found is None:
        return None
    segments = found["path"].rstrip("/").split("/")
    for at in range(len(segments) - 2, 0, -1):
        ai = _ALIASES.get(segments[at], segments[at])
        pattern = _VALUES.get(ai)
        if pattern and pattern.fullmatch(segments[at + 1]):
            return _key(ai, segments[at + 1], segments[at + 2 :])
    return None


def _key(ai: str, value: str, rest: list[str]) -> Key | None:
    """Return the key with its finest qualifier; None where what follows it is none."""
    allowed = _FINEST.get(ai, ())
    names = [_ALIASES.get(name, name) for name in rest[::2]]
    if len(rest) % 2 or not set(names) <= set(allowed) or not all(rest):
        return None
    given = dict(zip(names, rest[1::2], strict=True))
    finest = next((name for name in allowed if name in given and name != _VARIANT), "")
    value = value.zfill(14) if ai == "01" else value
    return Key(ai, value, finest, given[finest]) if finest else Key(ai, value)


# --- Digital Link to EPC URN -------------------------------------------------------------------


def to_urn(uri: str, company_prefix_length: int) -> str:
    """Return the EPC URN of a Digital Link whose company prefix has so many digits.

    The length is not in the link: it is what GS1 assigned to the company.

    Raises:
        EpcError: no GS1 key, or no EPC scheme has this combination.
    """
    key = key_of(uri)
    if key is None:
        raise EpcError("this is no GS1 identifier")
    writer = _URNS.get((key.ai, key.qualifier))
    if writer is None:
        raise EpcError(f"AI ({key.ai}) with ({key.qualifier}) has no EPC URN")
    return writer(key, company_prefix_length)


def _urn_text(raw: str) -> str:
    """Return a percent-encoded text as EPC URNs write it."""
    return "".join(
        mark if re.fullmatch(_TEXT, mark) else f"%{ord(mark):02X}" for mark in unquote(raw)
    )


def _split(digits: str, length: int) -> str:
    return f"{digits[:length]}.{digits[length:]}"


def _item(gtin: str, length: int) -> str:
    """Return company prefix, indicator and item reference of a GTIN."""
    prefix, item = gtin[1 : length + 1], gtin[length + 1 : 13]
    return f"{prefix}.{gtin[0]}{item}"


def _write_gtin(kind: str, rest: Callable[[Key], str]) -> Callable[[Key, int], str]:
    return lambda key, length: f"urn:epc:{kind}:{_item(key.value, length)}.{rest(key)}"


def _write_plain(name: str, body: int) -> Callable[[Key, int], str]:
    """Return a writer of keys of ``body`` digits, their check digit, and maybe a serial."""
    return lambda key, length: (
        f"urn:epc:id:{name}:{_split(key.value[:body], length)}"
        + (f".{_urn_text(key.value[body + 1 :])}" if key.value[body + 1 :] else "")
    )


def _write_sscc(key: Key, length: int) -> str:
    prefix, ref = key.value[1 : length + 1], key.value[length + 1 : 17]
    return f"urn:epc:id:sscc:{prefix}.{key.value[0]}{ref}"


def _write_sgln(key: Key, length: int) -> str:
    return f"urn:epc:id:sgln:{_split(key.value[:12], length)}.{_urn_text(key.qualified) or '0'}"


def _write_text(name: str) -> Callable[[Key, int], str]:
    return lambda key, length: (
        f"urn:epc:id:{name}:{key.value[:length]}.{_urn_text(key.value[length:])}"
    )


def _write_grai(key: Key, length: int) -> str:
    serial = _urn_text(key.value[14:])
    kind = "id" if serial else "idpat"
    return f"urn:epc:{kind}:grai:{_split(key.value[1:13], length)}.{serial or '*'}"


def _write_typed(name: str) -> Callable[[Key, int], str]:
    """Return a writer of document types and coupons: with a serial one of them, else all."""

    def write(key: Key, length: int) -> str:
        serial = _urn_text(key.value[13:])
        kind = "id" if serial else "idpat"
        return f"urn:epc:{kind}:{name}:{_split(key.value[:12], length)}.{serial or '*'}"

    return write


def _write_cpi(key: Key, length: int) -> str:
    kind = "id" if key.qualified else "idpat"
    part = "".join({"#": "%23", "/": "%2F"}.get(mark, mark) for mark in unquote(key.value))
    return f"urn:epc:{kind}:cpi:{part[:length]}.{part[length:]}.{key.qualified or '*'}"


def _write_itip(key: Key, length: int) -> str:
    kind = "id" if key.qualified else "idpat"
    serial = _urn_text(key.qualified) or "*"
    pieces = f"{key.value[14:16]}.{key.value[16:18]}"
    return f"urn:epc:{kind}:itip:{_item(key.value, length)}.{pieces}.{serial}"


def _qualified_text(key: Key) -> str:
    return _urn_text(key.qualified)


_URNS: dict[tuple[str, str], Callable[[Key, int], str]] = {
    ("01", "21"): _write_gtin("id:sgtin", _qualified_text),
    ("01", "235"): _write_gtin("id:upui", _qualified_text),
    ("01", "10"): _write_gtin("class:lgtin", _qualified_text),
    ("01", ""): _write_gtin("idpat:sgtin", lambda _key: "*"),
    ("00", ""): _write_sscc,
    ("414", ""): _write_sgln,
    ("414", "254"): _write_sgln,
    ("417", ""): _write_plain("pgln", 12),
    ("8003", ""): _write_grai,
    ("8004", ""): _write_text("giai"),
    ("401", ""): _write_text("ginc"),
    ("8018", ""): _write_plain("gsrn", 17),
    ("8017", ""): _write_plain("gsrnp", 17),
    ("402", ""): _write_plain("gsin", 16),
    ("253", ""): _write_typed("gdti"),
    ("255", ""): _write_typed("sgcn"),
    ("8010", "8011"): _write_cpi,
    ("8010", ""): _write_cpi,
    ("8006", "21"): _write_itip,
    ("8006", ""): _write_itip,
}
