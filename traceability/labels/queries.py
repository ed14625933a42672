"""What the labels' page shows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Count, Q

from marketplace.kernel.clock import now
from traceability.labels.actions import STANDSTILL, last_number
from traceability.labels.models import LabelSheet, SheetState
from traceability.lots.identity import scan_url
from traceability.lots.models import Lot, Serial, SerialStatus
from traceability.lots.serial_actions import labels_left

SPANS_NAMED = 3
SHEETS_SHOWN = 20


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
class SheetRow:
    """A sheet as the page lists it."""

    sheet: LabelSheet
    is_still: bool

    @property
    def percent(self) -> int:
        """Return how far it is, 0-100."""
        return min(100, self.sheet.drawn * 100 // self.sheet.count)


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


def sheets_of(lot: Lot) -> list[SheetRow]:
    """Return the lot's youngest sheets."""
    sheets = LabelSheet.objects.filter(run__lot=lot).order_by("-run_id", "first")[:SHEETS_SHOWN]
    return [
        SheetRow(sheet=sheet, is_still=is_still(sheet))
        for sheet in sheets.select_related("run__lot")
    ]


def is_still(sheet: LabelSheet) -> bool:
    """Say whether a sheet must be begun anew: it failed, or has not moved for minutes."""
    if sheet.state == SheetState.FAILED:
        return True
    return sheet.is_under_way and now() - sheet.touched_at > STANDSTILL


def code_rows(lot: Lot) -> Iterator[tuple[str, str, str, str]]:
    """Yield number, code, status and what the QR says of every label, in order."""
    serials = Serial.objects.filter(lot=lot).order_by("number").select_related("lot__item")
    for serial in serials.iterator(chunk_size=1000):
        yield f"{serial.number:04}", serial.code, serial.get_status_display(), scan_url(serial)
