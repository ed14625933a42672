"""What moves a recall case: drafted, its scope fixed, decided, told about, closed.

Every verb is one transaction with its audit row. Lock order: the case, then its lots by key.
Lots are taken back by `traceability.lots.actions.recall_lot`, here as on a lot's own page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.media.actions import store_upload
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.errors import ReasonMissingError
from traceability.lots.actions import lift_recall, recall_lot
from traceability.lots.models import Lot, LotState, Recall
from traceability.models import Party
from traceability.recall import conf
from traceability.recall.access import may_decide_for
from traceability.recall.core.terms import case_number, shown_until
from traceability.recall.errors import (
    AuthorityIncompleteError,
    CaseMovedOnError,
    NothingInScopeError,
    NotTheDeciderError,
    ScopeChangedError,
    SecondPersonError,
    TooMuchRecoveredError,
)
from traceability.recall.hooks import reach_of, recall_decided
from traceability.recall.models import (
    CaseLot,
    CaseReceiver,
    CaseStart,
    CaseState,
    Reach,
    RecallCase,
    Recovery,
    Risk,
    Treatment,
)
from traceability.recall.scope import Scope, scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """What is written about a case; buyers read reason, scope, guidance and phone."""

    reason: str
    scope: str = ""
    guidance: str = ""
    phone: str = ""
    risk: str = Risk.MEDIUM
    reach: str = Reach.FORWARD
    is_drill: bool = False


def open_case(
    *,
    party: Party,
    starts: Mapping[str, str],
    words: CaseWords,
    acting_user: User | None = None,
) -> RecallCase:
    """Begin a case and return it, with the scope that genealogy finds.

    Args:
        party: whose case it is.
        starts: what is doubted: URI, and how people named it.
        words: what is written about it.
        acting_user: who begins it.

    Raises:
        ReasonMissingError: without a reason.
    """
    if not words.reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        case = _new_case(party, words, acting_user)
        CaseStart.objects.bulk_create(
            CaseStart(case=case, uri=uri, words=name[:240]) for uri, name in starts.items()
        )
        _fit(case, scope_of(list(starts), case.reach, own=party))
        record("recall_case.opened", acting_user=acting_user, subject=case, number=case.number)
    return case


def rescope(*, case: RecallCase, reach: str = "", acting_user: User | None = None) -> Scope:
    """Look for the scope anew and return it; lots that were left out stay so.

    Raises:
        CaseMovedOnError: the case is over.
    """
    with transaction.atomic():
        locked = _locked(case, CaseState.DRAFT, CaseState.DECIDED)
        if reach and locked.state == CaseState.DRAFT:
            locked.reach = Reach(reach).value
            locked.save(update_fields=["reach"])
        scope = scope_of(_start_uris(locked), locked.reach, own=locked.party)
        _fit(locked, scope)
        record(
            "recall_case.rescoped", acting_user=acting_user, subject=locked, lots=len(scope.lots)
        )
    return scope


def leave_out(*, row: CaseLot, reason: str, acting_user: User | None = None) -> CaseLot:
    """Leave a lot out of the scope and return its row.

    Raises:
        ReasonMissingError: without a reason.
        CaseMovedOnError: the case is decided, or the lot is under recall.
    """
    if not reason.strip():
        raise ReasonMissingError
    return _set_left_out(row, reason.strip()[:300], acting_user)


def take_in(*, row: CaseLot, acting_user: User | None = None) -> CaseLot:
    """Take a lot that was left out back into the scope and return its row.

    Raises:
        CaseMovedOnError: the case is decided.
    """
    return _set_left_out(row, "", acting_user)


def note_authority(
    *,
    case: RecallCase,
    authority: str,
    number: str,
    decided_at: datetime | None,
    acting_user: User | None = None,
) -> RecallCase:
    """Write down that an authority decided the recall; its 24 hours run from then.

    Raises:
        AuthorityIncompleteError: name, number or time is missing, or the time is to come.
        CaseMovedOnError: the case is over.
    """
    if not (authority.strip() and number.strip() and decided_at) or decided_at > now():
        raise AuthorityIncompleteError
    with transaction.atomic():
        locked = _locked(case, CaseState.DRAFT, CaseState.DECIDED)
        locked.authority = authority.strip()[:160]
        locked.decision_number = number.strip()[:60]
        locked.authority_decided_at = decided_at
        locked.save(update_fields=["authority", "decision_number", "authority_decided_at"])
        record(
            "recall_case.authority", acting_user=acting_user, subject=locked, number=number.strip()
        )
    return locked


def decide(*, case: RecallCase, acting_user: User, seen: Sequence[int] | None = None) -> RecallCase:
    """Recall every lot of the scope that ``acting_user`` may decide for, and return the case.

    A lot that is under recall already joins with that recall. Lots of other parties wait for
    staff. A second decision of a decided case takes in what is still waiting.

    Args:
        case: a draft, or a decided case with waiting lots.
        acting_user: who decides.
        seen: the lots that the decider saw; others now refuse the decision.

    Raises:
        CaseMovedOnError: the case is over, is a drill, or was decided meanwhile.
        NotTheDeciderError: the person may not decide for any lot of it.
        SecondPersonError: four eyes are asked for, and these are the drafter's.
        ScopeChangedError: there are lots the decider did not see.
        NothingInScopeError: every lot is left out.
    """
    with transaction.atomic():
        locked = _locked(case, CaseState.DRAFT, CaseState.DECIDED)
        rows = _waiting(locked)
        _check(locked, rows, acting_user, seen)
        mine = [row for row in rows if may_decide_for(acting_user, row.lot)]
        for row in mine:
            _take_back(locked, row, acting_user)
        if locked.state == CaseState.DRAFT:
            _mark_decided(locked, acting_user)
        record(
            "recall_case.decided",
            acting_user=acting_user,
            subject=locked,
            lots=[row.lot_id for row in mine],
        )
        recall_decided.send(locked)
    return locked


def note_receiver_told(*, receiver: CaseReceiver, acting_user: User | None = None) -> CaseReceiver:
    """Write down that a receiver was told, and return the row; the first time counts."""
    with transaction.atomic():
        (row,) = lock_rows(CaseReceiver.objects.filter(pk=receiver.pk))
        if row.told_at is None:
            row.told_at = now()
            row.told_by = acting_user
            row.save(update_fields=["told_at", "told_by"])
            record("recall_case.receiver_told", acting_user=acting_user, subject=row.case)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Packs that came back, as somebody writes it down."""

    lot: Lot
    place: str
    packs: int
    treatment: str
    note: str = ""
    photo: File[bytes] | None = None


def note_recovery(
    *, case: RecallCase, returned: Returned, acting_user: User | None = None
) -> Recovery:
    """Write down goods that came back and return the row.

    Raises:
        CaseMovedOnError: the case is not under way.
        TooMuchRecoveredError: more would be back than were made.
        UploadTooLargeError: see `store_upload`, also for what is no picture.
    """
    with transaction.atomic():
        locked = _locked(case, CaseState.DECIDED)
        photo = store_upload(file=returned.photo, owner=acting_user) if returned.photo else None
        row = locked.lots.filter(lot=returned.lot, recall__isnull=False).first()
        back = locked.recoveries.filter(lot=returned.lot).aggregate(n=Sum("packs"))["n"] or 0
        if row is None or back + returned.packs > row.made:
            made = row.made if row else 0
            raise TooMuchRecoveredError(lot=returned.lot.code, made=made, back=back)
        recovery: Recovery = Recovery.objects.create(
            case=locked,
            lot=returned.lot,
            place=returned.place.strip()[:120],
            packs=returned.packs,
            treatment=Treatment(returned.treatment).value,
            note=returned.note.strip()[:300],
            photo=photo,
            recorded_by=acting_user,
            recorded_at=now(),
        )
        record(
            "recall_case.recovered",
            acting_user=acting_user,
            subject=locked,
            lot=returned.lot.pk,
            packs=returned.packs,
        )
    return recovery


def close_case(
    *, case: RecallCase, outcome: str, reason: str, measures: str = "", acting_user: User
) -> RecallCase:
    """End a recall and return the case; recalls of its lots that still run end with it.

    Args:
        case: a decided case.
        outcome: a value of `RecallOutcome`, for the lots.
        reason: how it ended; buyers read it.
        measures: what was done so that it does not happen again, for the authority.
        acting_user: who closes it.

    Raises:
        ReasonMissingError: without a reason.
        CaseMovedOnError: the case is not under way.
        NotTheDeciderError: the person may not decide for one of its lots.
    """
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        locked = _locked(case, CaseState.DECIDED)
        running = locked.lots.filter(recall__isnull=False, recall__lifted_at=None)
        for row in running.select_related("lot__item__party").order_by("lot_id"):
            if not may_decide_for(acting_user, row.lot):
                raise NotTheDeciderError
            lift_recall(lot=row.lot, outcome=outcome, reason=reason, acting_user=acting_user)
        locked.measures = measures.strip()[:1000]
        _end(locked, CaseState.CLOSED, reason, acting_user)
    return locked


def drop_case(*, case: RecallCase, reason: str, acting_user: User) -> RecallCase:
    """End a doubt without a recall and return the case.

    Raises:
        ReasonMissingError: without a reason.
        CaseMovedOnError: the case is decided already.
    """
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        locked = _locked(case, CaseState.DRAFT)
        _end(locked, CaseState.DROPPED, reason, acting_user)
    return locked


def _new_case(party: Party, words: CaseWords, acting_user: User | None) -> RecallCase:
    """Write the case; of two begun in one moment the second takes the next number."""
    for last in (False, False, False, True):
        try:
            with transaction.atomic():
                return _written(party, words, acting_user)
        except IntegrityError:
            if last:
                raise
    raise AssertionError("the loop returns or raises")


def _written(party: Party, words: CaseWords, acting_user: User | None) -> RecallCase:
    taken = RecallCase.objects.filter(is_drill=words.is_drill).values_list("number", flat=True)
    case: RecallCase = RecallCase.objects.create(
        number=case_number(timezone.localdate(now()), list(taken), is_drill=words.is_drill),
        party=party,
        is_drill=words.is_drill,
        reach=Reach(words.reach).value,
        risk=Risk(words.risk).value,
        reason=words.reason.strip()[:300],
        scope=words.scope.strip()[:200],
        guidance=words.guidance.strip()[:500],
        phone=words.phone or party.published_contact,
        drafted_by=acting_user,
        drafted_at=now(),
    )
    return case


def _fit(case: RecallCase, scope: Scope) -> None:
    """Make the rows of a case those of the scope; what was recalled or left out stays."""
    known = {row.lot_id: row for row in case.lots.all()}
    new = [lot for lot in scope.lots if lot.pk not in known]
    CaseLot.objects.bulk_create(
        CaseLot(case=case, lot=lot, way=scope.lots[lot].value, made=lot.quantity) for lot in new
    )
    gone = known.keys() - {lot.pk for lot in scope.lots}
    case.lots.filter(lot__in=gone, recall__isnull=True).delete()
    named = set(case.receivers.values_list("name", flat=True))
    CaseReceiver.objects.bulk_create(
        CaseReceiver(case=case, name=one.name[:200], words=one.words[:240], sent_at=one.sent_at)
        for one in scope.receivers
        if one.name[:200] not in named
    )
    measured = {"scope_seconds": round(scope.seconds, 3), "is_cut": scope.is_cut}
    case.measured = {**case.measured, **measured}
    case.save(update_fields=["measured"])


def _locked(case: RecallCase, *states: CaseState) -> RecallCase:
    """Return the case, locked; one that moved on, or a drill, is refused."""
    (locked,) = lock_rows(RecallCase.objects.filter(pk=case.pk))
    if locked.state not in states:
        raise CaseMovedOnError(case=locked.number)
    return locked


def _start_uris(case: RecallCase) -> list[str]:
    return list(case.starts.values_list("uri", flat=True))


def _set_left_out(row: CaseLot, reason: str, acting_user: User | None) -> CaseLot:
    with transaction.atomic():
        case = _locked(row.case, CaseState.DRAFT, CaseState.DECIDED)
        (locked,) = lock_rows(CaseLot.objects.filter(pk=row.pk))
        if locked.recall_id is not None:
            raise CaseMovedOnError(case=case.number)
        locked.is_left_out = bool(reason)
        locked.left_out_reason = reason
        locked.save(update_fields=["is_left_out", "left_out_reason"])
        verb = "recall_case.lot_left_out" if reason else "recall_case.lot_taken_in"
        record(verb, acting_user=acting_user, subject=case, lot=locked.lot_id, reason=reason)
    return locked


def _waiting(case: RecallCase) -> list[CaseLot]:
    """Return the rows of the scope that are not recalled yet, of a scope found this moment."""
    if not case.is_drill:
        _fit(case, scope_of(_start_uris(case), case.reach, own=case.party))
    rows = case.lots.filter(is_left_out=False, recall__isnull=True)
    return list(rows.select_related("lot__item__party").order_by("lot_id"))


def _check(
    case: RecallCase, rows: Sequence[CaseLot], user: User, seen: Sequence[int] | None
) -> None:
    if case.is_drill:
        raise CaseMovedOnError(case=case.number)
    if seen is not None and {row.lot_id for row in rows} - set(seen):
        raise ScopeChangedError
    if not rows:
        nothing = case.state == CaseState.DRAFT
        raise NothingInScopeError if nothing else CaseMovedOnError(case=case.number)
    if not any(may_decide_for(user, row.lot) for row in rows):
        raise NotTheDeciderError
    if conf.four_eyes() and case.drafted_by_id == user.pk:
        raise SecondPersonError


def _take_back(case: RecallCase, row: CaseLot, user: User) -> None:
    """Recall one lot, or join the recall it is under, and keep the numbers of this moment."""
    reach = reach_of([row.lot]).by_lot.get(row.lot_id)
    if Lot.objects.get(pk=row.lot_id).state == LotState.RECALLED:
        row.recall = Recall.objects.filter(lot=row.lot, lifted_at=None).first()
    else:
        row.recall = recall_lot(
            lot=row.lot,
            reason=case.reason,
            scope=case.scope,
            guidance=case.guidance,
            phone=case.phone,
            acting_user=user,
        )
    row.made = row.lot.quantity
    row.sold = reach.sold if reach else 0
    row.buyers = reach.buyers if reach else 0
    row.save(update_fields=["recall", "made", "sold", "buyers"])


def _mark_decided(case: RecallCase, user: User) -> None:
    case.state = CaseState.DECIDED
    case.decided_by = user
    case.decided_at = now()
    case.shown_until = shown_until(timezone.localdate(case.decided_at), conf.shown_days())
    case.save(update_fields=["state", "decided_by", "decided_at", "shown_until"])


def _end(case: RecallCase, state: CaseState, reason: str, user: User) -> None:
    case.state = state
    case.closed_by = user
    case.closed_at = now()
    case.outcome_reason = reason.strip()[:300]
    case.save(update_fields=["state", "closed_by", "closed_at", "outcome_reason", "measures"])
    record(f"recall_case.{state.value}", acting_user=user, subject=case, reason=case.outcome_reason)
