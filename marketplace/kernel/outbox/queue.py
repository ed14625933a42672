"""The queue's table: claim a task, hold it, settle it. Every step is one short transaction.

A claim is a lease in `TaskLease`. Whoever settles a task must still hold its lease: a worker that
was given up for dead and wakes up again changes nothing.
"""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.kernel.active import is_active_code
from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from marketplace.kernel.models import OnceKey, PeriodicJob, TaskLease
from marketplace.kernel.outbox import identity
from marketplace.kernel.outbox.core.retry import GiveUp, TryAgain, pause, verdict
from marketplace.kernel.outbox.task import LEASE, MAX_ATTEMPTS, Job, limits

logger = logging.getLogger(__name__)

KEEP_DONE = timedelta(days=1)
KEEP_ONCE_KEYS = timedelta(days=90)
ASK_AGAIN_WHEN_OFF = timedelta(minutes=1)

TaskRow: TypeAlias = DBTaskResult[..., object]

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claim:
    """A task that one worker holds."""

    row: TaskRow
    worker: str
    attempt: int
    max_attempts: int
    lease: timedelta


def claim(worker: str) -> Claim | None:
    """Return the next due task, leased to ``worker``, or None.

    Tasks of modules that are switched off wait until they are on again.
    """
    if not _due().exists():
        return None
    with transaction.atomic():
        row = _due().select_for_update(skip_locked=True).first()
        if row is None:
            return None
        if is_active_code(row.task_path.rpartition(".")[0]):
            return _lease(row, worker)
        _postpone(row)
    return claim(worker)


def renew(held: Claim) -> bool:
    """Extend a lease, and say whether it was still held."""
    return bool(_held(held).update(until=now() + held.lease))


def succeed(held: Claim) -> bool:
    """Mark the task done, and say whether the lease was still held."""
    with transaction.atomic():
        if not _held(held).update(until=None, worker="", last_error=""):
            return False
        _running(held).update(
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=now(),
            exception_class_path="",
            traceback="",
        )
    return True


def fail(held: Claim, error: BaseException) -> TryAgain | GiveUp | None:
    """Queue the task again or give it up; None when the lease was no longer held."""
    decided = verdict(
        attempts=held.attempt,
        max_attempts=held.max_attempts,
        can_help=error.retryable if isinstance(error, DomainError) else True,
        spread=_dice.random(),
    )
    told = f"{type(error).__module__}.{type(error).__qualname__}"
    with transaction.atomic():
        dead_at = now() if isinstance(decided, GiveUp) else None
        if not _held(held).update(until=None, worker="", last_error=str(error), dead_at=dead_at):
            return None
        _running(held).update(exception_class_path=told, traceback="".join(format_exception(error)))
        _settle_failure(_running(held), decided)
    return decided


def take_back(*, here: str) -> int:
    """Queue again what dead workers held, and return how many tasks that were.

    A worker is dead when its lease has run out, or when its process on this machine is gone.
    """
    held = TaskLease.objects.filter(task__status=TaskResultStatus.RUNNING).exclude(worker=here)
    lost = [lease for lease in held if _is_lost(lease)]
    return sum(_take_back(lease) for lease in lost)


def plan(jobs: list[Job]) -> int:
    """Queue the periodic jobs that are due, and return how many."""
    moment = now()
    planned = 0
    known = set(PeriodicJob.objects.filter(next_at__gt=moment).values_list("name", flat=True))
    for job in jobs:
        if job.name not in known and is_active_code(job.task.func.__module__):
            planned += _plan(job, moment)
    return planned


def dead_letters() -> QuerySet[TaskLease]:
    """Return the tasks that were given up, newest first."""
    return TaskLease.objects.filter(dead_at__isnull=False).order_by("-dead_at")


def revive(task_id: UUID) -> bool:
    """Queue a dead letter anew with all its attempts, and say whether there was one."""
    with transaction.atomic():
        lease = dead_letters().filter(task_id=task_id)
        if not lease.update(dead_at=None, attempts=0, last_error=""):
            return False
        DBTaskResult.objects.filter(pk=task_id).update(
            status=TaskResultStatus.READY, finished_at=None, run_after=now()
        )
    return True


def sweep() -> int:
    """Delete finished tasks and keys that have done their duty, and return how many rows."""
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_DONE
    )
    tasks, _by_model = done.delete()
    keys, _by_model = OnceKey.objects.filter(at__lt=now() - KEEP_ONCE_KEYS).delete()
    return tasks + keys


def _due() -> QuerySet[TaskRow]:
    return DBTaskResult.objects.ready()


def _held(held: Claim) -> QuerySet[TaskLease]:
    return TaskLease.objects.filter(
        task_id=held.row.pk, worker=held.worker, attempts=held.attempt, until__isnull=False
    )


def _running(held: Claim) -> QuerySet[TaskRow]:
    return DBTaskResult.objects.filter(pk=held.row.pk)


def _lease(row: TaskRow, worker: str) -> Claim:
    max_attempts, lease = _limits(row)
    row.claim(worker)
    record, _created = TaskLease.objects.get_or_create(task_id=row.pk)
    record.attempts += 1
    record.worker = worker
    record.until = now() + lease
    record.save(update_fields=["attempts", "worker", "until"])
    return Claim(row, worker, record.attempts, max_attempts, lease)


def _limits(row: TaskRow) -> tuple[int, timedelta]:
    try:
        return limits(row.task)
    except ImportError:
        # The code is gone (a module was taken out): running it will fail and say so.
        return MAX_ATTEMPTS, LEASE


def _postpone(row: TaskRow) -> None:
    row.run_after = now() + ASK_AGAIN_WHEN_OFF
    row.save(update_fields=["run_after"])


def _settle_failure(rows: QuerySet[TaskRow], decided: TryAgain | GiveUp) -> None:
    if isinstance(decided, TryAgain):
        rows.update(status=TaskResultStatus.READY, run_after=now() + decided.pause)
    else:
        rows.update(status=TaskResultStatus.FAILED, finished_at=now())


def _is_lost(lease: TaskLease) -> bool:
    return lease.until is None or lease.until <= now() or identity.is_gone(lease.worker)


def _take_back(lease: TaskLease) -> bool:
    """Settle one lost task as if its attempt had failed; False when somebody was quicker."""
    max_attempts, _length = _limits(lease.task)
    dead = lease.attempts >= max_attempts
    told = f"worker {lease.worker} died in attempt {lease.attempts}"
    mine = TaskLease.objects.filter(
        task_id=lease.task_id, worker=lease.worker, attempts=lease.attempts, until=lease.until
    )
    with transaction.atomic():
        values = {"until": None, "worker": "", "last_error": told}
        if not mine.update(**values, dead_at=now() if dead else None):
            return False
        # The first death is taken for an accident; a task that kills its workers has to wait.
        wait = pause(lease.attempts, _dice.random()) if lease.attempts > 1 else timedelta()
        rows = DBTaskResult.objects.filter(pk=lease.task_id)
        _settle_failure(rows, GiveUp() if dead else TryAgain(wait))
    logger.warning("task %s taken back: %s", lease.task_id, told)
    return True


def _plan(job: Job, moment: datetime) -> int:
    PeriodicJob.objects.bulk_create(
        [PeriodicJob(name=job.name, next_at=moment)], ignore_conflicts=True
    )
    with transaction.atomic():
        due = PeriodicJob.objects.filter(name=job.name, next_at__lte=moment)
        if not due.update(next_at=moment + job.every):
            return 0
        waiting = Q(status=TaskResultStatus.READY) | Q(status=TaskResultStatus.RUNNING)
        if DBTaskResult.objects.filter(waiting, task_path=job.name).exists():
            return 0
        job.task.enqueue()
    return 1
