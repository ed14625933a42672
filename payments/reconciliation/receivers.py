"""A month with open differences stays open."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import ngettext

from payments.ledger.core.months import last_day
from payments.ledger.hooks import close_blockers
from payments.reconciliation.models import Difference


@close_blockers.register
def open_differences(month: date) -> Sequence[str]:
    """Say how many differences of the month are open."""
    within = Difference.objects.filter(day__range=(month, last_day(month)), closed_at=None)
    count = within.count()
    if not count:
        return []
    told = ngettext("%(count)s difference is open.", "%(count)s differences are open.", count)
    return [told % {"count": count}]
