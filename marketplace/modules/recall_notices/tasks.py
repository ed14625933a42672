"""The worker's part: telling the buyers of a run, part by part."""

from marketplace.kernel.outbox import outbox_task
from marketplace.modules.recall_notices.actions import PART, finish_run, rows_waiting, write_part
from marketplace.modules.recall_notices.models import NoticeRun


@outbox_task(max_attempts=20)
def tell_buyers(run_id: int) -> None:
    """Queue a message to every buyer of a run; a second run goes on where the first one died."""
    run = NoticeRun.objects.get(pk=run_id)
    if run.done_at is not None:
        return
    rows = rows_waiting(run)
    for start in range(0, len(rows), PART):
        write_part(run_id=run_id, rows=rows[start : start + PART])
    finish_run(run_id=run_id)
