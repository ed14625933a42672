"""Check a file without any server: a proof file of ours, a ``tlog-proof``, a credential. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from traceability.log.core import credential, ed25519
from traceability.log.core.canonical import CanonicalError, Json
from traceability.log.core.leaf import LeafError, read_leaf
from traceability.log.core.merkle import ProofError
from traceability.log.core.notes import NoteError, Verifier, read_verifier
from traceability.log.core.ownership import Keys
from traceability.log.core.proof import HEADER, Proof, read_proof

FORMAT = "soctrangtrade-proof/1"


@dataclass(slots=True)
class Report:
    """What checking a file brought.

    Args:
        right: what holds, in sentences.
        wrong: what does not; the file proves nothing where there is any.
        notes: what to know about it.
    """

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything in the file holds, and there was something to check."""
        return bool(self.right) and not self.wrong


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count: the log's keys and its witnesses'.

    Empty ``logs`` means that nobody said: the keys that come with the file are used, and the
    report says so.
    """

    logs: Sequence[Verifier] = ()
    witnesses: Sequence[Verifier] = ()


def verify(text: str, trust: Trust) -> Report:
    """Check a file of any kind that we know."""
    report = Report()
    if text.startswith(HEADER):
        _verify_proof(text, trust, report)
        return report
    try:
        document = json.loads(text)
    except ValueError:
        report.wrong.append("this is neither JSON nor a proof of a log")
        return report
    if isinstance(document, dict) and document.get("format") == FORMAT:
        _verify_bundle(document, trust, report)
    elif isinstance(document, dict) and "proof" in document:
        _verify_credential(document, report)
    else:
        report.wrong.append("this is no proof file: it names no format and has no proof in it")
    return report


def _verify_proof(text: str, trust: Trust, report: Report) -> None:
    try:
        proof = read_proof(text)
        if not trust.logs:
            report.wrong.append("say which log you trust: the file does not bring its key")
            return
        if not proof.extra:
            report.wrong.append("the file does not bring the entry that it is about")
            return
        _check_path(proof, trust.logs)
        leaf = read_leaf(proof.extra)
    except (NoteError, ProofError, LeafError, CanonicalError) as error:
        report.wrong.append(str(error))
        return
    report.right.append(f"entry {proof.index} is in the log of {proof.signed.checkpoint.size}")
    report.notes.append(f"it is about {leaf.event_hash}, signed with {leaf.key_id}")
    _about_witnesses([proof], trust.witnesses, report)


def _verify_bundle(document: Mapping[str, Json], trust: Trust, report: Report) -> None:
    log = document.get("log")
    try:
        logs = trust.logs or _verifiers(log, "keys")
        witnesses = trust.witnesses or _verifiers(log, "witnesses")
        entries = _entries(document)
    except (NoteError, TypeError, KeyError, AttributeError) as error:
        report.wrong.append(f"the file is damaged: {error}")
        return
    if not trust.logs:
        report.notes.append(
            "the log's key came with the file; compare it with what the log publishes: "
            + ", ".join(map(str, logs))
        )
    for what in _wrong_entries(entries, logs, report):
        report.wrong.append(what)
    waiting = document.get("waiting")
    if isinstance(waiting, list) and waiting:
        report.notes.append(f"{len(waiting)} events were not in the log yet")
    _about_witnesses([proof for proof, _document, _is_event in entries], witnesses, report)


_Entry = tuple[Proof, Mapping[str, Json], bool]


def _entries(document: Mapping[str, Json]) -> list[_Entry]:
    listed = document["entries"]
    if not isinstance(listed, list):
        raise TypeError("entries is no list")
    found: list[_Entry] = []
    for entry in listed:
        is_event = "event" in entry
        about = entry["event"] if is_event else entry["statement"]
        if not isinstance(about, dict):
            raise TypeError("an entry is about nothing")
        found.append((read_proof(str(entry["proof"])), about, is_event))
    return sorted(found, key=lambda one: one[0].index)


def _wrong_entries(
    entries: Sequence[_Entry], logs: Sequence[Verifier], report: Report
) -> Iterator[str]:
    """Check entries in the order of the log; yield what is wrong, tell the report what is not."""
    keys = Keys()
    for proof, about, is_event in entries:
        name = str(about.get("eventID") or about.get("type"))
        try:
            _check_path(proof, logs)
            leaf = read_leaf(proof.extra)
            leaf.check(about)
        except (NoteError, ProofError, LeafError, CanonicalError) as error:
            yield f"entry {proof.index} ({name}): {error}"
            continue
        if not is_event:
            wrong = keys.hear(proof.index, about, leaf.key_id)
            if wrong:
                yield f"entry {proof.index} ({name}): {wrong}"
            continue
        wrong = _unowned(keys, proof.index, leaf.key_id)
        if wrong:
            yield f"entry {proof.index} ({name}): {wrong}"
        else:
            report.right.append(_told(proof, name, keys, leaf.key_id))


def _told(proof: Proof, name: str, keys: Keys, key: str) -> str:
    owned = keys.known[key]
    who = f"party {owned.party}" if owned.role == "party" else "the platform"
    return f"entry {proof.index}: {name}, unchanged since {who} signed it"


def _unowned(keys: Keys, index: int, key: str) -> str:
    owned = keys.known.get(key)
    return keys.why_not(index, key, owned.party if owned else 0)


def _check_path(proof: Proof, logs: Sequence[Verifier]) -> None:
    """Check a proof's path under whichever of the log's keys signed its checkpoint."""
    signed = proof.signed.signed_by(*logs)
    if not signed:
        raise NoteError("none of the log's keys signed the checkpoint")
    proof.check(proof.extra, signed[0])


def _verify_credential(document: Mapping[str, Json], report: Report) -> None:
    try:
        public = credential.check(document)
    except credential.CredentialError as error:
        report.wrong.append(str(error))
        return
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if name != ed25519.did_key(public):
        report.wrong.append("the issuer is not the one whose key signed it")
        return
    report.right.append(f"the credential is unchanged since {name} signed it")


def _verifiers(log: Json, name: str) -> list[Verifier]:
    if not isinstance(log, Mapping):
        raise TypeError("it names no log")
    listed = log.get(name, [])
    return [read_verifier(str(text)) for text in listed] if isinstance(listed, list) else []


def _about_witnesses(
    proofs: Sequence[Proof], witnesses: Sequence[Verifier], report: Report
) -> None:
    if not proofs or report.wrong:
        return
    try:
        found = {one.name for proof in proofs for one in proof.signed.signed_by(*witnesses)}
    except NoteError as error:
        report.wrong.append(str(error))
        return
    if found:
        report.right.append(f"witnessed by {', '.join(sorted(found))}")
    else:
        report.notes.append("no witness cosigned: only a witness notices a log shown in two forms")
