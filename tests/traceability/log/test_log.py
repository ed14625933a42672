"""Events are signed as they are kept, numbered once, and proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from tests.factories.traceability import make_cooperative, make_lot, make_user
from tests.traceability.log.making import body, log_verifier
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.models import Event
from traceability.errors import InvalidEventError
from traceability.log.actions import sequence, sign_missing
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.leaf import read_leaf
from traceability.log.core.merkle import EMPTY_ROOT
from traceability.log.core.proof import read_proof
from traceability.log.errors import LogInconsistentError, NoOwnKeyError
from traceability.log.hooks import events_logged
from traceability.log.models import (
    KeyRole,
    KeyState,
    LogCheckpoint,
    LogEntry,
    LogState,
    LogTile,
    PartyKey,
)
from traceability.log.queries import NotLoggedError, proof_of, proof_state
from traceability.log.sequencing import sequence_batch
from traceability.models import Party

pytestmark = pytest.mark.django_db


def captured(party: Party, count: int = 1, actor: Actor | None = None, **more: Any) -> list[Event]:  # noqa: ANN401
    bodies = [body(number) for number in range(count)]
    done = capture_events(bodies=bodies, party=party, actor=actor or Actor(), **more)
    return list(done.events)


def test_an_event_of_a_member_is_signed_with_the_partys_key_in_custody() -> None:
    member = make_user()
    party = make_cooperative(member)
    (event,) = captured(party, actor=Actor(user=member, party=party))
    entry = LogEntry.objects.get(event=event)
    assert (entry.key.role, entry.key.party, entry.key.custody) == ("party", party, "held")
    leaf = read_leaf(entry.leaf.encode())
    leaf.check(event.body)
    assert leaf.key_id == entry.key.key_id
    assert leaf.prev == f"0:{EMPTY_ROOT.hex()}"


def test_what_another_writes_for_a_party_bears_the_platforms_signature() -> None:
    party = make_cooperative(make_user())
    stranger = make_user("+84900000002")
    captured(party, actor=Actor(user=stranger, party=party))
    captured(party, 2, actor=Actor())
    roles = set(LogEntry.objects.exclude(event=None).values_list("key__role", flat=True))
    assert roles == {KeyRole.OPERATOR}
    assert not PartyKey.objects.filter(role=KeyRole.PARTY).exists()


def test_the_platforms_and_the_partys_key_are_registered_before_they_are_used() -> None:
    member = make_user()
    party = make_cooperative(member)
    captured(party, actor=Actor(user=member, party=party))
    sequence()
    told = [
        ((entry.statement or {})["type"], (entry.statement or {})["role"], entry.key.role)
        for entry in LogEntry.objects.exclude(statement=None).order_by("index")
    ]
    assert told == [
        ("KeyRegistration", "operator", "operator"),
        ("KeyRegistration", "party", "operator"),
        ("KeyRegistration", "log", "operator"),
    ]
    assert PartyKey.objects.filter(state=KeyState.ACTIVE).count() == 3


def test_entries_are_numbered_without_gaps_and_signed() -> None:
    captured(make_cooperative(), 5)
    assert sequence() == 7
    assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == list(
        range(7)
    )
    point = LogCheckpoint.objects.get()
    signed = read_checkpoint(point.note)
    assert signed.signed_by(log_verifier()) == [log_verifier()]
    assert signed.checkpoint.size == point.size == 7
    assert sequence() == 0
    assert LogCheckpoint.objects.count() == 1


def test_entries_come_in_batches_and_full_tiles_are_gathered() -> None:
    captured(make_cooperative(), 600)
    while sequence_batch(limit=170):
        pass
    assert list(LogTile.objects.values_list("level", "index")) == [(0, 0), (0, 1)]
    sizes = list(LogCheckpoint.objects.values_list("size", flat=True))
    assert sizes == [170, 340, 510, 602]
    event = Event.objects.order_by("pk")[300]
    proof = read_proof(proof_of(event))
    proof.check(event.log_entry.leaf.encode(), log_verifier())


def test_a_proof_holds_for_every_event() -> None:
    party = make_cooperative()
    captured(party, 20)
    with pytest.raises(NotLoggedError):
        proof_of(Event.objects.all()[0])
    sequence()
    for event in Event.objects.select_related("log_entry"):
        read_proof(proof_of(event)).check(event.log_entry.leaf.encode(), log_verifier())


def test_the_next_entry_names_the_tree_before_it() -> None:
    party = make_cooperative()
    captured(party, 1)
    sequence()
    (event,) = capture_events(bodies=[body(99)], party=party, actor=Actor()).events
    leaf = read_leaf(event.log_entry.leaf.encode())
    point = LogCheckpoint.objects.get()
    assert leaf.prev == f"{point.size}:{bytes(point.root).hex()}"


def test_an_event_that_cannot_be_signed_is_refused() -> None:
    bad = body(1) | {"stt:area": 2**60}
    with pytest.raises(InvalidEventError) as caught:
        capture_events(bodies=[bad], party=make_cooperative(), actor=Actor())
    assert "too big" in str(caught.value.details["fault"])
    assert not Event.objects.exists()


def test_a_declaration_of_an_error_that_cannot_be_signed_is_refused() -> None:
    party = make_cooperative()
    (event,) = captured(party)
    declared = {"declarationTime": "2026-02-01T08:00:00+07:00", "stt:count": 1e300}
    bad = event.body | {"errorDeclaration": declared}
    with pytest.raises(InvalidEventError):
        capture_events(bodies=[bad], party=party, actor=Actor())
    assert Event.objects.count() == 1


def test_signatures_need_an_own_key() -> None:
    member = make_user()
    party = make_cooperative(member)
    one = body(1) | {"eventID": "urn:uuid:00000000-0000-4000-8000-000000000001"}
    with pytest.raises(NoOwnKeyError):
        capture_events(
            bodies=[one],
            party=party,
            actor=Actor(user=member, party=party),
            signatures={str(one["eventID"]): "AAAA"},
        )
    assert not Event.objects.exists()


def test_events_kept_without_a_log_are_signed_later_by_the_platform() -> None:
    party = make_cooperative()
    with _without_signing():
        captured(party, 3)
    assert proof_state(Event.objects.values_list("pk", flat=True)).unsigned == 3
    assert sign_missing() == 3
    sequence()
    state = proof_state(Event.objects.values_list("pk", flat=True))
    assert (state.unsigned, state.logged, state.signer) == (0, 3, "operator")


def test_who_waits_for_the_log_hears_of_new_entries_once() -> None:
    heard: list[list[int]] = []
    party = make_cooperative()
    events = captured(party, 2)
    with events_logged.register_temporarily(lambda ids: heard.append(list(ids))):
        sequence()
        sequence()
    assert heard == [[event.pk for event in events]]


def test_state_of_proof_counts_what_is_signed_and_logged() -> None:
    member = make_user()
    party = make_cooperative(member)
    (own,) = captured(party, actor=Actor(user=member, party=party))
    (other,) = capture_events(bodies=[body(50)], party=party, actor=Actor()).events
    before = proof_state([own.pk, other.pk])
    assert (before.total, before.signed, before.logged, before.unsigned) == (2, 2, 0, 0)
    assert (before.signer, before.logged_at, before.last_index) == ("mixed", None, None)
    sequence()
    after = proof_state([own.pk, other.pk])
    assert (after.logged, after.is_complete, after.key_is_held) == (2, True, True)
    assert after.logged_at == LogCheckpoint.objects.get().made_at
    assert after.last_index == LogEntry.objects.get(event=other).index
    assert proof_state([own.pk]).signer == "party"
    empty = proof_state([])
    assert (empty.total, empty.signer, empty.is_complete) == (0, "", False)


def test_a_lot_that_is_opened_is_signed(django_assert_num_queries: Any) -> None:  # noqa: ANN401
    ids = list(make_lot().events.values_list("pk", flat=True))
    sequence()
    with django_assert_num_queries(2):
        state = proof_state(ids)
    assert state.is_complete


def test_the_log_keeps_its_name_when_the_shop_moves(settings: Settings) -> None:
    captured(make_cooperative())
    sequence()
    settings.PUBLIC_ORIGIN = "https://elsewhere.example"
    capture_events(bodies=[body(7)], party=Party.objects.get(), actor=Actor())
    sequence()
    origins = {
        read_checkpoint(point.note).checkpoint.origin for point in LogCheckpoint.objects.all()
    }
    assert origins == {LogState.objects.get().origin}


@pytest.mark.django_db(transaction=True)
def test_the_anchor_knows_the_newest_checkpoint_and_stops_a_rolled_back_log(
    settings: Settings, tmp_path: Path
) -> None:
    settings.ORIGIN_LOG_ANCHOR = str(tmp_path / "deep" / "checkpoint")
    captured(make_cooperative(), 3)
    sequence()
    text = (tmp_path / "deep" / "checkpoint").read_text("utf-8")
    assert text == LogCheckpoint.objects.get().note
    ahead = text.replace("\n5\n", "\n6\n")
    (tmp_path / "deep" / "checkpoint").write_text(ahead, "utf-8")
    capture_events(bodies=[body(9)], party=Party.objects.get(), actor=Actor())
    with pytest.raises(LogInconsistentError):
        sequence()
    assert LogCheckpoint.objects.count() == 1
    (tmp_path / "deep" / "checkpoint").write_text("no checkpoint", "utf-8")
    with pytest.raises(LogInconsistentError):
        sequence()


def test_a_batch_that_fails_leaves_nothing_behind() -> None:
    captured(make_cooperative(), 3)

    def fall_over(_ids: Any) -> None:  # noqa: ANN401
        raise SystemExit

    with (
        events_logged.register_temporarily(fall_over),
        pytest.raises(SystemExit),
        transaction.atomic(),
    ):
        sequence()
    assert not LogEntry.objects.exclude(index=None).exists()
    assert not LogCheckpoint.objects.exists()
    assert sequence() == 4 + LogEntry.objects.filter(statement__role="log").count()


@contextmanager
def _without_signing() -> Iterator[None]:
    from traceability.epcis.hooks import events_captured
    from traceability.log.hooks import sign

    events_captured._guests.remove(sign)
    try:
        yield
    finally:
        events_captured.register(sign)
