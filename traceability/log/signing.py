"""Sign events as they are kept: with their party's key, or with the platform's."""

import base64
import binascii
import hashlib
from collections.abc import Sequence

from traceability.epcis.actor import Capturing
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.models import Event
from traceability.errors import InvalidEventError
from traceability.log import keyring
from traceability.log.core import ed25519
from traceability.log.core.canonical import CanonicalError, canonical, signable
from traceability.log.core.leaf import Leaf
from traceability.log.errors import NoOwnKeyError, SignatureRefusedError
from traceability.log.models import PartyKey
from traceability.log.writing import Signed, hash_of, write_entries


def unsignable(bodies: Sequence[EventBody]) -> list[list[Fault]]:
    """Return, for each event, why it has no canonical bytes that could be signed."""
    return [_faults(body) for body in bodies]


def sign_events(events: Sequence[Event], capturing: Capturing) -> None:
    """Sign new events and write their entries.

    The party's key in custody is used only for the party itself; what somebody else writes down
    for it, or the machine, bears the platform's signature.

    Raises:
        InvalidEventError: a declaration of an error has no canonical form.
        NoOwnKeyError: signatures came, and the party has no key of its own.
        SignatureRefusedError: one of them does not hold.
    """
    _check_declarations(events)
    brought = [event for event in events if event.event_id in capturing.signatures]
    ours = [event for event in events if event.event_id not in capturing.signatures]
    signed = [*_brought(brought, capturing), *_ours(ours, capturing)]
    order = {event.pk: number for number, event in enumerate(events)}
    write_entries(sorted(signed, key=lambda one: order[one.event.pk if one.event else 0]))


def sign_as_operator(events: Sequence[Event]) -> None:
    """Sign events that were kept while nothing signed them."""
    write_entries(_with_held(keyring.operator_key(), events))


def _check_declarations(events: Sequence[Event]) -> None:
    """Refuse declarations of errors that cannot be signed: nobody else is asked about them."""
    declared = [(at, event) for at, event in enumerate(events) if event.is_error_declaration]
    found = [(at, fault) for at, event in declared for fault in _faults(event.body)]
    if found:
        raise InvalidEventError.of(found)


def _ours(events: Sequence[Event], capturing: Capturing) -> list[Signed]:
    if not events:
        return []
    key = keyring.party_key(capturing.party) if capturing.is_party_itself else None
    return _with_held(key if key and key.is_held else keyring.operator_key(), events)


def _with_held(key: PartyKey, events: Sequence[Event]) -> list[Signed]:
    signer = keyring.signer_of(key)
    return [Signed.by(key, signer, event.body, event) for event in events]


def _brought(events: Sequence[Event], capturing: Capturing) -> list[Signed]:
    if not events:
        return []
    key = keyring.party_key(capturing.party) if capturing.is_party_itself else None
    if key is None or key.is_held:
        raise NoOwnKeyError
    return [_checked(event, key, capturing.signatures[event.event_id]) for event in events]


def _checked(event: Event, key: PartyKey, text: str) -> Signed:
    message = canonical(event.body)
    signature = unbase64(text)
    if not ed25519.is_signed(key.public_key, message, signature):
        raise SignatureRefusedError(event=event.event_id)
    digest = hashlib.sha256(message).hexdigest()
    leaf = Leaf(hash_of(event.body, event), digest, key.key_id, signature, "")
    return Signed(key, leaf, event.body, event)


def unbase64(text: str) -> bytes:
    """Return what base64 writes; nothing where it is none, so that no signature holds."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _faults(body: EventBody) -> list[Fault]:
    try:
        signable(body)
    except CanonicalError as error:
        return [Fault("$", "not_canonical", str(error))]
    return []
