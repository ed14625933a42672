"""The log asks its witnesses, keeps what holds, and survives those that are silent or lie."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_cooperative
from tests.traceability.log.making import body, log_verifier
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.log import conf, witnesses
from traceability.log.actions import sequence
from traceability.log.audit import audit
from traceability.log.core import merkle
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.witnessing import Seen
from traceability.log.errors import WitnessSilentError
from traceability.log.models import Cosignature, LogCheckpoint
from traceability.log.witness.memory import Memory
from traceability.log.witness.server import Server
from traceability.log.witness.witness import Witness
from traceability.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Party:
    party = make_cooperative()
    keep(party, 0)
    return party


def keep(party: Party, number: int) -> None:
    capture_events(bodies=[body(number)], party=party, actor=Actor())
    sequence()


@pytest.fixture
def watching(log: Party, tmp_path: Path, settings: Settings) -> Iterator[Witness]:
    """A witness that listens and is configured."""
    verifier = log_verifier()
    seed = hashlib.sha256(b"w").digest()
    witness = Witness("w.example", seed, Memory(tmp_path / "seen.json"), {verifier.name: verifier})
    with Server(("127.0.0.1", 0), witness) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        settings.ORIGIN_WITNESSES = (f"{address} {witness.verifier}",)
        yield witness
        server.shutdown()
        thread.join()


def test_the_published_checkpoint_bears_the_witnesss_signature(
    client: Client, watching: Witness, log: Party
) -> None:
    for number in range(1, 4):
        keep(log, number)
        run_due()
    signed = read_checkpoint(client.get("/log/checkpoint").content.decode())
    assert signed.signed_by(watching.verifier) == [watching.verifier]
    assert signed.signed_by(log_verifier()) == [log_verifier()]
    assert Cosignature.objects.count() == 3
    assert list(audit()) == []
    keys = client.get("/log/keys.json").json()
    assert [one["key"] for one in keys["witnesses"]] == [str(watching.verifier)]


def test_a_witness_is_asked_once_for_a_checkpoint(watching: Witness, log: Party) -> None:
    keep(log, 1)
    (asked,) = conf.witnesses()
    assert witnesses.ask(asked) is True
    assert witnesses.ask(asked) is False


def test_a_witness_that_was_away_is_told_what_it_missed(watching: Witness, log: Party) -> None:
    (asked,) = conf.witnesses()
    witnesses.ask(asked)
    for number in range(1, 6):
        keep(log, number)
    assert witnesses.ask(asked) is True
    seen = watching.memory.seen(log_verifier().name)
    newest = LogCheckpoint.objects.latest("pk")
    assert seen == Seen(newest.size, bytes(newest.root))


def test_a_witness_that_knows_more_than_we_signed_gets_nothing(
    watching: Witness, log: Party
) -> None:
    watching.memory.remember(log_verifier().name, Seen(900, merkle.EMPTY_ROOT))
    (asked,) = conf.witnesses()
    assert witnesses.ask(asked) is False
    assert not Cosignature.objects.exists()


def test_a_witness_that_saw_another_log_refuses_ours(watching: Witness, log: Party) -> None:
    watching.memory.remember(log_verifier().name, Seen(2, hashlib.sha256(b"x").digest()))
    (asked,) = conf.witnesses()
    with pytest.raises(WitnessSilentError):
        witnesses.ask(asked)
    assert not Cosignature.objects.exists()


def test_a_silent_witness_is_asked_again(log: Party, settings: Settings) -> None:
    settings.ORIGIN_WITNESSES = (f"http://127.0.0.1:9 {log_verifier()}",)
    (asked,) = conf.witnesses()
    with pytest.raises(WitnessSilentError):
        witnesses.ask(asked)


def test_an_answer_with_another_key_is_not_kept(
    watching: Witness, log: Party, settings: Settings
) -> None:
    (real,) = conf.witnesses()
    settings.ORIGIN_WITNESSES = (f"{real.address} {log_verifier()}",)
    (asked,) = conf.witnesses()
    with pytest.raises(WitnessSilentError):
        witnesses.ask(asked)
    assert not Cosignature.objects.exists()


def test_a_witness_that_is_no_longer_configured_is_left_alone(watching: Witness) -> None:
    assert watching.name
    assert witnesses.named("http://elsewhere.example") is None


def test_a_setting_that_cannot_be_read_says_so(settings: Settings) -> None:
    settings.ORIGIN_WITNESSES = ("http://w.example no-key",)
    with pytest.raises(ImproperlyConfigured, match="ORIGIN_WITNESSES"):
        conf.witnesses()
