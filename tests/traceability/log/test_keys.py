"""Keys: replaced, brought by their party, blocked; what they signed stays signed."""

import base64
import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_user
from tests.traceability.log.making import body
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.document import with_id
from traceability.epcis.models import Event
from traceability.log import keyring
from traceability.log.actions import sequence
from traceability.log.audit import audit
from traceability.log.core import ed25519
from traceability.log.core.canonical import canonical
from traceability.log.core.custody import CustodyError
from traceability.log.core.leaf import read_leaf
from traceability.log.errors import (
    KeyEndedError,
    KeyUnknownError,
    PossessionError,
    SignatureRefusedError,
    StatementTooOldError,
)
from traceability.log.key_actions import (
    own_key_statement,
    read_public,
    register_own_key,
    revoke_key,
    rotate_key,
)
from traceability.log.models import KeyState, LogEntry, PartyKey
from traceability.models import Party

pytestmark = pytest.mark.django_db

SEED = hashlib.sha256(b"the party's own").digest()
OTHER = hashlib.sha256(b"another of its own").digest()


@pytest.fixture
def member() -> User:
    return make_user()


@pytest.fixture
def party(member: User) -> Party:
    return make_cooperative(member)


def keep(party: Party, number: int, *, sign_with: bytes | None = None) -> Event:
    """Keep an event of the party's member; signed with a key of its own if one is given."""
    whole = with_id(body(number))
    signatures = {}
    if sign_with:
        signatures[str(whole["eventID"])] = signed(sign_with, canonical(whole))
    actor = Actor(user=party.members.get(), party=party)
    done = capture_events(bodies=[whole], party=party, actor=actor, signatures=signatures)
    return done.events[0]


def signed(seed: bytes, message: bytes) -> str:
    return base64.b64encode(ed25519.sign(seed, message)).decode()


def public(seed: bytes) -> str:
    return ed25519.multibase(ed25519.public_of(seed))


def bring(party: Party, seed: bytes, old: bytes | None = None) -> PartyKey:
    text = own_key_statement(party=party, public=public(seed))
    return register_own_key(
        party=party,
        statement=text,
        possession=signed(seed, text.encode()),
        old_signature=signed(old, text.encode()) if old else "",
    )


def key_of(event: Event) -> PartyKey:
    return LogEntry.objects.get(event=event).key


def is_sound() -> bool:
    sequence()
    return list(audit()) == []


def test_a_replaced_key_signs_that_it_is_replaced(party: Party, member: User) -> None:
    old = key_of(keep(party, 1))
    fresh = rotate_key(key=old, acting_user=member)
    assert key_of(keep(party, 2)) == fresh
    old.refresh_from_db()
    assert old.state == KeyState.RETIRED
    assert old.valid_to is not None
    told = LogEntry.objects.get(statement__type="KeyRotation")
    assert (told.key, (told.statement or {})["key"]) == (old, fresh.key_id)
    row = AuditRow.objects.get(action="key.rotated")
    assert (row.acting_user_id, row.details) == (member.pk, {"old": old.key_id})
    assert is_sound()
    with pytest.raises(KeyEndedError):
        rotate_key(key=old)


def test_a_blocked_key_signs_nothing_more_and_what_it_signed_stays(party: Party) -> None:
    first = keep(party, 1)
    key = revoke_key(key=key_of(first), reason="a lost phone")
    assert (key.state, key.reason) == (KeyState.REVOKED, "a lost phone")
    second = keep(party, 2)
    assert key_of(second) != key
    assert key_of(second).party == party
    assert is_sound()
    with pytest.raises(KeyEndedError):
        revoke_key(key=key, reason="again")
    assert AuditRow.objects.filter(action="key.revoked").count() == 1


def test_the_platforms_key_is_replaced_not_blocked(party: Party) -> None:
    capture_events(bodies=[body(1)], party=party, actor=Actor())
    with pytest.raises(KeyEndedError):
        revoke_key(key=PartyKey.objects.get(role="operator"), reason="no")


def test_a_party_brings_its_own_key_and_its_signatures_come_with_events(party: Party) -> None:
    held = key_of(keep(party, 1))
    own = bring(party, SEED)
    event = keep(party, 2, sign_with=SEED)
    assert key_of(event) == own
    leaf = read_leaf(event.log_entry.leaf.encode())
    leaf.check(event.body)
    assert leaf.key_id == public(SEED)
    assert own.secret is None
    assert LogEntry.objects.get(statement__key=own.key_id).key == held
    assert is_sound()


def test_without_its_signature_an_event_bears_the_platforms(party: Party) -> None:
    bring(party, SEED)
    assert key_of(keep(party, 2)).role == "operator"
    assert is_sound()


def test_a_signature_that_does_not_hold_refuses_the_event(party: Party) -> None:
    bring(party, SEED)
    with pytest.raises(SignatureRefusedError):
        keep(party, 2, sign_with=OTHER)
    assert not Event.objects.exists()


def test_an_own_key_is_followed_by_another_with_both_signatures(party: Party) -> None:
    bring(party, SEED)
    text = own_key_statement(party=party, public=public(OTHER))
    with pytest.raises(PossessionError):
        register_own_key(party=party, statement=text, possession=signed(OTHER, text.encode()))
    bring(party, OTHER, old=SEED)
    with pytest.raises(SignatureRefusedError):
        keep(party, 1, sign_with=SEED)
    assert key_of(keep(party, 1, sign_with=OTHER)).key_id == public(OTHER)
    assert is_sound()


def test_after_an_own_key_was_blocked_none_is_made_for_the_party(party: Party) -> None:
    revoke_key(key=bring(party, SEED), reason="seen by others")
    assert key_of(keep(party, 1)).role == "operator"
    bring(party, OTHER)
    assert key_of(keep(party, 2, sign_with=OTHER)).key_id == public(OTHER)
    assert is_sound()


def test_a_key_is_taken_from_nobody_who_has_not_its_secret(party: Party) -> None:
    text = own_key_statement(party=party, public=public(SEED))
    for wrong in ("", "AAAA", "no base64!", signed(OTHER, text.encode())):
        with pytest.raises(PossessionError):
            register_own_key(party=party, statement=text, possession=wrong)


def test_the_text_to_sign_is_ours_and_of_today(party: Party) -> None:
    text = own_key_statement(party=party, public=public(SEED))
    other = text.replace(party.name, "HTX khác")
    for wrong in (other, "", "[]", "{}", "7", text.replace("+00:00", "")):
        with pytest.raises(StatementTooOldError):
            register_own_key(party=party, statement=wrong, possession=signed(SEED, wrong.encode()))
    with (
        time_machine.travel(now() + timedelta(hours=3)),
        pytest.raises(StatementTooOldError),
    ):
        register_own_key(party=party, statement=text, possession=signed(SEED, text.encode()))


def test_a_key_is_registered_once(party: Party) -> None:
    bring(party, SEED)
    with pytest.raises(KeyUnknownError):
        own_key_statement(party=party, public=public(SEED))


@pytest.mark.parametrize(
    "text",
    [
        public(SEED),
        ed25519.public_of(SEED).hex(),
        base64.b64encode(ed25519.public_of(SEED)).decode(),
        base64.b64encode(
            bytes.fromhex("302a300506032b6570032100") + ed25519.public_of(SEED)
        ).decode(),
    ],
)
def test_a_public_key_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert read_public(f" {text}\n") == ed25519.public_of(SEED)


@pytest.mark.parametrize("text", ["", "z6Mk", "00", "hello", "AAAA"])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyUnknownError):
        read_public(text)


def test_a_secret_copied_onto_another_party_opens_nothing(party: Party) -> None:
    key = key_of(keep(party, 1))
    stranger = Party.objects.create(kind=party.kind, name="another")
    PartyKey.objects.filter(pk=key.pk).update(party=stranger)
    with pytest.raises(CustodyError):
        keyring.seed_of(PartyKey.objects.get(pk=key.pk))


def test_the_page_tells_replaces_and_blocks(client: Client, party: Party, member: User) -> None:
    keep(party, 1)
    client.force_login(member)
    page = client.get("/ban/khoa-ky/").content.decode()
    assert "Sàn giữ hộ khóa, đã mã hóa." in page
    client.post(reverse("origin_log:rotate", args=[party.pk]))
    assert PartyKey.objects.filter(party=party).count() == 2
    address = reverse("origin_log:revoke", args=[party.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "mất điện thoại"}).status_code == 302
    page = client.get("/ban/khoa-ky/").content.decode()
    assert "mất điện thoại" in page
    assert client.get(address).status_code == 302


def test_the_page_takes_an_own_key_in_two_steps(client: Client, party: Party, member: User) -> None:
    client.force_login(member)
    address = reverse("origin_log:register", args=[party.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"public": "no key"}).status_code == 422
    step = client.post(address, {"public": public(SEED)})
    assert step.status_code == 200
    text = step.context["form"].text
    wrong = client.post(address, {"public": public(SEED), "statement": text, "possession": "AAAA"})
    assert wrong.status_code == 422
    assert "Chữ ký không khớp với khóa." in wrong.content.decode()
    assert wrong.context["form"].text == text
    done = client.post(
        address,
        {
            "public": public(SEED),
            "statement": text,
            "possession": signed(SEED, text.encode()),
        },
    )
    assert done.status_code == 302
    assert "Bạn tự giữ khóa." in client.get("/ban/khoa-ky/").content.decode()


def test_strangers_see_and_change_nothing(client: Client, party: Party) -> None:
    assert client.get("/ban/khoa-ky/").status_code == 302
    client.force_login(make_user("+84900000009"))
    assert client.get("/ban/khoa-ky/").status_code == 404
    for name in ("rotate", "register", "revoke"):
        address = reverse(f"origin_log:{name}", args=[party.pk])
        assert client.post(address).status_code == 404
