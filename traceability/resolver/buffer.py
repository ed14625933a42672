"""Scans wait here and are counted every few seconds: a page never waits for a write.

What waits in memory is lost when the process dies; a few seconds of scans are not worth a write
in every request.
"""

import atexit
import logging
import os
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import close_old_connections

from traceability import conf

logger = logging.getLogger(__name__)

_MOST_WAITING = 50_000
"""Beyond this the oldest are dropped: the database is away and memory is finite."""


@dataclass(frozen=True, slots=True)
class Scan:
    """That a device opened the page of a serial.

    ``packing`` is what tells the same device apart among those that pack goods today. When and
    from which province is no part of what makes two scans the same.
    """

    serial_id: int
    day: date
    device: bytes
    at: datetime | None = field(default=None, compare=False)
    area: str = field(default="", compare=False)
    packing: bytes = field(default=b"", compare=False)


class ScanBuffer:
    """Holds scans of this process until its thread writes them."""

    def __init__(self) -> None:
        self._scans: deque[Scan] = deque(maxlen=_MOST_WAITING)
        self._unknown: deque[tuple[str, date]] = deque(maxlen=_MOST_WAITING)
        self._starting = threading.Lock()
        self._process = 0

    def add(self, scan: Scan) -> None:
        """Remember a scan; never waits, never fails."""
        self._scans.append(scan)
        self._start()

    def add_unknown(self, code: str, day: date) -> None:
        """Remember that somebody asked for a code we never issued."""
        self._unknown.append((code, day))
        self._start()

    def drain(self) -> tuple[list[Scan], Counter[tuple[str, date]]]:
        """Take out what waits."""
        scans = [self._scans.popleft() for _ in range(len(self._scans))]
        unknown = Counter(self._unknown.popleft() for _ in range(len(self._unknown)))
        return scans, unknown

    def flush(self) -> None:
        """Write what waits. A failure is logged and costs these scans, nothing else."""
        from traceability.resolver.counting import count

        scans, unknown = self.drain()
        if not scans and not unknown:
            return
        try:
            count(scans, unknown)
        except Exception:
            logger.exception("%s scans could not be counted", len(scans))

    def _start(self) -> None:
        """Start the thread once in every process: a fork does not take threads along."""
        if self._process == os.getpid() or not conf.flush_seconds():
            return
        with self._starting:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            threading.Thread(target=self._run, name="scan-counter", daemon=True).start()
            atexit.register(self.flush)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(conf.flush_seconds())
            close_old_connections()
            self.flush()


buffer = ScanBuffer()
