"""What the labels' page shows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Count, Q

from marketplace.kernel.clock import now
from traceability.labels.actions import STANDSTILL, last_number
from traceability.labels.models import LabelSheet, PrintJob, SheetState
from traceability.lots.core.codes import likely_codes, normalised
from traceability.lots.identity import scan_url
from traceability.lots.models import Lot, Serial, SerialStatus
from traceability.lots.serial_actions import labels_left

SPANS_NAMED = 3
_CODE_LIKE = 10  # more digits than numbers of a lot have
JOBS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers in a row with the same status."""

    status: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """Return how many numbers."""
        return self.last - self.first + 1

    @property
    def words(self) -> str:
        """Return the numbers as labels carry them."""
        return f"{self.first:04}" if self.count == 1 else f"{self.first:04} – {self.last:04}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How the labels of a lot stand.

    Attributes:
        spans: runs of numbers with the same status, in order.
        left: labels that can still be made.
        last: the highest number.
    """

    spans: Sequence[Span]
    left: int
    last: int

    def count(self, status: str) -> int:
        """Return how many labels have ``status``."""
        return sum(span.count for span in self.spans if span.status == status)

    def words(self, status: str) -> str:
        """Return the numbers with ``status``, the first few of them."""
        named = [span.words for span in self.spans if span.status == status]
        more = ["…"] if len(named) > SPANS_NAMED else []
        return ", ".join([*named[:SPANS_NAMED], *more])

    def next_to_open(self) -> Span | None:
        """Return the first numbers that are printed and not yet on sale."""
        return next((span for span in self.spans if span.status == SerialStatus.PRINTED), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A print job as the page shows it.

    Attributes:
        job: the order.
        sheets: its files, in order.
        drawn: labels in files that are ready.
        is_moving: the worker has work left and moves.
        is_still: work is left, but nobody does it: stopped, failed or lost.
        fault: why a file failed, empty for none.
        rest: how long the rest will take, None while nobody can tell.
    """

    job: PrintJob
    sheets: Sequence[LabelSheet]
    drawn: int
    is_moving: bool
    is_still: bool
    fault: str
    rest: timedelta | None

    @property
    def percent(self) -> int:
        """Return how far it is, 0-100."""
        ready = sum(one.count for one in self.sheets if one.state == SheetState.READY)
        return ready * 100 // self.job.count

    @property
    def is_done(self) -> bool:
        """Say whether every file is there."""
        return all(sheet.state == SheetState.READY for sheet in self.sheets)

    @property
    def reached(self) -> int:
        """Return the number up to which labels are drawn without a gap, 0 for none."""
        ready = [sheet for sheet in self.sheets if sheet.state == SheetState.READY]
        return max((sheet.last for sheet in ready), default=0)

    @property
    def minutes(self) -> int:
        """Return how many minutes are left, at least one."""
        return 1 + int(self.rest.total_seconds()) // 60 if self.rest else 0


def lot_of_member(user: AbstractBaseUser, key: str) -> Lot | None:
    """Return the lot that ``key`` (its page's code, or its own) names to a member of its party.

    Two items of a party may have lots with the same code; the younger one counts then.
    """
    mine = Lot.objects.filter(item__party__members=user.pk).select_related("item__party")
    found = mine.filter(Q(link_code=key) | Q(code=key))
    return found.order_by("-created_at", "-pk").first()


def numbers_of(lot: Lot) -> Numbers:
    """Return how the lot's labels stand: two queries however many there are."""
    return Numbers(spans=_spans(lot), left=labels_left(lot), last=last_number(lot))


def _spans(lot: Lot) -> list[Span]:
    """Return the lot's serials as runs of numbers, found by the database (gaps and islands)."""
    table = connection.ops.quote_name(Serial._meta.db_table)
    sql = (
        "SELECT status, MIN(number), MAX(number) FROM ("  # noqa: S608 - only our table's name
        " SELECT status, number,"
        " number - ROW_NUMBER() OVER (PARTITION BY status ORDER BY number) AS island"
        f" FROM {table} WHERE lot_id = %s) AS numbered"
        " GROUP BY status, island ORDER BY 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [lot.pk])
        return [Span(*row) for row in cursor.fetchall()]


def statuses_between(lot: Lot, first: int, last: int) -> Counter[str]:
    """Return how many labels of each status the numbers ``first`` to ``last`` have."""
    serials = Serial.objects.filter(lot=lot, number__range=(first, last)).order_by("status")
    return Counter(dict(serials.values_list("status").annotate(count=Count("pk"))))


def number_of(lot: Lot, typed: str) -> int | None:
    """Return the lot's number that ``typed`` names: a number, a code, or what a scanner read.

    Scanners type the address in the QR; its last part is the serial.
    """
    text = typed.strip().rstrip("/")
    if text.isdigit() and len(text) < _CODE_LIKE:
        return int(text)
    last = text.partition("?")[0].rpartition("/")[2]
    code = normalised(last)
    serials = Serial.objects.filter(lot=lot)
    found = serials.filter(Q(code=code) | Q(serial=last)).values_list("number", flat=True).first()
    if found is None:
        guesses = likely_codes(code)[:1]
        found = serials.filter(code__in=guesses).values_list("number", flat=True).first()
    return found


def jobs_of(lot: Lot) -> list[JobRow]:
    """Return the lot's youngest print jobs: two queries however many there are."""
    jobs = lot.print_jobs.prefetch_related("sheets").order_by("-pk")[:JOBS_SHOWN]
    return [job_row(job) for job in jobs]


def job_row(job: PrintJob) -> JobRow:
    """Return how a job stands. ``job.sheets`` is read."""
    sheets = sorted(job.sheets.all(), key=lambda sheet: sheet.first)
    under_way = [sheet for sheet in sheets if sheet.is_under_way]
    moved = max(sheet.touched_at for sheet in sheets)
    is_lost = bool(under_way) and now() - moved > STANDSTILL
    drawn = sum(sheet.drawn for sheet in sheets if sheet.state == SheetState.READY)
    stopped = {SheetState.FAILED, SheetState.CANCELLED}
    return JobRow(
        job=job,
        sheets=sheets,
        drawn=drawn,
        is_moving=bool(under_way) and not is_lost,
        is_still=is_lost or (not under_way and any(one.state in stopped for one in sheets)),
        fault=next((sheet.fault for sheet in sheets if sheet.fault), ""),
        rest=_rest(job, moved - job.requested_at, drawn) if under_way else None,
    )


def _rest(job: PrintJob, taken: timedelta, drawn: int) -> timedelta | None:
    """Return how long what is left will take at the pace so far."""
    if not drawn:
        return None
    return max(job.count - drawn, 0) * taken / drawn


def code_rows(lot: Lot) -> Iterator[tuple[str, str, str, str]]:
    """Yield number, code, status and what the QR says of every label, in order."""
    serials = Serial.objects.filter(lot=lot).order_by("number").select_related("lot__item")
    for serial in serials.iterator(chunk_size=1000):
        yield f"{serial.number:04}", serial.code, serial.get_status_display(), scan_url(serial)
