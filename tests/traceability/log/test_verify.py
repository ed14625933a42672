"""Proof files are checked without a server: by the command, and every change is found."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from tests.traceability.log.making import body, log_verifier
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.models import Event
from traceability.log.actions import sequence
from traceability.log.bundles import about_lot, bundle, lot_events
from traceability.log.core import ed25519
from traceability.log.core.verifying import Trust, verify
from traceability.log.key_actions import rotate_key
from traceability.log.models import KeyRole, PartyKey
from traceability.log.passport import passport_credential
from traceability.log.queries import proof_of

File = dict[str, Any]


def made() -> File:
    """Return the proof file of two events of a member, one of the platform, with rotated keys."""
    member = make_user()
    party = make_cooperative(member)
    itself = Actor(user=member, party=party)
    capture_events(bodies=[body(1)], party=party, actor=itself)
    rotate_key(key=PartyKey.objects.get(party=party))
    rotate_key(key=PartyKey.objects.get(role=KeyRole.OPERATOR))
    capture_events(bodies=[body(2)], party=party, actor=itself)
    capture_events(bodies=[body(3)], party=party, actor=Actor())
    sequence()
    file = bundle(Event.objects.order_by("pk"), {"lot": "L"})
    read: File = json.loads(json.dumps(file))
    return read


@pytest.mark.django_db
def test_a_proof_file_holds_and_says_who_signed() -> None:
    report = verify(json.dumps(made()), Trust([log_verifier()]))
    assert report.wrong == []
    assert report.holds
    assert [line.partition("unchanged since ")[2] for line in report.right] == [
        f"party {make_party_number()} signed it",
        f"party {make_party_number()} signed it",
        "the platform signed it",
    ]


def make_party_number() -> int:
    return PartyKey.objects.filter(party__isnull=False).values_list("party", flat=True)[0] or 0


@pytest.mark.django_db
def test_without_a_trusted_key_the_report_says_so() -> None:
    report = verify(json.dumps(made()), Trust())
    assert report.holds
    assert report.notes[0].startswith("the log's key came with the file")
    assert "no witness cosigned" in report.notes[-1]


def change_event(file: File) -> None:
    entry = next(one for one in file["entries"] if "event" in one)
    entry["event"]["eventTime"] = "2020-01-01T00:00:00+07:00"


def change_statement(file: File) -> None:
    entry = next(one for one in file["entries"] if "statement" in one)
    entry["statement"]["custody"] = "own"


def swap_proofs(file: File) -> None:
    one, other = [entry for entry in file["entries"] if "event" in entry][:2]
    one["proof"], other["proof"] = other["proof"], one["proof"]


def leave_out_the_keys(file: File) -> None:
    file["entries"] = [entry for entry in file["entries"] if "event" in entry]


def leave_out_a_rotation(file: File) -> None:
    file["entries"] = [
        entry
        for entry in file["entries"]
        if entry.get("statement", {}).get("type") != "KeyRotation"
    ]


def change_index(file: File) -> None:
    entry = file["entries"][-1]
    entry["proof"] = entry["proof"].replace("\nindex ", "\nindex 1", 1)


def change_root(file: File) -> None:
    for entry in file["entries"]:
        lines = entry["proof"].split("\n\n")
        text = lines[1].split("\n")
        text[2] = "A" * 43 + "="
        entry["proof"] = lines[0] + "\n\n" + "\n".join(text) + "\n\n" + lines[2]


def damage(file: File) -> None:
    file["entries"][0]["proof"] = "nothing"


def damage_more(file: File) -> None:
    del file["entries"]


def forge_the_log(file: File) -> None:
    name = log_verifier().name
    forged = type(log_verifier())(name, ed25519.public_of(bytes(32)))
    file["log"]["keys"] = [str(forged)]


CHANGES: list[Callable[[File], None]] = [
    change_event,
    change_statement,
    swap_proofs,
    leave_out_the_keys,
    leave_out_a_rotation,
    change_index,
    change_root,
    damage,
    damage_more,
    forge_the_log,
]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_proof_file_is_found(change: Callable[[File], None]) -> None:
    file = made()
    change(file)
    report = verify(json.dumps(file), Trust())
    assert report.wrong
    assert not report.holds


@pytest.mark.django_db
def test_a_file_of_another_log_is_refused() -> None:
    file = made()
    other = type(log_verifier())("other.example/log", ed25519.public_of(bytes(32)))
    assert not verify(json.dumps(file), Trust([other])).holds


@pytest.mark.parametrize("text", ["", "hello", "{}", "[]", '{"proof": 1}', '{"proof": {}}'])
def test_what_is_no_proof_is_refused(text: str) -> None:
    assert verify(text, Trust()).wrong


@pytest.mark.django_db
def test_the_command_checks_all_three_kinds_of_files(tmp_path: Path) -> None:
    lot = make_lot()
    sequence()
    event = lot.events.all()[0]
    files = {
        "lot.json": json.dumps(bundle(lot_events(lot.link_code), about_lot(lot.link_code))),
        "one.tlog-proof": proof_of(event),
        "passport.json": json.dumps(passport_credential(lot)),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        out = StringIO()
        arguments = ["verify", str(tmp_path / name), "--log-key", str(log_verifier())]
        call_command("origin", *arguments, stdout=out)
        assert out.getvalue().startswith("ok "), name
    broken = files["lot.json"].replace("commissioning", "inspecting", 1)
    (tmp_path / "lot.json").write_text(broken, "utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("origin", "verify", str(tmp_path / "lot.json"), stdout=out)
    assert caught.value.returncode == 1
    assert "the document is not the one that was signed" in out.getvalue()


def test_the_command_needs_no_database(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("{}")
    with pytest.raises(CommandError, match="does not hold"):
        call_command("origin", "verify", str(tmp_path / "file"), stdout=StringIO())
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("origin", "verify", str(tmp_path / "none"), stdout=StringIO())
    with pytest.raises(CommandError, match="verifier key"):
        call_command(
            "origin", "verify", str(tmp_path / "file"), "--log-key", "x", stdout=StringIO()
        )


@pytest.mark.django_db
def test_audit_and_sequence_from_the_command_line() -> None:
    make_lot(make_item())
    out = StringIO()
    call_command("origin", "sequence", stdout=out)
    call_command("origin", "audit", stdout=out)
    assert "entries are as they were signed" in out.getvalue()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE origin_log_logcheckpoint SET root = %s", [bytes(32)])
    with pytest.raises(CommandError) as caught:
        call_command("origin", "audit", stdout=out)
    assert caught.value.returncode == 1
