"""The passport of a lot as a W3C verifiable credential."""

from typing import Protocol

from django.conf import settings
from django.db import transaction

from marketplace.kernel.clock import now
from traceability.epcis.models import Event
from traceability.log import keyring
from traceability.log.bundles import lot_events
from traceability.log.core import credential, ed25519
from traceability.log.core.canonical import Json, digest
from traceability.log.models import LogEntry, PartyKey
from traceability.models import Party


class Item(Protocol):
    """What the passport tells of the goods."""

    names: dict[str, str]
    gtin14: str | None

    @property
    def party(self) -> Party:
        """Whose goods these are."""


class LotFacts(Protocol):
    """What the passport tells of a lot."""

    code: str
    link_code: str

    @property
    def item(self) -> Item:
        """The goods in the packs."""


def passport_credential(lot: LotFacts) -> dict[str, Json]:
    """Return the signed passport of a lot: what it is, and the hashes of its events.

    Issued by the party where its key is in custody, else by the platform.
    """
    with transaction.atomic():
        key = _issuer(lot.item.party)
        moment = now().strftime("%Y-%m-%dT%H:%M:%SZ")
        unsigned = _unsigned(lot, key, moment)
        return credential.signed(unsigned, seed=keyring.seed_of(key), created=moment)


def _issuer(party: Party) -> PartyKey:
    key = keyring.known_party_key(party)
    return key if key and key.is_held else keyring.operator_key()


def _unsigned(lot: LotFacts, key: PartyKey, moment: str) -> dict[str, Json]:
    page = f"{settings.PUBLIC_ORIGIN}/q/{lot.link_code}"
    party = lot.item.party
    subject: dict[str, Json] = {
        "id": page,
        "type": "ProductLot",
        "lot": lot.code,
        "name": dict(lot.item.names),
        "producer": {"name": party.name, "gln": party.gln or ""},
        "events": [_event(event) for event in lot_events(lot.link_code)],
    }
    if lot.item.gtin14:
        subject["gtin"] = lot.item.gtin14
    return {
        "@context": [credential.CONTEXT, {"@vocab": f"{settings.PUBLIC_ORIGIN}/ns/"}],
        "type": ["VerifiableCredential", "LotPassport"],
        "issuer": {"id": ed25519.did_key(key.public_key), "name": _name(key)},
        "validFrom": moment,
        "credentialSubject": subject,
        "evidence": [
            {
                "type": "TransparencyLogProof",
                "id": f"{settings.PUBLIC_ORIGIN}/log/lot/{lot.link_code}.json",
            }
        ],
    }


def _event(event: Event) -> dict[str, Json]:
    told: dict[str, Json] = {"eventID": event.event_id, "jcs_sha256": digest(event.body)}
    entry = LogEntry.objects.filter(event=event).only("index").first()
    if entry is not None and entry.index is not None:
        told["logIndex"] = entry.index
    return told


def _name(key: PartyKey) -> str:
    return key.party.name if key.party else str(settings.SITE_NAME)
