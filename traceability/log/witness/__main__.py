"""``python -m traceability.log.witness``: serve, or go and look every so often."""

import argparse
import sys
import time
from pathlib import Path

from traceability.log.core.ed25519 import new_seed
from traceability.log.core.notes import NoteError, Verifier, is_name, read_verifier
from traceability.log.core.witnessing import RefusedError
from traceability.log.witness.memory import Memory
from traceability.log.witness.server import Server
from traceability.log.witness.witness import Witness, kept_seed


def arguments() -> argparse.ArgumentParser:
    """Return what the program understands."""
    parser = argparse.ArgumentParser(
        prog="python -m traceability.log.witness",
        description="Watch transparency logs: cosign what continues them, refuse what does not.",
    )
    parser.add_argument("--name", required=True, help="of this witness, such as w.example.org/one")
    parser.add_argument(
        "--log",
        action="append",
        default=[],
        metavar="VKEY",
        help="verifier key of a log, as it stands in its /log/keys.json; may be given again",
    )
    parser.add_argument("--folder", type=Path, default=Path("witness"), help="for key and memory")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument(
        "--fetch",
        action="append",
        default=[],
        metavar="URL",
        help="do not serve, but fetch this log's checkpoint (https://shop.example/log); may be "
        "given again; cosignatures go to the output",
    )
    parser.add_argument("--every", type=float, default=0, help="fetch again after so many seconds")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run, and return the exit status."""
    given = arguments().parse_args(argv)
    try:
        logs = [read_verifier(text) for text in given.log]
    except NoteError as error:
        print(f"--log: {error}", file=sys.stderr)  # noqa: T201 -- a program's output
        return 2
    if not is_name(given.name):
        print("--name: no spaces, no plus", file=sys.stderr)  # noqa: T201
        return 2
    witness = _witness(given.name, given.folder, logs)
    print(f"{witness.verifier}", flush=True)  # noqa: T201
    if given.fetch:
        return _fetch(witness, given.fetch, given.every)
    return _serve(witness, given.host, given.port)


def _witness(name: str, folder: Path, logs: list[Verifier]) -> Witness:
    seed = kept_seed(folder / "key", new_seed())
    return Witness(name, seed, Memory(folder / "seen.json"), {log.name: log for log in logs})


def _serve(witness: Witness, host: str, port: int) -> int:
    with Server((host, port), witness) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _fetch(witness: Witness, addresses: list[str], every: float) -> int:
    while True:
        status = max(_looked(witness, address.rstrip("/")) for address in addresses)
        if not every:
            return status
        time.sleep(every)


def _looked(witness: Witness, address: str) -> int:
    try:
        line = witness.look(address)
    except RefusedError as refusal:
        print(f"REFUSED {address}: {refusal.what}", file=sys.stderr, flush=True)  # noqa: T201
        return 1
    except (OSError, ValueError) as error:
        print(f"{address}: {error}", file=sys.stderr, flush=True)  # noqa: T201
        return 3
    print(line, end="", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
