"""Take a lot back, and end that."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.epcis.core import build
from traceability.errors import AlreadyRecalledError, NotRecalledError, ReasonMissingError
from traceability.lots.hooks import lot_changed, lot_recall_ended, lot_recalled
from traceability.lots.linking import keep_event
from traceability.lots.models import Lot, LotState, Recall, RecallOutcome
from traceability.lots.recording import StepEntry, about, own, packs


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallOrder:
    """A decision to take a lot back. Buyers read every word of it.

    Args:
        reason: what is wrong with the goods.
        scope: which packs; empty for the whole lot.
        guidance: what buyers do beyond stopping, keeping the pack and calling.
        phone: E.164; empty for the party's own.
    """

    reason: str
    scope: str = ""
    guidance: str = ""
    phone: str = ""


def recall_lot(
    *,
    lot: Lot,
    reason: str,
    scope: str = "",
    guidance: str = "",
    phone: str = "",
    acting_user: AbstractBaseUser | None = None,
) -> Recall:
    """Take a lot back and return the recall: every page of it says so from the next scan on.

    Raises:
        ReasonMissingError: without a reason.
        AlreadyRecalledError: the lot is under recall.
    """
    if not reason.strip():
        raise ReasonMissingError
    order = RecallOrder(reason=reason.strip(), scope=scope.strip(), guidance=guidance, phone=phone)
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        if lot.state == LotState.RECALLED:
            raise AlreadyRecalledError(lot=lot.code)
        recall = _written(lot, order, acting_user)
        lot.state = LotState.RECALLED
        lot.save(update_fields=["state"])
        entry = StepEntry(step="recall", happened_at=now(), note=order.reason[:200])
        body = own(build.recall(about(entry), packs(lot, lot.quantity or None)))
        keep_event(lot, body, acting_user=acting_user)
        lot_changed.send(lot)
        lot_recalled.send(lot)
    return recall


def lift_recall(
    *, lot: Lot, outcome: str, reason: str, acting_user: AbstractBaseUser | None = None
) -> Recall:
    """End a recall and return it. Goods that were taken back never come on sale again.

    Args:
        lot: a lot under recall.
        outcome: a value of `RecallOutcome`: ``completed`` closes the lot, and its page goes on
            warning; ``withdrawn`` (the alarm was false) opens it again.
        reason: why it ends; buyers read it.
        acting_user: who decided.

    Raises:
        ReasonMissingError: without a reason.
        NotRecalledError: the lot is not under recall.
    """
    if not reason.strip():
        raise ReasonMissingError
    how = RecallOutcome(outcome)
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        recall = lot.recalls.filter(lifted_at__isnull=True).first()
        if recall is None:
            raise NotRecalledError(lot=lot.code)
        _end(recall, how, reason.strip(), acting_user)
        is_fine = how == RecallOutcome.WITHDRAWN
        lot.state = LotState.OPEN if is_fine else LotState.CLOSED
        lot.save(update_fields=["state"])
        entry = StepEntry(step="recall_end", happened_at=now(), note=reason.strip()[:200])
        body = build.recall_end(about(entry), packs(lot), goods_are_fine=is_fine)
        keep_event(lot, own(body), acting_user=acting_user)
        lot_changed.send(lot)
        lot_recall_ended.send(lot)
    return recall


def _written(lot: Lot, order: RecallOrder, acting_user: AbstractBaseUser | None) -> Recall:
    recall: Recall = Recall.objects.create(
        lot=lot,
        reason=order.reason[:300],
        scope=order.scope[:200],
        guidance=order.guidance.strip()[:500],
        phone=order.phone or lot.item.party.published_contact,
        decided_by_id=getattr(acting_user, "pk", None),
        started_at=now(),
    )
    record(
        "lot.recalled", acting_user=acting_user, subject=lot, reason=order.reason, scope=order.scope
    )
    return recall


def _end(
    recall: Recall, outcome: RecallOutcome, reason: str, acting_user: AbstractBaseUser | None
) -> None:
    recall.lifted_at = now()
    recall.lifted_by_id = getattr(acting_user, "pk", None)
    recall.outcome = outcome
    recall.lift_reason = reason[:300]
    recall.save(update_fields=["lifted_at", "lifted_by", "outcome", "lift_reason"])
    record(
        "lot.recall_ended",
        acting_user=acting_user,
        subject=recall.lot,
        outcome=outcome.value,
        reason=reason,
    )
