"""What recalls ask of orders and messages."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from marketplace.base.notices.actions import send_notice
from marketplace.base.notices.models import NoticeMessage
from marketplace.modules.recall_notices.actions import plan_notices, rehearse
from marketplace.modules.recall_notices.buyers import reach_of_lots
from marketplace.modules.recall_notices.kinds import OVERDUE
from marketplace.modules.recall_notices.models import RecallNotice
from marketplace.modules.recall_notices.tasks import tell_buyers
from traceability.lots.models import Lot
from traceability.recall import hooks
from traceability.recall.hooks import Reach, Rehearsal, Told
from traceability.recall.models import RecallCase


@hooks.recall_reach.register
def count_buyers(lots: Sequence[Lot]) -> Reach:
    """Say how much of these lots was sold, and to how many."""
    return reach_of_lots(lots)


@hooks.recall_decided.register
def tell_every_buyer(case: RecallCase) -> None:
    """Queue the telling, in the transaction that decides."""
    run = plan_notices(case=case)
    if run is not None:
        tell_buyers.enqueue(run.pk)


@hooks.recall_told.register
def count_told(case: RecallCase) -> Told:
    """Say how many buyers heard of it."""
    state = NoticeMessage.State
    counts = RecallNotice.objects.filter(run__case=case).aggregate(
        queued=Count("pk", filter=Q(message__state=state.QUEUED)),
        sent=Count("pk", filter=Q(message__state=state.SENT)),
        failed=Count("pk", filter=Q(message__state=state.FAILED)),
        read=Count("pk", filter=~Q(answer="")),
    )
    runs = list(case.notice_runs.all())
    return Told(
        **counts,
        unreachable=sum(run.unreachable for run in runs),
        is_done=all(run.done_at for run in runs),
    )


@hooks.recall_rehearsed.register
def rehearse_notices(_case: RecallCase, lots: Sequence[Lot]) -> Rehearsal:
    """Write all notices of a drill and keep none."""
    return rehearse(lots=lots)


@hooks.recall_overdue.register
def remind_party(case: RecallCase) -> None:
    """Remind the members of the party that nobody wrote what came back."""
    url = settings.PUBLIC_ORIGIN + reverse("origin_recall:case", args=[case.number])
    for member in case.party.members.exclude(phone=None).exclude(phone=""):
        context = {"number": case.number, "url": url}
        send_notice(kind=OVERDUE.code, context=context, to_phone=str(member.phone))
