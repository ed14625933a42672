"""Several real workers on one PostgreSQL: every task is run, also when a worker is killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from marketplace.kernel.models import AuditRow
from tests.marketplace.kernel.outbox import sample_tasks

TREE = Path(__file__).resolve().parents[4]
TASKS = 60

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def address() -> str:
    """Return the URL of the test's own database."""
    said = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    return (
        f"postgresql://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}"
        f"/{said['NAME']}"
    )


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    DBTaskResult.objects.all().delete()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "DATABASE_URL": address(),
        "VAR_DIR": str(tmp_path),
    }
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=TREE,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _worker in range(3)
    ]
    yield started
    for worker in started:
        worker.kill()
        worker.wait()


def wait_for_effects(count: int) -> None:
    deadline = time.monotonic() + 60
    while AuditRow.objects.filter(action=sample_tasks.EFFECT).count() < count:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_workers_share_the_queue_and_replace_one_that_is_killed(
    workers: list[subprocess.Popen[bytes]],
) -> None:
    for number in range(TASKS):
        sample_tasks.mark.enqueue(number)
    wait_for_effects(5)

    workers[0].send_signal(signal.SIGKILL)
    wait_for_effects(TASKS)
    deadline = time.monotonic() + 60
    sampled = DBTaskResult.objects.filter(task_path__endswith=".mark")
    while sampled.exclude(status="SUCCESSFUL").exists():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)

    effects = AuditRow.objects.filter(action=sample_tasks.EFFECT)
    counted = Counter(effects.values_list("details__number", flat=True))
    assert set(counted) == set(range(TASKS))
    # `mark` is not guarded by `once`: only the task under way at the kill may show twice.
    assert sum(counted.values()) <= TASKS + 1
