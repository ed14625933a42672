"""The witness: cosigns what continues a log, refuses what does not, and needs no Django."""

import hashlib
import http.client
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from traceability.log.core import ed25519, merkle, notes, submission, tiles
from traceability.log.core.checkpoint import Checkpoint, read_checkpoint
from traceability.log.core.merkle import leaf_hash, nodes_of
from traceability.log.core.notes import Note, Verifier, read_signatures
from traceability.log.core.witnessing import RefusedError, Seen, decide
from traceability.log.witness.__main__ import main
from traceability.log.witness.memory import Memory
from traceability.log.witness.server import Server
from traceability.log.witness.witness import Witness

Post = Callable[..., tuple[int, str, str]]

ORIGIN = "log.example/origin"
SEED = hashlib.sha256(b"log").digest()
LOG = Verifier(ORIGIN, ed25519.public_of(SEED))
HONEST = [leaf_hash(f"entry {number}".encode()) for number in range(600)]
FORKED = [*HONEST[:3], *(leaf_hash(f"other {number}".encode()) for number in range(597))]


def note(leaves: list[bytes], size: int, seed: bytes = SEED, origin: str = ORIGIN) -> str:
    point = Checkpoint(origin, size, merkle.root(size, nodes_of(leaves)))
    return str(point.note(notes.sign(point.text, origin, seed)))


def request(
    old: int, new: int, leaves: list[bytes] = HONEST, seed: bytes = SEED, origin: str = ORIGIN
) -> str:
    path = merkle.consistency(old, new, nodes_of(leaves)) if 0 < old <= new else []
    return submission.write(old, path, note(leaves, new, seed, origin))


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    memory = Memory(tmp_path / "w" / "seen.json")
    return Witness("witness.example/w", hashlib.sha256(b"w").digest(), memory, {ORIGIN: LOG})


@pytest.fixture
def post(witness: Witness) -> Iterator[Post]:
    with Server(("127.0.0.1", 0), witness) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)

        def send(body: str, path: str = "/add-checkpoint") -> tuple[int, str, str]:
            connection.request("POST", path, body.encode())
            answer = connection.getresponse()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, answer.read().decode(), kind

        yield send
        connection.close()
        server.shutdown()
        thread.join()


def test_it_cosigns_a_log_that_grows(post: Post, witness: Witness) -> None:
    for old, new in ((0, 4), (4, 4), (4, 9), (9, 300), (300, 600)):
        status, line, _kind = post(request(old, new))
        assert status == 200
        text = read_checkpoint(note(HONEST, new)).checkpoint.text
        signed = Note(text, tuple(read_signatures(line)))
        assert notes.signers(signed, [witness.verifier]) == [witness.verifier]
    assert witness.memory.seen(ORIGIN) == Seen(600, merkle.root(600, nodes_of(HONEST)))


def test_another_old_size_is_answered_with_the_one_it_knows(post: Post) -> None:
    post(request(0, 7))
    assert post(request(0, 9)) == (409, "7\n", "text/x.tlog.size")
    assert post(request(5, 9)) == (409, "7\n", "text/x.tlog.size")


def test_a_forked_log_is_refused_and_forgotten_never(post: Post, witness: Witness) -> None:
    post(request(0, 7))
    status, what, _kind = post(request(7, 9, FORKED))
    assert (status, what.startswith("this does not continue the log")) == (422, True)
    assert post(request(7, 7, FORKED))[0] == 409
    assert post(request(7, 9))[0] == 200
    assert witness.memory.seen(ORIGIN) == Seen(9, merkle.root(9, nodes_of(HONEST)))


def test_a_smaller_tree_is_refused(post: Post) -> None:
    post(request(0, 9))
    assert post(request(9, 7))[0] == 400
    assert post(request(7, 7)) == (409, "9\n", "text/x.tlog.size")


def test_a_first_checkpoint_comes_without_a_proof(post: Post) -> None:
    path = merkle.consistency(3, 7, nodes_of(HONEST))
    assert post(submission.write(0, path, note(HONEST, 7)))[0] == 422


def test_unknown_logs_and_forged_signatures_are_refused(post: Post) -> None:
    assert post(request(0, 3, origin="other.example"))[0] == 404
    assert post(request(0, 3, seed=bytes(32)))[0] == 403
    forged = request(0, 3).replace("— log.example/origin ", "— log.example/origin AAAA", 1)
    assert post(forged)[0] in (400, 403)


@pytest.mark.parametrize("body", ["", "old 1", "old 01\n\n", "old x\n\nlog\n", "new 1\n\n"])
def test_what_is_no_request_is_refused(post: Post, body: str) -> None:
    assert post(body)[0] == 400


def test_other_addresses_are_not_found(post: Post) -> None:
    assert post("", "/other")[0] == 404


def test_a_second_witness_process_decides_on_the_same_memory(witness: Witness) -> None:
    other = Witness(witness.name, witness.seed, Memory(witness.memory.path), witness.logs)
    witness.add(submission.read(request(0, 5)))
    with pytest.raises(RefusedError) as caught:
        other.add(submission.read(request(0, 6, FORKED)))
    assert (caught.value.status, caught.value.size) == (409, 5)


def test_twenty_at_once_leave_one_history(witness: Witness) -> None:
    sizes: list[int] = []
    refusals: list[int] = []

    def try_one(leaves: list[bytes], new: int) -> None:
        try:
            witness.add(submission.read(request(0, new, leaves)))
            sizes.append(new)
        except RefusedError as refused:
            refusals.append(refused.status)

    many = [
        threading.Thread(target=try_one, args=(HONEST if number % 2 else FORKED, 5 + number))
        for number in range(20)
    ]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    seen = witness.memory.seen(ORIGIN)
    assert seen is not None
    assert sizes == [seen.size]
    assert refusals == [409] * 19


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40), st.integers(0, 40)), max_size=12))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_all_that_is_cosigned_is_one_log(
    sent: list[tuple[bool, int, int]],
) -> None:
    seen: Seen | None = None
    history: list[Seen] = []
    for is_fork, new, old in sent:
        leaves = FORKED if is_fork else HONEST
        try:
            point = decide(submission.read(request(old, new, leaves)), {ORIGIN: LOG}, seen)
        except RefusedError:
            continue
        seen = Seen(point.size, point.root)
        history.append(seen)
    for before, after in pairwise(history):
        assert before.size <= after.size
    trees = (HONEST, FORKED)
    assert any(
        all(one.root == merkle.root(one.size, nodes_of(leaves)) for one in history)
        for leaves in trees
    )


class StaticLog(BaseHTTPRequestHandler):
    """A log of files: its checkpoint and its tiles."""

    leaves = HONEST
    size = 300

    def do_GET(self) -> None:
        if self.path == "/log/checkpoint":
            return self._answer(note(self.leaves, self.size).encode())
        level, _slash, rest = self.path.removeprefix("/log/tile/").partition("/")
        index, width = tiles.read_index_path(rest)
        nodes = nodes_of(self.leaves)
        first = index * 256
        hashes = [nodes(8 * int(level), first + at) for at in range(width)]
        return self._answer(b"".join(hashes))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def static_log() -> Iterator[tuple[str, type[StaticLog]]]:
    class OneLog(StaticLog):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), OneLog) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/log", OneLog
        server.shutdown()
        thread.join()


def test_it_goes_to_look_by_itself(
    static_log: tuple[str, type[StaticLog]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, log = static_log
    given_ = ["--name", "w.example", "--log", str(LOG), "--folder", str(tmp_path)]
    given_ += ["--fetch", address]
    assert main(given_) == 0
    log.size = 590
    assert main(given_) == 0
    assert capsys.readouterr().out.count("— w.example ") == 2
    log.leaves = FORKED
    log.size = 600
    assert main(given_) == 1
    assert "does not continue the log" in capsys.readouterr().err
    log.leaves, log.size = HONEST, 100
    assert main(given_) == 1


def test_a_silent_log_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_ = ["--name", "w.example", "--folder", str(tmp_path), "--fetch", "http://127.0.0.1:9/log"]
    assert main(given_) == 3
    assert "127.0.0.1:9" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--name", "a b"], ["--name", "a", "--log", "no key"]], ids=["name", "log"]
)
def test_wrong_arguments_are_told(wrong: list[str], tmp_path: Path) -> None:
    assert main([*wrong, "--folder", str(tmp_path)]) == 2


def test_the_program_needs_no_django() -> None:
    told = (
        "import sys, traceability.log.witness.__main__;"
        "print([m for m in sys.modules if m.split('.')[0] in {'django','oscar','wagtail'}])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_its_key_is_for_nobody_elses_eyes(tmp_path: Path) -> None:
    main(["--name", "w", "--folder", str(tmp_path), "--fetch", "http://127.0.0.1:9/"])
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
