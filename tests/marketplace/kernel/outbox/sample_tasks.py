"""Tasks for the tests of the queue; importable by a real worker process too."""

import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.errors import DomainError
from marketplace.kernel.models import ModuleState
from marketplace.kernel.outbox import once, outbox_task, periodic

ran: list[object] = []
EFFECT = "sample.effect"


class UselessError(DomainError):
    """Trying again cannot help."""

    code = "sample_useless"


@outbox_task(max_attempts=3)
def note(value: object) -> None:
    ran.append(value)


@outbox_task(max_attempts=2)
def break_down() -> None:
    raise RuntimeError("the carrier does not answer")


@outbox_task()
def be_useless() -> None:
    raise UselessError


@outbox_task(lease=timedelta(seconds=30))
def slow_effect(folder: str, key: str, *, pause_first: bool) -> None:
    """Leave one audit row; say when begun, and wait for leave before or after the effect."""
    begun = Path(folder, "begun")
    if pause_first:
        _wait_for_leave(folder, begun)
    with transaction.atomic():
        if once(key):
            state, _created = ModuleState.objects.get_or_create(name="sample")
            record(EFFECT, subject=state)
    if not pause_first:
        _wait_for_leave(folder, begun)


def _wait_for_leave(folder: str, begun: Path) -> None:
    begun.write_text("yes")
    while not Path(folder, "go").exists():
        time.sleep(0.02)


@outbox_task()
def mark(number: int) -> None:
    """Leave one audit row for ``number`` each time it runs."""
    with transaction.atomic():
        state, _created = ModuleState.objects.get_or_create(name="sample")
        record(EFFECT, subject=state, number=number)


@periodic(every=timedelta(seconds=30))
def tick() -> None:
    ran.append("tick")
