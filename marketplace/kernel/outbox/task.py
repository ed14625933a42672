"""Declare tasks: ``@outbox_task()`` for work to be queued, ``@periodic(every=…)`` for the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django_tasks.base import Task, TaskResult

from marketplace.kernel.clock import now

P = ParamSpec("P")
R = TypeVar("R")

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)
PERIODIC_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class OutboxTask(Task[P, R]):
    """A task that is leased, tried again, and given up in the open.

    ``func`` gets JSON values and must be idempotent: it may run more than once, so what counts
    goes behind `once`.

    Args:
        max_attempts: how often it may be begun before it is a dead letter.
        lease: after this long without a sign of life of its worker, another one takes over.
    """

    max_attempts: int = MAX_ATTEMPTS
    lease: timedelta = LEASE

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the function now, in this process."""
        return self.func(*args, **kwargs)

    def enqueue(  # type: ignore[override]
        self, *args: object, delay: timedelta | None = None, **kwargs: object
    ) -> TaskResult[R]:
        """Write the task into the caller's transaction: rolled back, it never was.

        Args:
            args: JSON values for the function.
            delay: earliest start, counted from now.
            kwargs: JSON values for the function.
        """
        task = self if delay is None else self.using(run_after=now() + delay)
        return task.get_backend().enqueue(task, args, kwargs)


@dataclass(frozen=True, slots=True)
class Job:
    """A task that the clock starts."""

    task: OutboxTask[[], None]
    every: timedelta

    @property
    def name(self) -> str:
        """The task's dotted path, stable between processes."""
        return self.task.module_path


jobs: dict[str, Job] = {}


def outbox_task(
    *, max_attempts: int = MAX_ATTEMPTS, lease: timedelta = LEASE, priority: int = 0
) -> Callable[[Callable[P, R]], OutboxTask[P, R]]:
    """Return a decorator that makes a function a task of the outbox.

    ``f.enqueue(1, 2, delay=timedelta(minutes=5))`` queues it; ``f(1, 2)`` runs it here and now.
    """

    def declare(function: Callable[P, R]) -> OutboxTask[P, R]:
        return OutboxTask(func=function, max_attempts=max_attempts, lease=lease, priority=priority)

    return declare


def periodic(
    *, every: timedelta, lease: timedelta = LEASE
) -> Callable[[Callable[[], None]], OutboxTask[[], None]]:
    """Return a decorator that has the workers run a function again and again.

    However many workers there are, it is queued once in every period, and not while its last
    run is still waiting or under way.
    """

    def declare(function: Callable[[], None]) -> OutboxTask[[], None]:
        task: OutboxTask[[], None] = OutboxTask(
            func=function, max_attempts=PERIODIC_ATTEMPTS, lease=lease
        )
        jobs[task.module_path] = Job(task, every)
        return task

    return declare


def limits(task: object) -> tuple[int, timedelta]:
    """Return how often a task may be begun and its lease, also for tasks that are not ours."""
    if isinstance(task, OutboxTask):
        return task.max_attempts, task.lease
    return MAX_ATTEMPTS, LEASE
