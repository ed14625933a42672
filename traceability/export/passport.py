"""The passport of a lot as JSON: all the law asks for, codes, events, proof, what is missing."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation

from traceability.epcis.core import fields
from traceability.epcis.core.build import Json
from traceability.epcis.models import Event
from traceability.export.document import epcis_document
from traceability.export.law import legal_fields, legal_gaps
from traceability.export.story import events_of_story, places_of
from traceability.log.queries import proof_state
from traceability.lots.identity import lot_element, lot_url, place_element
from traceability.lots.models import Lot, Recall
from traceability.lots.steps import step_of
from traceability.models import Party, Place
from traceability.rules.queries import Held, certificates_of

FORMAT = "soctrangtrade-lot-passport/1"
TCVN_13274 = "TCVN 13274:2020"


def passport(lot: Lot, *, made_at: datetime, language: str = "vi") -> dict[str, Json]:
    """Return the passport: the same lot makes the same text, but for ``created``."""
    events = events_of_story(lot)
    certificates = certificates_of(lot)
    with translation.override(language):
        return {
            "format": FORMAT,
            "created": made_at.isoformat(timespec="seconds"),
            "language": language,
            "product": _product(lot),
            "lot": _lot(lot),
            "producer": _party(lot.item.party),
            "legal": [
                {"article": one.article, "rule": one.rule, "field": one.words, "value": one.value}
                for one in legal_fields(lot, certificates, language)
            ],
            "missing": [
                {
                    "article": gap.article,
                    "rule": gap.rule,
                    "text": gap.sentence,
                    "blocks": gap.is_blocking,
                }
                for gap in legal_gaps(lot)
            ],
            "codes": _codes(lot),
            "places": [_place(place) for place in places_of(events)],
            "events": [_event(event) for event in events],
            "tests": [_test(event) for event in events if fields.PARAMETER in event.body],
            "certificates": [_certificate(held) for held in certificates],
            "recalls": [_recall(one) for one in lot.recalls.order_by("pk")],
            "proof": _proof(lot, events),
            "epcisDocument": epcis_document(lot, events, made_at),
        }


def _product(lot: Lot) -> Json:
    item = lot.item
    return {
        "names": dict(sorted(item.names.items())),
        "pack": dict(sorted(item.pack.items())),
        "gtin": item.gtin14,
        "netWeightGrams": item.net_weight_grams,
        "storage": item.storage,
        "picture": item.picture,
        "countryOfOrigin": "VN",
    }


def _lot(lot: Lot) -> Json:
    return {
        "code": lot.code,
        "uri": lot_element(lot),
        "page": lot_url(lot),
        "harvestedOn": lot.harvested_on.isoformat() if lot.harvested_on else None,
        "packedOn": lot.packed_on.isoformat() if lot.packed_on else None,
        "bestBefore": lot.best_before.isoformat() if lot.best_before else None,
        "packs": lot.quantity,
        "state": lot.state,
    }


def _party(party: Party) -> Json:
    return {
        "name": party.name,
        "kind": party.kind,
        "address": party.address,
        "administrativeUnit": {"code": party.place_code, "name": party.place_name},
        "gln": party.gln,
        "identifiers": _identifiers(party),
    }


def _place(place: Place) -> Json:
    return {
        "uri": place_element(place),
        "name": place.name,
        "kind": place.kind,
        "code": place.code,
        "locality": place.locality,
        "administrativeUnit": {"code": place.place_code},
        "areaSquareMetres": place.area_m2,
        "identifiers": _identifiers(place),
    }


def _identifiers(owner: Party | Place) -> Json:
    rows = sorted(owner.identifiers.all(), key=lambda row: row.pk)
    return [
        {
            "standard": TCVN_13274,
            "type": row.scheme,
            "value": str(row),
            "issuer": row.issuer,
            "validFrom": row.valid_from.isoformat() if row.valid_from else None,
            "validTo": row.valid_to.isoformat() if row.valid_to else None,
        }
        for row in rows
    ]


def _codes(lot: Lot) -> Json:
    """Return the lot's codes by the kinds that TCVN 13274 names."""
    item, party = lot.item, lot.item.party
    rows = [
        ("product", "GTIN", item.gtin14),
        ("lot", "AI 10", lot.code),
        ("trace", "GS1 Digital Link" if item.gtin14 else "URI", lot_url(lot)),
        ("party", "GLN", party.gln),
    ]
    return [
        {"standard": TCVN_13274, "type": kind, "scheme": scheme, "value": value}
        for kind, scheme, value in rows
        if value
    ]


def _event(event: Event) -> Json:
    step = step_of(event)
    return {
        "time": event.event_time.isoformat(timespec="seconds"),
        "step": str(step.done) if step else event.biz_step,
        "bizStep": event.biz_step,
        "place": event.read_point,
        "hash": event.event_hash,
        "proof": f"{settings.PUBLIC_ORIGIN}/log/event/{event.event_id}",
    }


def _test(event: Event) -> Json:
    body = event.body
    named = {
        "laboratory": fields.LAB,
        "accreditation": fields.LAB_ACCREDITATION,
        "sample": fields.SAMPLE,
        "parameter": fields.PARAMETER,
        "result": fields.RESULT,
        "unit": fields.RESULT_UNIT,
        "limit": fields.LIMIT,
    }
    facts: dict[str, Json] = {name: body[key] for name, key in named.items() if key in body}
    has_passed = event.disposition != "non_conformant"
    return {"time": event.event_time.isoformat(timespec="seconds"), **facts, "passed": has_passed}


def _certificate(held: Held) -> Json:
    paper = held.certificate
    return {
        "scheme": paper.scheme,
        "name": str(paper.get_scheme_display()),
        "number": paper.number,
        "issuer": paper.issuer,
        "scope": paper.scope,
        "validFrom": paper.valid_from.isoformat(),
        "validTo": paper.valid_to.isoformat(),
        "heldWhenMade": True,
        "isOver": held.is_over,
        "sha256": paper.sha256,
    }


def _recall(recall: Recall) -> Json:
    ended = recall.lifted_at
    return {
        "since": recall.started_at.isoformat(timespec="seconds"),
        "reason": recall.reason,
        "endedAt": ended.isoformat(timespec="seconds") if ended else None,
        "outcome": recall.outcome,
    }


def _proof(lot: Lot, events: Sequence[Event]) -> Json:
    state = proof_state(event.pk for event in events)
    stem = f"{settings.PUBLIC_ORIGIN}/log"
    return {
        "events": state.total,
        "signed": state.signed,
        "logged": state.logged,
        "signer": state.signer,
        "lastIndex": state.last_index,
        "loggedAt": state.logged_at.isoformat(timespec="seconds") if state.logged_at else None,
        "bundle": f"{stem}/lot/{lot.link_code}.json",
        "credential": f"{stem}/lot/{lot.link_code}/passport.json",
        "checkpoint": f"{stem}/checkpoint",
        "says": "when and unchanged, not that it is true",
    }
