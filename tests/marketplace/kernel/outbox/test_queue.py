from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from marketplace.kernel.active import flags
from marketplace.kernel.errors import NoTransactionError
from marketplace.kernel.models import OnceKey, PeriodicJob, TaskLease
from marketplace.kernel.outbox import identity, once, queue
from marketplace.kernel.outbox.task import Job
from marketplace.kernel.outbox.worker import run_claimed, run_due
from tests.marketplace.kernel.outbox import sample_tasks

pytestmark = pytest.mark.django_db

ELSEWHERE = "another-machine/1:1:1:aa"


@pytest.fixture(autouse=True)
def empty_queue(db: None) -> Iterator[None]:
    """Start without the tasks that making the home page left behind."""
    DBTaskResult.objects.all().delete()
    sample_tasks.ran.clear()
    yield
    sample_tasks.ran.clear()


def the_task() -> DBTaskResult[..., Any]:
    return DBTaskResult.objects.get()


def rolled_back(work: Callable[[], object]) -> None:
    with transaction.atomic():
        assert work()
        transaction.set_rollback(True)


def test_queued_task_runs_once() -> None:
    sample_tasks.note.enqueue("rice")

    assert run_due() == 1
    assert run_due() == 0
    assert sample_tasks.ran == ["rice"]
    assert the_task().status == TaskResultStatus.SUCCESSFUL


def test_task_called_as_a_function_runs_here_and_now() -> None:
    sample_tasks.note("rice")

    assert sample_tasks.ran == ["rice"]
    assert not DBTaskResult.objects.exists()


def test_rolled_back_transaction_queues_nothing() -> None:
    rolled_back(lambda: sample_tasks.note.enqueue("rice"))

    assert not DBTaskResult.objects.exists()


def test_delayed_task_waits_for_its_time() -> None:
    sample_tasks.note.enqueue("later", delay=timedelta(minutes=5))

    assert run_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert run_due() == 1


def test_failed_task_comes_back_after_a_pause_and_is_then_given_up() -> None:
    sample_tasks.break_down.enqueue()

    assert run_due(raising=False) == 1
    assert the_task().status == TaskResultStatus.READY
    assert run_due(raising=False) == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        assert run_due(raising=False) == 1

    lease = queue.dead_letters().get()
    assert lease.attempts == 2
    assert lease.last_error == "the carrier does not answer"
    assert the_task().status == TaskResultStatus.FAILED
    assert "RuntimeError" in the_task().traceback


def test_error_that_retrying_cannot_help_is_given_up_at_once() -> None:
    sample_tasks.be_useless.enqueue()

    run_due(raising=False)

    assert queue.dead_letters().get().attempts == 1


def test_dead_letter_is_revived_with_all_its_attempts() -> None:
    sample_tasks.be_useless.enqueue()
    run_due(raising=False)

    assert queue.revive(the_task().pk) is True
    assert queue.revive(the_task().pk) is False
    assert the_task().status == TaskResultStatus.READY
    assert TaskLease.objects.get().attempts == 0
    assert run_due(raising=False) == 1


def test_failure_in_a_test_run_is_raised_after_it_is_settled() -> None:
    sample_tasks.break_down.enqueue()

    with pytest.raises(RuntimeError, match="carrier"):
        run_due()
    assert the_task().status == TaskResultStatus.READY


def test_task_whose_code_is_gone_becomes_a_dead_letter() -> None:
    sample_tasks.note.enqueue("rice")
    DBTaskResult.objects.update(task_path="modules.gone.tasks.note")

    for _attempt in range(8):
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            run_due(raising=False)
        TaskLease.objects.filter(dead_at=None).update(attempts=7)
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())

    assert queue.dead_letters().count() == 1


def test_expired_lease_is_taken_back_and_the_late_worker_changes_nothing() -> None:
    sample_tasks.note.enqueue("rice")
    first = queue.claim(ELSEWHERE)
    assert first is not None

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert queue.take_back(here="me") == 1
        second = queue.claim("me")
        assert second is not None
        assert second.attempt == 2
        assert queue.succeed(first) is False
        assert queue.renew(first) is False
        assert queue.fail(first, RuntimeError()) is None
        assert the_task().status == TaskResultStatus.RUNNING
        assert run_claimed(second) is None

    assert the_task().status == TaskResultStatus.SUCCESSFUL
    assert sample_tasks.ran == ["rice"]


def test_renewed_lease_is_not_taken_back() -> None:
    sample_tasks.note.enqueue("rice")
    held = queue.claim(ELSEWHERE)
    assert held is not None

    with time_machine.travel(timezone.now() + timedelta(seconds=100)):
        assert queue.renew(held) is True
    with time_machine.travel(timezone.now() + timedelta(seconds=180)):
        assert queue.take_back(here="me") == 0


def test_task_of_a_dead_process_on_this_machine_is_taken_back_at_once() -> None:
    sample_tasks.note.enqueue("rice")
    machine = identity.worker_name().rsplit(":", 3)[0]
    queue.claim(f"{machine}:4194304:1:aa")

    assert queue.take_back(here="me") == 1
    assert run_due() == 1


def test_task_of_a_living_process_is_left_alone() -> None:
    sample_tasks.note.enqueue("rice")
    queue.claim(identity.worker_name())

    assert queue.take_back(here="me") == 0


def test_task_that_kills_its_workers_ends_as_a_dead_letter() -> None:
    sample_tasks.note.enqueue("poison")

    for attempt in range(1, 4):
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        held = queue.claim(ELSEWHERE)
        assert held is not None
        assert held.attempt == attempt
        TaskLease.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert queue.take_back(here="me") == 1

    assert queue.dead_letters().count() == 1
    assert queue.claim("me") is None


def test_task_of_a_switched_off_module_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    sample_tasks.note.enqueue("rice")
    monkeypatch.setattr(queue, "is_active_code", lambda _dotted: False)

    assert run_due() == 0
    assert sample_tasks.ran == []

    monkeypatch.undo()
    flags.set(frozenset(), fresh_for=60)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert run_due() == 1
    assert TaskLease.objects.get().attempts == 1


def test_once_is_true_the_first_time_only() -> None:
    assert [once("parcel:1"), once("parcel:1"), once("parcel:2")] == [True, False, True]


def test_once_counts_only_when_its_transaction_does() -> None:
    rolled_back(lambda: once("parcel:1"))

    assert once("parcel:1") is True


@pytest.mark.django_db(transaction=True)
def test_once_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NoTransactionError):
        once("parcel:1")


def tick() -> Job:
    return Job(sample_tasks.tick, timedelta(seconds=30))


def test_periodic_job_is_queued_once_a_period() -> None:
    assert [queue.plan([tick()]), queue.plan([tick()])] == [1, 0]
    run_due()
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert [queue.plan([tick()]), queue.plan([tick()])] == [1, 0]


def test_periodic_job_does_not_pile_up_behind_one_that_waits() -> None:
    queue.plan([tick()])

    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert queue.plan([tick()]) == 0
    assert DBTaskResult.objects.count() == 1
    assert PeriodicJob.objects.count() == 1


def test_wagtails_own_tasks_run_in_the_same_worker() -> None:
    page = Page.get_first_root_node()
    update_reference_index_task.enqueue("wagtailcore", "page", str(page.pk))

    assert run_due() == 1
    assert the_task().status == TaskResultStatus.SUCCESSFUL


def test_sweeping_keeps_dead_letters_and_fresh_rows() -> None:
    sample_tasks.note.enqueue("old")
    sample_tasks.be_useless.enqueue()
    run_due(raising=False)
    once("old")

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        queue.sweep()
        assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
        assert OnceKey.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        queue.sweep()
    assert not OnceKey.objects.exists()
