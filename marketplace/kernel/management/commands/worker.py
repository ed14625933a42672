"""``manage.py worker``: run queued and periodic tasks."""

import fcntl
import signal
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import IO

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from marketplace.kernel.outbox.worker import Worker, run_due


class Command(BaseCommand):
    """Works until SIGTERM or Ctrl+C and finishes the task under way; a second one stops at once."""

    help = "Run queued and periodic tasks. On PostgreSQL start as many as you like, on SQLite one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``--until-empty``."""
        parser.add_argument(
            "--until-empty",
            action="store_true",
            help="run what is due now, then exit; tasks that fail are queued again",
        )

    def handle(self, *, until_empty: bool, **options: object) -> None:
        """Run the worker."""
        if until_empty:
            count = run_due(raising=False)
            self.stdout.write(f"{count} tasks ran.")
            return
        lock = _only_worker_on_sqlite()
        try:
            self._work(Worker())
        finally:
            if lock:
                lock.close()

    def _work(self, worker: Worker) -> None:
        def stop(_signum: int, _frame: FrameType | None) -> None:
            if worker.is_stopping:
                raise SystemExit(1)
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write(f"Worker {worker.name} is ready.")
        self.stdout.flush()
        worker.run()


def _only_worker_on_sqlite() -> IO[str] | None:
    """Hold a lock beside the SQLite file; its writers queue up anyway, so a second gains nothing.

    Raises:
        CommandError: another worker holds it.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    lock = Path(f"{name}.worker").open("w", encoding="ascii")  # noqa: SIM115  held on purpose
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise CommandError(
            "A worker runs already. SQLite gains nothing by a second one; use PostgreSQL for more."
        ) from error
    return lock
