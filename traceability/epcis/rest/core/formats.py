"""Write the identifiers of an event as the client wants them. Pure."""

from collections.abc import Callable, Mapping, Sequence

from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.core.epc import EpcError, canonical, to_urn
from traceability.epcis.rest.core.headers import EpcFormat

_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_QUANTITIES = {
    "quantityList": "epcClass",
    "childQuantityList": "epcClass",
    "inputQuantityList": "epcClass",
    "outputQuantityList": "epcClass",
    "sourceList": "source",
    "destinationList": "destination",
}
_SINGLE = ("parentID",)
_PLACES = ("readPoint", "bizLocation")
Writer = Callable[[str], str]


def writer(wanted: EpcFormat, company_prefixes: Sequence[str]) -> Writer | None:
    """Return what writes one identifier; None where all stay as they are.

    A Digital Link does not say how long its company prefix is, so only those of known
    ``company_prefixes`` become URNs; others stay Digital Links, which are right, too.
    """
    if wanted is EpcFormat.NEVER_TRANSLATES:
        return None
    if wanted is EpcFormat.URN:
        return lambda uri: _urn(uri, company_prefixes)
    return _link


def translated(event: Mapping[str, Json], write: Writer | None) -> EventBody:
    """Return the event with every identifier of things and places written by ``write``."""
    if write is None:
        return dict(event)
    return {name: _written(name, value, write) for name, value in event.items()}


def _written(name: str, value: Json, write: Writer) -> Json:
    if name in _SINGLE:
        return write(value) if isinstance(value, str) else value
    if name in _LISTS and isinstance(value, list):
        return [write(uri) if isinstance(uri, str) else uri for uri in value]
    if name in _QUANTITIES and isinstance(value, list):
        return [_with(entry, _QUANTITIES[name], write) for entry in value]
    return _with(value, "id", write) if name in _PLACES else value


def _with(entry: Json, field: str, write: Writer) -> Json:
    if isinstance(entry, dict) and isinstance(entry.get(field), str):
        return {**entry, field: write(str(entry[field]))}
    return entry


def _link(uri: str) -> str:
    """Return a URN as Digital Link; a Digital Link stays as its writer wrote it."""
    return canonical(uri) if uri.startswith("urn:epc:") else uri


def _urn(uri: str, company_prefixes: Sequence[str]) -> str:
    if not uri.startswith("http"):
        return uri
    for prefix in company_prefixes:
        try:
            urn = to_urn(uri, len(prefix))
        except EpcError:
            continue
        if f":{prefix}." in urn:
            return urn
    return uri
