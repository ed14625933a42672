"""Telling the buyers of a case: planned with the decision, written in parts by the worker.

A part is one transaction: the run's row is locked, messages, notices and cursor are written
together. Killed anywhere, the worker's next run goes on after the last whole part.
"""

import time
from collections.abc import Mapping, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import F, Q

from marketplace.base.notices.actions import NoticeDraft, send_notices
from marketplace.base.notices.kinds import render_text
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.recall_notices.buyers import (
    Buyer,
    buyers_of,
    rows_of,
    words_of,
)
from marketplace.modules.recall_notices.kinds import RECALLED
from marketplace.modules.recall_notices.links import new_code, url_of
from marketplace.modules.recall_notices.models import Answer, NoticeRun, RecallNotice
from traceability.lots.models import Lot
from traceability.recall.hooks import Rehearsal
from traceability.recall.models import RecallCase

PART = 2000
"""Rows of packs in one transaction."""

_MOST_LOTS = 3
"""Lots named in one message; the page behind its link names all."""


def plan_notices(*, case: RecallCase) -> NoticeRun | None:
    """Plan to tell the buyers of the lots that the case took back last; None without any."""
    with transaction.atomic():
        told = {lot for run in case.notice_runs.all() for lot in run.lots}
        taken = case.lots.filter(recall__isnull=False).values_list("lot_id", flat=True)
        lots = sorted(set(taken) - told)
        if not lots:
            return None
        run: NoticeRun = NoticeRun.objects.create(case=case, lots=lots, started_at=now())
        record("recall_notices.planned", subject=run, case=case.number, lots=lots)
    return run


def write_part(*, run_id: int, rows: Sequence[int]) -> int:
    """Tell the buyers of these rows of packs, move the cursor past them, return how many were told.

    Rows at or before the cursor were done by somebody else and are passed over.
    """
    with transaction.atomic():
        (run,) = lock_rows(NoticeRun.objects.filter(pk=run_id))
        fresh = [pk for pk in rows if pk > run.cursor]
        if not fresh or run.done_at is not None:
            return 0
        buyers = buyers_of(rows_of(run.lots).filter(pk__in=fresh))
        told = _tell(run, [buyer for buyer in buyers if buyer.address])
        run.cursor = fresh[-1]
        run.unreachable += sum(len(one.orders) for one in buyers if not one.address)
        run.save(update_fields=["cursor", "unreachable"])
    return told


def finish_run(*, run_id: int) -> NoticeRun:
    """Write down that every buyer of a run is queued, and return it."""
    with transaction.atomic():
        (run,) = lock_rows(NoticeRun.objects.filter(pk=run_id))
        if run.done_at is None:
            run.done_at = now()
            run.save(update_fields=["done_at"])
            count = run.notices.count()
            record("recall_notices.queued", subject=run, count=count, unreachable=run.unreachable)
    return run


def take_answer(*, notice: RecallNotice, answer: str) -> RecallNotice:
    """Keep what a buyer answers and return the notice; the last answer counts."""
    with transaction.atomic():
        (locked,) = lock_rows(RecallNotice.objects.filter(pk=notice.pk))
        locked.answer = Answer(answer).value
        locked.answered_at = now()
        locked.save(update_fields=["answer", "answered_at"])
        record("recall_notice.answered", subject=locked, answer=locked.answer)
    return locked


def rehearse(*, lots: Sequence[Lot]) -> Rehearsal:
    """Write every message of a recall of these lots, and keep none."""
    began = time.perf_counter()
    by_pk = {lot.pk: lot for lot in lots}
    sample, count, unreachable = "", 0, 0
    for buyer in buyers_of(rows_of(by_pk)):
        if not buyer.address:
            unreachable = len(buyer.orders)
        else:
            text = render_text(RECALLED, _context(buyer, by_pk, new_code()), buyer.language)
            sample, count = sample or text, count + 1
    return Rehearsal(
        notices=count,
        unreachable=unreachable,
        seconds=time.perf_counter() - began,
        sample=sample,
    )


def _tell(run: NoticeRun, buyers: Sequence[Buyer]) -> int:
    """Write messages and notices to those who were not told in this run; return how many."""
    known = set(
        run.notices.filter(address__in=[one.address for one in buyers]).values_list(
            "address", flat=True
        )
    )
    for buyer in buyers:
        if buyer.address in known:
            again = RecallNotice.objects.filter(run=run, address=buyer.address)
            again.update(packs=F("packs") + buyer.packs)
    fresh = [buyer for buyer in buyers if buyer.address not in known]
    by_pk = Lot.objects.select_related("item").in_bulk(run.lots)
    codes = [new_code() for _buyer in fresh]
    drafts = [
        _draft(buyer, _context(buyer, by_pk, code))
        for buyer, code in zip(fresh, codes, strict=True)
    ]
    messages = send_notices(kind=RECALLED.code, drafts=drafts)
    RecallNotice.objects.bulk_create(
        RecallNotice(
            run=run,
            address=buyer.address,
            packs=buyer.packs,
            lots=list(buyer.lots),
            code=code,
            message=message,
        )
        for buyer, code, message in zip(fresh, codes, messages, strict=True)
    )
    return len(fresh)


def _draft(buyer: Buyer, context: Mapping[str, object]) -> NoticeDraft:
    is_mail = "@" in buyer.address
    return NoticeDraft(
        context=context,
        to_phone="" if is_mail else buyer.address,
        to_email=buyer.address if is_mail else "",
        language=buyer.language,
    )


def _context(buyer: Buyer, lots: Mapping[int, Lot], code: str) -> dict[str, object]:
    bought = [lots[pk] for pk in islice(buyer.lots, _MOST_LOTS) if pk in lots]
    goods, codes = words_of(bought, buyer.language)
    return {"goods": goods, "lots": codes, "url": url_of(code)}


def rows_waiting(run: NoticeRun) -> list[int]:
    """Return the rows of packs that a run has not looked at, in order."""
    rows = rows_of(run.lots).filter(Q(pk__gt=run.cursor))
    return list(rows.order_by("pk").values_list("pk", flat=True))
