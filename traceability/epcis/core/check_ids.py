"""What is wrong with identifiers of GS1 in events. Pure.

Other identifiers (``urn:uuid:…``, a company's own URLs) only have to be URIs. A Digital Link on
any domain may be somebody's page with a number in it, so that check digits are asked for on GS1's
own domain, which stands for the identifier itself, and of URNs' forms everywhere.

Source: GS1 General Specifications, section 7.9 (check digits); EPC Tag Data Standard 2.0,
section 6; CBV 2.0, section 8 (identifiers).
"""

from collections.abc import Iterator

from traceability.epcis.core import epc, shapes
from traceability.epcis.core.build import Json
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.shapes import Scope
from traceability.gs1.check_digit import has_valid_check_digit

_OWN = "https://id.gs1.org/"
_NUMERIC = {"00": 18, "01": 14, "253": 13, "255": 13, "402": 17, "414": 13, "417": 13,
            "8006": 14, "8017": 18, "8018": 18}  # fmt: skip
"""How many digits from the left end in a check digit."""


def identifier(value: Json, path: str, scope: Scope) -> Iterator[Fault]:
    """Refuse what is no URI, and what claims to be GS1's but is not well formed."""
    bad = list(shapes.uri(value, path, scope))
    if bad:
        yield from bad
    elif isinstance(value, str):
        yield from _gs1(value, path)


def _gs1(uri: str, path: str) -> Iterator[Fault]:
    if uri.startswith("urn:epc:"):
        yield from _urn(uri, path)
    elif uri.lower().startswith(_OWN):
        yield from _link(uri, path)


def _urn(urn: str, path: str) -> Iterator[Fault]:
    if not urn.startswith(tuple(epc.SCHEMES)):
        return  # a scheme that holds no GS1 key: gid, usdod, adi, a tag's or a pattern's form
    try:
        epc.urn_key(urn)
    except epc.EpcError as error:
        yield Fault(path, "epc_urn", f"{shapes.shown(urn)}: {error}")


def _link(link: str, path: str) -> Iterator[Fault]:
    key = epc.link_key(link)
    if key is None:
        yield Fault(path, "digital_link", f"{shapes.shown(link)} holds no GS1 key")
        return
    digits = _NUMERIC.get(key.ai)
    if digits and not has_valid_check_digit(key.value[:digits]):
        sentence = f"the check digit of {key.value[:digits]} is wrong"
        yield Fault(path, "check_digit", sentence)
