"""Whatever is changed behind the log's back is found, and where.

Each test changes rows by raw SQL, as somebody with the database's password could.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.factories.traceability import make_cooperative, make_household, make_user
from tests.traceability.log.making import body
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.models import Event
from traceability.log import keyring
from traceability.log.actions import sequence
from traceability.log.audit import audit
from traceability.log.core import ed25519
from traceability.log.core.leaf import made, read_leaf
from traceability.log.core.merkle import leaf_hash
from traceability.log.key_actions import revoke_key, rotate_key
from traceability.log.models import KeyRole, LogCheckpoint, LogEntry, LogTile, PartyKey
from traceability.models import Party

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ("origin_log_logentry", "origin_log_logtile", "origin_log_logcheckpoint", "epcis_event")


@pytest.fixture
def party() -> Party:
    return make_cooperative(make_user())


def keep(party: Party, first: int, count: int) -> None:
    """Keep and number ``count`` events of a member of the party."""
    actor = Actor(user=party.members.get(), party=party)
    bodies = [body(number) for number in range(first, first + count)]
    capture_events(bodies=bodies, party=party, actor=actor)
    sequence()


@pytest.fixture
def log(party: Party) -> Party:
    """A log of three checkpoints: 3 entries about keys, 9 events."""
    for first in (0, 3, 6):
        keep(party, first, 3)
    assert found() == []
    return party


def found(start: int = 0) -> list[str]:
    return [str(one) for one in audit(start)]


def sql(statement: str, *values: str | int | bytes) -> None:
    """Run a statement as the database's owner: triggers and foreign keys are out of the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            cursor.execute("PRAGMA foreign_keys = ON")


def entry(index: int) -> LogEntry:
    return LogEntry.objects.select_related("event", "key").get(index=index)


def event_of(index: int) -> Event:
    event = entry(index).event
    assert event is not None
    return event


def forget(index: int) -> str:
    """Delete an entry, its event and what the event names; return the event's id."""
    event = event_of(index)
    sql("DELETE FROM origin_log_logentry WHERE event_id = %s", event.pk)
    sql("DELETE FROM epcis_eventelement WHERE event_id = %s", event.pk)
    sql("DELETE FROM epcis_event WHERE id = %s", event.pk)
    return event.event_id


@pytest.mark.usefixtures("log")
def test_a_changed_event_is_found() -> None:
    event = event_of(4)
    changed = event.body | {"eventTime": "2025-01-04T08:00:00+07:00"}
    sql("UPDATE epcis_event SET body = %s WHERE id = %s", json.dumps(changed), event.pk)
    assert found() == [
        f"entry 4, {event.event_id}: what it is about was changed after it was signed"
    ]


@pytest.mark.usefixtures("log")
def test_a_changed_number_in_an_event_is_found_but_not_another_way_to_write_it() -> None:
    event = event_of(6)
    respelled = json.dumps(event.body, indent=3, sort_keys=True)
    sql("UPDATE epcis_event SET body = %s WHERE id = %s", respelled, event.pk)
    assert found() == []


@pytest.mark.usefixtures("log")
def test_a_changed_statement_about_a_key_is_found() -> None:
    number = next(at for at in range(4) if entry(at).statement)
    told = (entry(number).statement or {}) | {"custody": "own"}
    sql(
        'UPDATE origin_log_logentry SET statement = %s WHERE "index" = %s', json.dumps(told), number
    )
    assert found()[0] == f"entry {number}: what it is about was changed after it was signed"


@pytest.mark.usefixtures("log")
def test_a_removed_entry_is_found() -> None:
    gone = forget(6)
    assert gone
    assert found()[0] == "entry 6: the entry is missing"


@pytest.mark.usefixtures("log")
def test_a_removed_event_alone_is_found() -> None:
    event = event_of(6)
    sql("DELETE FROM epcis_event WHERE id = %s", event.pk)
    assert found()[0].startswith(f"entry 6, event {event.pk}: what it is about is gone")


@pytest.mark.usefixtures("log")
def test_a_removed_entry_with_the_rest_moved_up_is_found() -> None:
    forget(6)
    for index in range(7, 12):
        sql('UPDATE origin_log_logentry SET "index" = %s WHERE "index" = %s', index - 1, index)
    told = found()
    assert "the checkpoint of 9 entries: entries 6 to 8 are not those that were signed" in told
    assert any(line.startswith("entry 11: the checkpoint knows 12") for line in told)


@pytest.mark.usefixtures("log")
def test_entries_cut_off_at_the_end_are_found() -> None:
    forget(11)
    assert found()[0] == "entry 11: the checkpoint knows 12: entries 11 to 11 are missing"


@pytest.mark.usefixtures("party")
def test_a_log_cut_back_together_with_its_checkpoints_is_found_by_the_file(
    party: Party, settings: Settings, tmp_path: Path
) -> None:
    settings.ORIGIN_LOG_ANCHOR = str(tmp_path / "checkpoint")
    keep(party, 0, 3)
    keep(party, 3, 3)
    assert found() == []
    for index in (8, 7, 6):
        forget(index)
    sql("DELETE FROM origin_log_logcheckpoint WHERE size > 6")
    assert found() == ["entry 6: the file knows 9: entries 6 to 8 are missing"]


@pytest.mark.usefixtures("log")
def test_an_event_taken_out_of_the_log_is_found() -> None:
    event = event_of(11)
    sql("DELETE FROM origin_log_logentry WHERE event_id = %s", event.pk)
    assert f"{event.event_id}: the event is not in the log" in found()


@pytest.mark.usefixtures("log")
def test_reordered_entries_are_found() -> None:
    for old, new in ((7, 100), (8, 7), (100, 8)):
        sql('UPDATE origin_log_logentry SET "index" = %s WHERE "index" = %s', new, old)
    told = found()
    assert told[0] == f"entry 8, {event_of(8).event_id}: it stands after an entry written later"
    assert "the checkpoint of 9 entries: entries 6 to 8 are not those that were signed" in told


def test_reordered_entries_in_a_full_tile_are_found_one_by_one(party: Party) -> None:
    keep(party, 0, 260)
    for old, new in ((70, 1000), (200, 70), (1000, 200)):
        sql('UPDATE origin_log_logentry SET "index" = %s WHERE "index" = %s', new, old)
    told = found()
    assert "entry 70: another entry stood here when it was signed, it was entry 200" in told
    assert "entry 200: another entry stood here when it was signed, it was entry 70" in told


@pytest.mark.usefixtures("log")
def test_an_event_signed_again_by_somebody_with_all_secrets_is_found() -> None:
    """The platform itself changes an event and signs it anew: the tree does not forget."""
    old = entry(6)
    event = event_of(6)
    changed = event.body | {"eventTime": "2025-01-04T08:00:00+07:00"}
    leaf = read_leaf(old.leaf.encode())
    forged = made(changed, leaf.event_hash, keyring.signer_of(old.key), leaf.prev).encoded()
    sql("UPDATE epcis_event SET body = %s WHERE id = %s", json.dumps(changed), event.pk)
    sql(
        'UPDATE origin_log_logentry SET leaf = %s, leaf_hash = %s WHERE "index" = 6',
        forged.decode(),
        leaf_hash(forged),
    )
    assert found()[0] == (
        "the checkpoint of 9 entries: entries 6 to 8 are not those that were signed"
    )


@pytest.mark.usefixtures("log")
def test_an_entry_signed_with_a_forged_key_is_found() -> None:
    seed = bytes(32)
    old = entry(7)
    leaf = read_leaf(old.leaf.encode())
    forged = made(event_of(7).body, leaf.event_hash, ed25519.Signer(seed), leaf.prev).encoded()
    sql('UPDATE origin_log_logentry SET leaf = %s WHERE "index" = 7', forged.decode())
    event_id = event_of(7).event_id
    assert found() == [
        f"entry 7, {event_id}: the entry is not the one whose hash was kept",
        f"entry 7, {event_id}: the row of its key names another key",
        f"entry 7, {event_id}: its key is not in the log",
    ]


@pytest.mark.usefixtures("log")
def test_a_key_row_that_was_exchanged_is_found(log: Party) -> None:
    forged = ed25519.multibase(ed25519.public_of(bytes(32)))
    real = PartyKey.objects.get(party=log).key_id
    sql("UPDATE origin_log_partykey SET key_id = %s WHERE key_id = %s", forged, real)
    told = found()
    assert told[0].endswith("the row of its key names another key")
    assert f"key {forged} is not in the log" in told


def test_a_key_of_one_party_does_not_sign_for_another(log: Party) -> None:
    other = make_household()
    event = event_of(8)
    sql("UPDATE epcis_event SET party_id = %s WHERE id = %s", other.pk, event.pk)
    assert found() == [f"entry 8, {event.event_id}: its key is of another party"]


def test_a_key_given_to_another_party_is_found(log: Party) -> None:
    key = PartyKey.objects.get(party=log)
    sql("UPDATE origin_log_partykey SET party_id = %s WHERE id = %s", make_household().pk, key.pk)
    assert found() == [f"key {key.key_id} was registered for another party"]


def test_a_revoked_key_that_is_put_back_to_use_is_found(log: Party) -> None:
    key = PartyKey.objects.get(party=log)
    revoke_key(key=key, reason="the phone was lost")
    sequence()
    assert found() == []
    sql("UPDATE origin_log_partykey SET state = 'active', valid_to = NULL WHERE id = %s", key.pk)
    keep(log, 50, 1)
    event = event_of(13)
    assert found() == [
        f"entry 13, {event.event_id}: its key was revoked in entry 12",
        f"key {key.key_id} was revoked in entry 12",
    ]


def test_keys_that_follow_each_other_are_fine(log: Party) -> None:
    rotate_key(key=PartyKey.objects.get(party=log))
    keep(log, 60, 2)
    for role in (KeyRole.OPERATOR, KeyRole.LOG):
        rotate_key(key=PartyKey.objects.get(role=role, state="active"))
        keep(log, 70 if role == KeyRole.LOG else 80, 1)
    assert found() == []


@pytest.mark.usefixtures("log")
def test_a_changed_checkpoint_is_found() -> None:
    point = LogCheckpoint.objects.get(size=9)
    sql("UPDATE origin_log_logcheckpoint SET root = %s WHERE id = %s", bytes(32), point.pk)
    assert found() == [
        "the checkpoint of 9 entries: entries 6 to 8 are not those that were signed",
        "the checkpoint of 9 entries: its note says something else than its row",
    ]


@pytest.mark.usefixtures("log")
def test_a_checkpoint_that_the_log_did_not_sign_is_found() -> None:
    point = LogCheckpoint.objects.get(size=9)
    signed = point.note[:-20] + "A" * 18 + point.note[-2:]
    sql("UPDATE origin_log_logcheckpoint SET note = %s WHERE id = %s", signed, point.pk)
    (told,) = found()
    assert told.startswith("the checkpoint of 9 entries: ")


def test_a_changed_and_a_missing_tile_are_found(party: Party) -> None:
    keep(party, 0, 520)
    tile = LogTile.objects.get(level=0, index=1)
    hashes = bytes(tile.hashes)
    sql(
        "UPDATE origin_log_logtile SET hashes = %s WHERE id = %s",
        hashes[:320] + bytes(32) + hashes[352:],
        tile.pk,
    )
    assert found() == ["entry 266: another entry stood here when it was signed"]
    sql("DELETE FROM origin_log_logtile WHERE id = %s", tile.pk)
    assert "tile 0/001 is missing" in found()


@pytest.mark.usefixtures("log")
def test_an_audit_may_begin_later() -> None:
    early, late = event_of(4), event_of(10)
    for event in (early, late):
        changed = json.dumps(event.body | {"eventTime": "2025-01-04T08:00:00+07:00"})
        sql("UPDATE epcis_event SET body = %s WHERE id = %s", changed, event.pk)
    assert [one.index for one in audit(9)] == [10]
    assert [one.index for one in audit()] == [4, 10]
