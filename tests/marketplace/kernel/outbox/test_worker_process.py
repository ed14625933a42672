"""The real worker, in a process of its own, killed and stopped in the middle of a task."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from marketplace.kernel.discovery import discover

TREE = Path(__file__).resolve().parents[4]
MIGRATED = ["kernel", "django_tasks_database"]


def needed_for(name: str) -> set[str]:
    """Return a module and all it depends on: the smallest shop that starts."""
    known = discover(TREE)
    return {name}.union(*(needed_for(other) for other in known[name].manifest.depends))


class Shop:
    """A small database of its own and the processes that work on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "VAR_DIR": str(folder),
            "MODULES": " ".join(needed_for("marketplace.shop")),
        }
        self.workers: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=TREE, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def python(self, code: str) -> str:
        return self.run("shell", "-v0", "-c", code).strip()

    def start_worker(self) -> subprocess.Popen[str]:
        log = (self.folder / f"worker{len(self.workers)}.log").open("w")
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=TREE,
            env=self.environment,
            stdout=log,
            stderr=log,
            text=True,
        )
        self.workers.append(worker)
        return worker

    def enqueue(self, *, pause_first: bool) -> None:
        self.python(
            "from tests.marketplace.kernel.outbox.sample_tasks import slow_effect\n"
            f"slow_effect.enqueue({str(self.folder)!r}, 'parcel:7', pause_first={pause_first})"
        )

    def outcome(self) -> dict[str, object]:
        """Read from beside, as another process would."""
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database:
            status, attempts = database.execute(
                "SELECT status, attempts FROM django_tasks_database_dbtaskresult "
                "LEFT JOIN kernel_tasklease ON task_id = id WHERE task_path LIKE '%slow_effect'"
            ).fetchone()
            (effects,) = database.execute(
                "SELECT count(*) FROM kernel_auditrow WHERE action = 'sample.effect'"
            ).fetchone()
        return {"status": status, "effects": effects, "attempts": attempts}


def wait_until(ready: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    for app in MIGRATED:
        Shop(folder).run("migrate", "-v0", app)
    return folder / "db.sqlite3"


@pytest.fixture
def shop(tmp_path: Path, migrated: Path) -> Iterator[Shop]:
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    shop = Shop(tmp_path)
    yield shop
    for worker in shop.workers:
        worker.kill()
        worker.wait()


@pytest.mark.parametrize("pause_first", [True, False], ids=["before the effect", "after it"])
def test_killed_worker_loses_nothing_and_repeats_nothing_that_counts(
    shop: Shop, *, pause_first: bool
) -> None:
    shop.enqueue(pause_first=pause_first)
    first = shop.start_worker()
    wait_until((shop.folder / "begun").exists)

    first.send_signal(signal.SIGKILL)
    first.wait()
    assert shop.outcome() == {
        "status": "RUNNING",
        "effects": 0 if pause_first else 1,
        "attempts": 1,
    }
    (shop.folder / "go").touch()
    shop.start_worker()
    wait_until(lambda: shop.outcome()["status"] == "SUCCESSFUL")

    assert shop.outcome() == {"status": "SUCCESSFUL", "effects": 1, "attempts": 2}


def test_stopped_worker_finishes_the_task_under_way(shop: Shop) -> None:
    shop.enqueue(pause_first=True)
    worker = shop.start_worker()
    wait_until((shop.folder / "begun").exists)

    worker.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert worker.poll() is None
    (shop.folder / "go").touch()

    assert worker.wait(timeout=20) == 0
    assert shop.outcome() == {"status": "SUCCESSFUL", "effects": 1, "attempts": 1}


def test_idle_worker_takes_up_a_task_within_a_second(shop: Shop) -> None:
    (shop.folder / "go").touch()
    shop.start_worker()
    wait_until(lambda: "is ready" in (shop.folder / "worker0.log").read_text())

    shop.enqueue(pause_first=True)
    wait_until(lambda: shop.outcome()["status"] == "SUCCESSFUL")

    with closing(sqlite3.connect(shop.folder / "db.sqlite3")) as database:
        (waited,) = database.execute(
            "SELECT (julianday(started_at) - julianday(enqueued_at)) * 86400 "
            "FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%slow_effect'"
        ).fetchone()
    assert waited <= 1.0


def test_second_worker_on_sqlite_is_told_so(shop: Shop) -> None:
    shop.start_worker()
    wait_until(lambda: "is ready" in (shop.folder / "worker0.log").read_text())

    second = shop.start_worker()

    assert second.wait(timeout=20) == 1
    assert "A worker runs already" in (shop.folder / "worker1.log").read_text()
