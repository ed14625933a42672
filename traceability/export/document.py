"""A lot's story as one EPCIS 2.0 document, with the master data of what it names."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from traceability.epcis.core import document
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.models import Event
from traceability.export.story import places_of
from traceability.gs1 import digital_link
from traceability.gs1.element_string import Element
from traceability.lots.identity import lot_element, place_element
from traceability.lots.models import Lot
from traceability.models import Party, Place

_MDA = "cbvmda:"
_CBVMDA = "urn:epcglobal:cbv:mda:"
_TYPES = {
    "party": "urn:epcglobal:epcis:vtype:Party",
    "place": "urn:epcglobal:epcis:vtype:Location",
    "goods": "urn:epcglobal:epcis:vtype:EPCClass",
}


def epcis_document(lot: Lot, events: Sequence[Event], created: datetime) -> EventBody:
    """Return the document: the same events and date make the same bytes."""
    whole = document.write([event.body for event in events], created=created)
    places = places_of(events)
    parties = {place.party_id: place.party for place in places} | {
        lot.item.party_id: lot.item.party
    }
    vocabularies = [
        _vocabulary("goods", [(lot_element(lot), _goods(lot))]),
        _vocabulary("party", ((_party_uri(one), _party(one)) for one in parties.values())),
        _vocabulary("place", ((place_element(one), _place(one)) for one in places)),
    ]
    header: Json = {"epcisMasterData": {"vocabularyList": [one for one in vocabularies if one]}}
    return _with_header(whole, header)


def _with_header(whole: EventBody, header: Json) -> EventBody:
    context = whole["@context"]
    parts: list[Json] = list(context) if isinstance(context, list) else [context]
    prefixes: dict[str, Json] = {"cbvmda": _CBVMDA}
    for part in parts:
        prefixes |= part if isinstance(part, dict) else {}
    parts = [*(part for part in parts if not isinstance(part, dict)), prefixes]
    body = {name: value for name, value in whole.items() if name != "epcisBody"}
    return {
        **body,
        "@context": parts,
        "epcisHeader": header,
        "epcisBody": whole["epcisBody"],
    }


def _vocabulary(kind: str, elements: Iterable[tuple[str, Mapping[str, str]]]) -> Json:
    rows: list[Json] = [
        {
            "id": uri,
            "attributes": [
                {"id": _MDA + name, "attribute": value} for name, value in facts.items() if value
            ],
        }
        for uri, facts in elements
    ]
    if not rows:
        return None
    return {"type": _TYPES[kind], "vocabularyElementList": rows}


def _party_uri(party: Party) -> str:
    """Return the URI by which events name a party as owner: its GLN, else an address of ours."""
    if party.gln:
        return digital_link.build([Element("417", party.gln)])
    return f"{settings.PUBLIC_ORIGIN}/ns/party/{party.pk}"


def _goods(lot: Lot) -> dict[str, str]:
    item = lot.item
    return {
        "descriptionShort": item.name_in("vi"),
        "lotNumber": lot.code,
        "netContent": f"{item.net_weight_grams} GRM",
        "countryOfOrigin": "VN",
        "itemExpirationDate": lot.best_before.isoformat() if lot.best_before else "",
        "productionDate": lot.packed_on.isoformat() if lot.packed_on else "",
    }


def _party(party: Party) -> dict[str, str]:
    return {
        "name": party.name,
        "streetAddressOne": party.address,
        "city": party.place_name,
        "countryCode": "VN",
    }


def _place(place: Place) -> dict[str, str]:
    return {
        "name": place.name,
        "city": place.locality,
        "countryCode": "VN",
        "siteCode": place.code,
    }
