"""What the log publishes: files that never change, the newest checkpoint, proofs."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.traceability import make_cooperative, make_lot, make_user
from tests.traceability.log.making import body, log_verifier
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.models import Event
from traceability.log.actions import sequence
from traceability.log.core import credential, merkle, submission, tiles
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.merkle import check_consistency, leaf_hash
from traceability.log.core.proof import read_proof
from traceability.log.core.tiles import Tile
from traceability.log.models import LogCheckpoint, LogEntry, PartyKey
from traceability.lots.models import Lot
from traceability.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Party:
    """A log with a full tile."""
    party = make_cooperative()
    for first, count in ((0, 3), (3, 2), (5, 300)):
        bodies = [body(number) for number in range(first, first + count)]
        capture_events(bodies=bodies, party=party, actor=Actor())
        sequence()
    return party


def get(client: Client, path: str, status: int = 200) -> Any:  # noqa: ANN401
    response = client.get(path)
    assert response.status_code == status, path
    return response


def test_a_stranger_rebuilds_the_log_from_its_files(client: Client, log: Party) -> None:
    signed = read_checkpoint(get(client, "/log/checkpoint").content.decode())
    assert signed.signed_by(log_verifier()) == [log_verifier()]
    size = signed.checkpoint.size
    entries: list[bytes] = []
    for tile in tiles.tiles_of(size):
        if tile.level == 0:
            path = tiles.index_path(tile.index, tile.width)
            entries += tiles.unbundle(get(client, f"/log/tile/entries/{path}").content)
    hashes = [leaf_hash(entry) for entry in entries]
    assert merkle.root(size, merkle.nodes_of(hashes)) == signed.checkpoint.root

    def read(tile: Tile) -> bytes:
        content: bytes = get(client, f"/log/tile/{tile.path}").content
        return content

    assert merkle.root(size, tiles.nodes_from(read, size)) == signed.checkpoint.root


@pytest.mark.usefixtures("log")
def test_files_may_be_kept_for_ever_and_the_checkpoint_may_not(client: Client) -> None:
    for path in ("/log/tile/0/000", "/log/tile/entries/000", "/log/consistency/5/7"):
        assert get(client, path).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    fresh = get(client, "/log/checkpoint")
    assert fresh.headers["Cache-Control"] == "public, max-age=2"
    assert fresh.headers["Content-Type"] == "text/plain; charset=utf-8"
    tile = get(client, "/log/tile/1/000.p/1")
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert len(tile.content) == 32
    assert not fresh.cookies


@pytest.mark.usefixtures("log")
def test_partial_tiles_of_every_size_that_was_signed_are_there(client: Client) -> None:
    whole = get(client, "/log/tile/0/000").content
    for size in LogCheckpoint.objects.values_list("size", flat=True):
        if size < 256:
            assert get(client, f"/log/tile/0/000.p/{size}").content == whole[: 32 * size]


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "path",
    [
        "/log/tile/0/002",
        "/log/tile/0/001",
        "/log/tile/0/001.p/200",
        "/log/tile/0/0",
        "/log/tile/64/000",
        "/log/tile/1/000",
        "/log/tile/entries/001",
        "/log/tile/entries/x",
        "/log/consistency/0/6",
        "/log/consistency/7/6",
        "/log/consistency/1/6",
        "/log/proof/100000",
        "/log/proof/urn:uuid:00000000-0000-4000-8000-000000000000",
        "/log/checkpoint/4",
        "/log/lot/NOSUCHLT.json",
        "/log/lot/NOSUCHLT/passport.json",
        "/log/event/urn:none",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    get(client, path, 404)


def test_a_log_that_has_not_begun_has_no_checkpoint(client: Client) -> None:
    get(client, "/log/checkpoint", 404)
    assert get(client, "/log/keys.json").json()["log_keys"] == []


@pytest.mark.usefixtures("log")
def test_any_two_checkpoints_are_shown_to_be_one_log(client: Client) -> None:
    points = list(LogCheckpoint.objects.order_by("size"))
    for old in points:
        for new in points:
            if old.size > new.size:
                continue
            text = get(client, f"/log/consistency/{old.size}/{new.size}").content.decode()
            sent = submission.read(text)
            roots = (bytes(old.root), sent.signed.checkpoint.root)
            assert sent.signed.signed_by(log_verifier())
            check_consistency(old.size, new.size, roots, sent.path)
            size = get(client, f"/log/checkpoint/{new.size}").content.decode()
            assert read_checkpoint(size).checkpoint == sent.signed.checkpoint


def test_a_proof_is_found_by_event_and_by_number(client: Client, log: Party) -> None:
    event = Event.objects.order_by("pk")[7]
    entry = event.log_entry
    by_id = get(client, reverse("origin_log:proof", args=[event.event_id])).content.decode()
    by_number = get(client, f"/log/proof/{entry.index}").content.decode()
    assert by_id == by_number
    read_proof(by_id).check(entry.leaf.encode(), log_verifier())
    assert read_proof(by_id).extra == entry.leaf.encode()


def test_keys_are_published_without_their_secrets(client: Client) -> None:
    member = make_user()
    party = make_cooperative(member)
    capture_events(bodies=[body(1)], party=party, actor=Actor(user=member, party=party))
    sequence()
    text = get(client, "/log/keys.json").content.decode()
    told = json.loads(text)
    assert told["log_keys"] == [str(log_verifier())]
    assert {(key["role"], key["party"], key["custody"]) for key in told["keys"]} == {
        ("party", party.name, "held"),
        ("operator", None, "held"),
    }
    for key in PartyKey.objects.all():
        assert bytes(key.secret or b"").hex() not in text


def test_a_lot_has_a_proof_file_and_a_passport(client: Client) -> None:
    lot: Lot = make_lot()
    sequence()
    response = get(client, reverse("origin_log:bundle", args=[lot.link_code]))
    assert "attachment" in response.headers["Content-Disposition"]
    told = response.json()
    assert [e["event"]["eventID"] for e in told["entries"] if "event" in e] == list(
        lot.events.order_by("event_time", "pk").values_list("event_id", flat=True)
    )
    passport = json.loads(get(client, f"/log/lot/{lot.link_code}/passport.json").content)
    credential.check(passport)
    assert passport["credentialSubject"]["gtin"] == lot.item.gtin14
    assert passport["issuer"]["id"].startswith("did:key:z6Mk")


def test_the_sellers_lot_page_says_how_the_proof_stands(client: Client) -> None:
    member = make_user()
    party = make_cooperative(member)
    from tests.factories.traceability import make_item

    lot = make_lot(make_item(party))
    client.force_login(member)
    page = get(client, f"/ban/lo/{lot.link_code}/").content.decode()
    assert "Chưa ghi sổ hết" in page
    sequence()
    page = get(client, f"/ban/lo/{lot.link_code}/").content.decode()
    assert "Đã ghi sổ" in page
    assert reverse("origin_log:bundle", args=[lot.link_code]) in page
    assert LogEntry.objects.filter(event__lots=lot, index=None).count() == 0
