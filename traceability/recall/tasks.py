"""What the clock does: ask for a word where nobody wrote for a week what came back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.kernel.outbox import once, periodic
from traceability.recall.hooks import recall_overdue
from traceability.recall.queries import last_word, needs_word, running_cases


@periodic(every=timedelta(hours=1))
def remind_of_recoveries() -> None:
    """Remind the parties of overdue cases, once for each week without a word."""
    for case in running_cases():
        if not needs_word(case):
            continue
        week = timezone.localdate(now()).isocalendar()
        since = last_word(case) or case.decided_at
        with transaction.atomic():
            if once(f"recall_overdue:{case.pk}:{since:%Y%m%d}:{week.year}-{week.week}"):
                recall_overdue.send(case)
