"""A drill: the same scope and the same notices as a recall, measured, and nothing touched."""

import time

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.recall.errors import CaseMovedOnError
from traceability.recall.hooks import reach_of, recall_rehearsed
from traceability.recall.models import CaseLot, CaseState, RecallCase
from traceability.recall.scope import scope_of


def run_drill(*, case: RecallCase, acting_user: User | None = None) -> RecallCase:
    """Do all of a recall but the recalling, write down the times, close the case, return it.

    Raises:
        CaseMovedOnError: the case is no drill, or was run already.
    """
    with transaction.atomic():
        (locked,) = lock_rows(RecallCase.objects.filter(pk=case.pk))
        if not locked.is_drill or locked.state != CaseState.DRAFT:
            raise CaseMovedOnError(case=locked.number)
        locked.measured = _measured(locked)
        locked.state = CaseState.CLOSED
        locked.closed_by = acting_user
        locked.closed_at = now()
        locked.outcome_reason = _("Drill: nothing was recalled, nobody was told.")
        locked.save(update_fields=["measured", "state", "closed_by", "closed_at", "outcome_reason"])
        record("recall_case.drilled", acting_user=acting_user, subject=locked, **locked.measured)
    return locked


def _measured(case: RecallCase) -> dict[str, object]:
    """Return the times of each part, in seconds, and what it came to."""
    scope = scope_of(list(case.starts.values_list("uri", flat=True)), case.reach, own=case.party)
    left_out = set(case.lots.filter(is_left_out=True).values_list("lot_id", flat=True))
    lots = [lot for lot in scope.lots if lot.pk not in left_out]
    began = time.perf_counter()
    reach = reach_of(lots)
    reached = time.perf_counter()
    answers = recall_rehearsed.send(case, lots)
    for lot in lots:
        told = reach.by_lot.get(lot.pk)
        if told:
            CaseLot.objects.filter(case=case, lot=lot).update(
                made=lot.quantity, sold=told.sold, buyers=told.buyers
            )
    return {
        "scope_seconds": round(scope.seconds, 3),
        "is_cut": scope.is_cut,
        "lots": len(lots),
        "reach_seconds": round(reached - began, 3),
        "sold": sum(one.sold for one in reach.by_lot.values()),
        "buyers": reach.buyers,
        "notices": sum(one.notices for one in answers),
        "unreachable": sum(one.unreachable for one in answers),
        "notice_seconds": round(sum(one.seconds for one in answers), 3),
        "sample": next((one.sample for one in answers if one.sample), ""),
    }
