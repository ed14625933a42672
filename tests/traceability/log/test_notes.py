"""Notes, checkpoints, cosignatures and proof files, as C2SP writes them."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.log.public_vectors import Case, public
from traceability.log.core import ed25519, notes
from traceability.log.core.checkpoint import Checkpoint, read_checkpoint
from traceability.log.core.merkle import ProofError, inclusion, leaf_hash, nodes_of, root
from traceability.log.core.notes import COSIGNATURE, Note, NoteError, Verifier
from traceability.log.core.proof import Proof, read_proof

SEED = hashlib.sha256(b"the log").digest()
WITNESS = hashlib.sha256(b"the witness").digest()
ORIGIN = "log.example/origin"
LOG = Verifier(ORIGIN, ed25519.public_of(SEED))
COSIGNER = Verifier("witness.example/w", ed25519.public_of(WITNESS), COSIGNATURE)
POINT = Checkpoint(ORIGIN, 7, hashlib.sha256(b"root").digest())


def signed_point() -> Note:
    own = notes.sign(POINT.text, ORIGIN, SEED)
    return POINT.note(own, notes.cosign(POINT.text, COSIGNER.name, WITNESS, 1_700_000_000))


@pytest.mark.parametrize(
    "case", public("ed25519_and_eddsa_jcs_2022.json", lambda all_: [all_["signed_note"]])
)
def test_the_public_note_verifies(case: Case) -> None:
    key = notes.read_verifier(case["vkey"])
    note = notes.read_note(f"{case['text']}\n{case['signature_line']}\n")
    assert key.key_id.hex() == case["keyid"]
    assert notes.signers(note, [key]) == [key]
    assert str(key) == case["vkey"]


def test_a_verifier_key_is_read_as_it_is_written() -> None:
    assert notes.read_verifier(str(LOG)) == LOG
    assert notes.read_verifier(str(COSIGNER)) == COSIGNER


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AQ==", "a b+1+2", str(LOG)[:-8] + "AAAA"])
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        notes.read_verifier(text)


def test_log_and_witness_are_found_among_the_signatures() -> None:
    note = notes.read_note(str(signed_point()))
    assert notes.signers(note, [COSIGNER, LOG]) == [LOG, COSIGNER]
    assert note.signatures[1].signed_at == 1_700_000_000


def test_a_stranger_is_ignored() -> None:
    stranger = replace(LOG, public=ed25519.public_of(hashlib.sha256(b"x").digest()))
    assert notes.signers(signed_point(), [stranger]) == []


def test_a_signature_of_a_known_key_that_does_not_hold_refuses_the_note() -> None:
    note = signed_point()
    with pytest.raises(NoteError, match="does not hold"):
        notes.signers(Note(note.text.replace("7", "8"), note.signatures), [LOG])


def test_a_cosignature_of_another_time_does_not_hold() -> None:
    line = signed_point().signatures[1]
    late = replace(line, signature=(1_700_000_001).to_bytes(8, "big") + line.signature[8:])
    with pytest.raises(NoteError, match="does not hold"):
        notes.signers(POINT.note(late), [COSIGNER])


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\nno dash here AAAAAAA=\n",
        "te\txt\n\n\u2014 a AAAAAAA=\n",
        "text\n\n\u2014 a AAAA\n",
        "text\n\n\u2014 a AAAAAAA=",
    ],
)
def test_what_is_no_note_is_refused(broken: str) -> None:
    with pytest.raises(NoteError):
        notes.read_note(broken)


def test_a_checkpoint_is_read_as_it_is_written() -> None:
    read = read_checkpoint(str(signed_point()))
    assert read.checkpoint == POINT
    assert read.signed_by(LOG, COSIGNER) == [LOG, COSIGNER]
    assert str(read.note) == str(signed_point())


@pytest.mark.parametrize(
    "lines",
    [
        ("log", "07", POINT.text.split("\n")[2]),
        ("log", "x", POINT.text.split("\n")[2]),
        ("log", "7", "AAAA"),
        ("log", "7"),
        ("", "7", POINT.text.split("\n")[2]),
    ],
)
def test_what_is_no_checkpoint_is_refused(lines: tuple[str, ...]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    with pytest.raises(NoteError):
        read_checkpoint(str(Note(text, (notes.sign(text, "log", SEED),))))


def made_proof(index: int, size: int, extra: bytes = b"") -> Proof:
    hashes = [leaf_hash(f"entry {number}".encode()) for number in range(size)]
    nodes = nodes_of(hashes)
    point = Checkpoint(ORIGIN, size, root(size, nodes))
    note = point.note(notes.sign(point.text, ORIGIN, SEED))
    signed = read_checkpoint(str(note))
    return Proof(index, tuple(inclusion(index, size, nodes)), signed, extra)


@given(st.integers(1, 40), st.data(), st.binary(max_size=20))
def test_a_proof_file_is_read_as_it_is_written(
    size: int, data: st.DataObject, extra: bytes
) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = read_proof(str(made_proof(index, size, extra)))
    assert str(proof) == str(made_proof(index, size, extra))
    assert proof.extra == extra
    proof.check(f"entry {index}".encode(), LOG)
    with pytest.raises(ProofError):
        proof.check(b"another entry", LOG)


def test_a_proof_without_the_logs_signature_is_refused() -> None:
    other = replace(LOG, name="other.example")
    with pytest.raises(NoteError, match="not signed"):
        made_proof(1, 3).check(b"entry 1", other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 1", "index 01"),
        ("index 1", "indices 1"),
        ("\n\n", "\n"),
    ],
)
def test_what_is_no_proof_file_is_refused(old: str, new: str) -> None:
    with pytest.raises(NoteError):
        read_proof(str(made_proof(1, 3)).replace(old, new, 1))
