"""``hash`` and ``validate`` for files, without Django and database. Pure but for reading files.

``python -m traceability.epcis.core hash FILE…`` and ``manage.py epcis hash FILE…`` are the same.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from traceability.epcis.core.document import DocumentError, load
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.hash import event_hash
from traceability.epcis.core.schema import schema_faults

STANDARD_INPUT = "-"
Say = Callable[[str], object]


def print_hashes(files: Sequence[str], say: Say, complain: Say) -> int:
    """Say one hash an event, in order of files and events; return the exit code."""
    code = 0
    for file in files:
        try:
            events = load(_bytes(file)).events
        except (OSError, DocumentError) as error:
            complain(f"{file}: {_reason(error)}")
            code = 1
            continue
        for event in events:
            say(event_hash(event))
    return code


def print_faults(files: Sequence[str], say: Say, schema: str = "") -> int:
    """Say one line a fault, ``FILE: $.path: sentence``; return 1 where there is one.

    Args:
        files: paths; ``-`` is standard input.
        say: takes a line.
        schema: path of the operator's JSON Schema; empty for none.
    """
    code = 0
    for file in files:
        for fault in file_faults(file, schema):
            say(f"{file}: {_one_line(str(fault))}")
            code = 1
    return code


def file_faults(file: str, schema: str = "") -> Iterator[Fault]:
    """Give what is wrong with a file; that it cannot be read is a fault, too."""
    try:
        document = load(_bytes(file))
    except (OSError, DocumentError) as error:
        yield Fault("$", "unreadable", _reason(error))
        return
    yield from document.faults()
    if schema:
        yield from schema_faults(dict(document.root), schema)


def _bytes(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"this file cannot be read: {error.strerror or error}"
    return _one_line(str(error))


def _one_line(text: str) -> str:
    return " ".join(text.split())
