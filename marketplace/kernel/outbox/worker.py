"""Run tasks: one after the other, in this process, until told to stop."""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import translation
from django_tasks.base import TaskContext

from marketplace.kernel import requestid
from marketplace.kernel.outbox import identity, queue
from marketplace.kernel.outbox.core.retry import GiveUp
from marketplace.kernel.outbox.task import jobs

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
HOUSEKEEPING_EVERY = 10
"""Rounds of polling between two looks for dead workers."""


class Worker:
    """Claims and runs tasks; `stop` lets the current one finish."""

    def __init__(self) -> None:
        self.name = identity.worker_name()
        self._stopping = threading.Event()
        self._round = 0

    def stop(self) -> None:
        """Take no further task."""
        self._stopping.set()

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping.is_set()

    def run(self) -> None:
        """Work until `stop`."""
        logger.info("worker %s starts", self.name)
        while not self.is_stopping:
            close_old_connections()
            if not self._try_step():
                self._stopping.wait(POLL_SECONDS)
        logger.info("worker %s stops", self.name)

    def step(self) -> bool:
        """Do the next thing, and say whether there was one."""
        if self._round % HOUSEKEEPING_EVERY == 0:
            queue.take_back(here=self.name)
        self._round += 1
        queue.plan(list(jobs.values()))
        held = queue.claim(self.name)
        if held is None:
            return False
        with heartbeat(held):
            run_claimed(held)
        return True

    def _try_step(self) -> bool:
        try:
            return self.step()
        except DatabaseError:
            # The database may be restarting; the lease covers a task that was under way.
            logger.exception("worker %s lost the database", self.name)
            return False


def run_claimed(held: queue.Claim) -> BaseException | None:
    """Run a claimed task and settle it; return what it raised."""
    _id, token = requestid.begin(str(held.row.pk))
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _call(held)
    except Exception as error:  # noqa: BLE001  the process edge: every failure is settled
        _tell_failure(held, error, queue.fail(held, error))
        return error
    else:
        if not queue.succeed(held):
            logger.warning("task %s finished after its lease ran out", held.row.task_path)
        return None
    finally:
        requestid.end(token)


def run_due(*, limit: int = 1000, raising: bool = True) -> int:
    """Run what is due in this process, for tests, demos and one-off commands.

    Args:
        limit: of tasks.
        raising: let the first failure out (after settling it) instead of going on.

    Returns:
        How many tasks ran.
    """
    name = identity.worker_name()
    for count in range(limit):
        held = queue.claim(name)
        if held is None:
            return count
        error = run_claimed(held)
        if error is not None and raising:
            raise error
    return limit


@contextmanager
def heartbeat(held: queue.Claim) -> Iterator[None]:
    """Keep the lease while the block runs, from a thread with a connection of its own."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(held, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(held: queue.Claim, done: threading.Event) -> None:
    beats = 0
    while not done.wait(held.lease.total_seconds() / 4):
        beats += 1
        try:
            if not queue.renew(held):
                break
        except DatabaseError:
            logger.warning("task %s: lease not renewed this time", held.row.task_path)
    if beats:
        connection.close()


def _call(held: queue.Claim) -> None:
    task = held.row.task
    args, kwargs = held.row.args_kwargs["args"], held.row.args_kwargs["kwargs"]
    if task.takes_context:
        result: Any = held.row.task_result
        args = [TaskContext(task_result=result), *args]
    with _savepoint():
        task.call(*args, **kwargs)


def _savepoint() -> AbstractContextManager[None]:
    """Return a savepoint where a test's transaction is open; a worker's tasks have none."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _tell_failure(held: queue.Claim, error: BaseException, decided: object) -> None:
    path, attempt = held.row.task_path, held.attempt
    if isinstance(decided, GiveUp):
        logger.error("task %s given up in attempt %s", path, attempt, exc_info=error)
    else:
        logger.warning("task %s failed in attempt %s: %s", path, attempt, error)
