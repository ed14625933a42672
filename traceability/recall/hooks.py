"""What recall asks of the shop, and tells it: answered by glue, empty where there is no shop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.kernel.hooks import Hook
from traceability.lots.models import Lot
from traceability.recall.models import RecallCase


@dataclass(frozen=True, slots=True)
class LotReach:
    """Of one lot: packs sold and sent, promised to orders not packed yet, still on offer."""

    sold: int = 0
    promised: int = 0
    on_offer: int = 0
    buyers: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far goods got: by lot, and how many different buyers there are in all.

    ``unreachable`` buyers left neither phone nor e-mail.
    """

    by_lot: Mapping[int, LotReach] = field(default_factory=dict)
    buyers: int = 0
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Notices of a case: written, under way or sent or failed, and answered by buyers."""

    queued: int = 0
    sent: int = 0
    failed: int = 0
    read: int = 0
    unreachable: int = 0
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The notices that would go out, and how long writing them takes."""

    notices: int = 0
    unreachable: int = 0
    seconds: float = 0.0
    sample: str = ""


recall_reach: Hook[[Sequence[Lot]], Reach] = Hook("recall_reach", may_fail=True)
"""Asked for a preview: how much of these lots was sold, and to how many."""

recall_decided: Hook[[RecallCase], None] = Hook("recall_decided", may_fail=True)
"""A case was decided, or took more lots in; in the transaction that decides: queue the notices."""

recall_told: Hook[[RecallCase], Told] = Hook("recall_told", may_fail=True)
"""Asked by pages and reports: how many buyers heard of it."""

recall_rehearsed: Hook[[RecallCase, Sequence[Lot]], Rehearsal] = Hook(
    "recall_rehearsed", may_fail=True
)
"""Asked in a drill: write all notices and send none."""

recall_overdue: Hook[[RecallCase], None] = Hook("recall_overdue")
"""Nobody wrote for a week what came back: remind the party."""


def reach_of(lots: Sequence[Lot]) -> Reach:
    """Return the answers of all guests as one."""
    by_lot: dict[int, LotReach] = {}
    buyers = unreachable = 0
    for answer in recall_reach.send(lots):
        by_lot |= answer.by_lot
        buyers += answer.buyers
        unreachable += answer.unreachable
    return Reach(by_lot, buyers, unreachable)


def told_of(case: RecallCase) -> Told:
    """Return the answers of all guests as one."""
    answers = recall_told.send(case)
    return Told(
        queued=sum(one.queued for one in answers),
        sent=sum(one.sent for one in answers),
        failed=sum(one.failed for one in answers),
        read=sum(one.read for one in answers),
        unreachable=sum(one.unreachable for one in answers),
        is_done=all(one.is_done for one in answers),
    )
