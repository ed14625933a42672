"""The day book: a line for every movement of money, and the close of a day."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.notices.actions import send_notice
from marketplace.base.words.formats import dong
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.modules.stalls.actions.sales import book_day
from marketplace.modules.stalls.core.day import DayTotals, totals
from marketplace.modules.stalls.errors import (
    DayClosedError,
    DayNotYetError,
    DifferenceMovedError,
    TapReusedError,
)
from marketplace.modules.stalls.kinds import DAY_CLOSED
from marketplace.modules.stalls.models import BookLine, DayClose, Sale, Stall
from payments.errors import AmountError
from payments.models import Allocation, AllocationUndo, MoneyReturn, Receipt

MOST_AT_ONCE = 1_000_000_000
"""Đồng that one line may move: more is a slip of the thumb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """What lies in the drawer in the evening, in đồng; ``change`` was there in the morning.

    ``difference`` from the book is what the vendor was shown and closes with, None for any.
    """

    counted: int
    change: int = 0
    note: str = ""
    difference: int | None = None


def write_line(allocation: Allocation) -> BookLine | None:
    """Write down money that pays a sale, in the day that is open now; None: it is no sale's."""
    sale = Sale.objects.filter(charge=allocation.charge_id).select_related("stall").first()
    if sale is None:
        return None
    receipt = allocation.receipt
    # Only a person knows later when cash was taken; a bank's money counts when we hear of it.
    at = receipt.occurred_at if receipt.source == Receipt.Source.CASH else None
    (stall,) = lock_rows(Stall.objects.filter(pk=sale.stall_id))
    return BookLine.objects.create(
        stall=stall,
        day=book_day(stall, at),
        kind=_kind(sale, receipt),
        amount=allocation.amount,
        sale=sale,
        allocation=allocation,
        created_by=allocation.made_by,
        created_at=now(),
    )


def undo_line(undo: AllocationUndo) -> BookLine | None:
    """Write down that a match was taken back."""
    line = BookLine.objects.filter(allocation=undo.allocation_id).first()
    if line is None:
        return None
    (stall,) = lock_rows(Stall.objects.filter(pk=line.stall_id))
    return BookLine.objects.create(
        stall=stall,
        day=book_day(stall),
        kind=line.kind,
        amount=-line.amount,
        sale=line.sale,
        undoes=line,
        note=undo.reason[:120],
        created_by=undo.made_by,
        created_at=now(),
    )


def write_return(given: MoneyReturn, *, in_cash: bool) -> BookLine | None:
    """Write down money that a stall gave back."""
    sale = Sale.objects.filter(charge=given.charge_id).first() if given.charge_id else None
    if sale is None or BookLine.objects.filter(money_return=given).exists():
        return None
    (stall,) = lock_rows(Stall.objects.filter(pk=sale.stall_id))
    return BookLine.objects.create(
        stall=stall,
        day=book_day(stall),
        kind=BookLine.Kind.RETURN_CASH if in_cash else BookLine.Kind.RETURN,
        amount=-given.amount,
        sale=sale,
        money_return=given,
        note=given.reference,
        created_by=given.made_by,
        created_at=now(),
    )


@transaction.atomic
def add_line(
    *, stall: Stall, kind: str, amount: Money, note: str, client_id: str, acting_user: User
) -> BookLine:
    """Write what only the vendor knows: money spent from the drawer, or a correction of the cash.

    Args:
        stall: whose book.
        kind: ``expense`` (``amount`` more than zero is taken out) or ``correction`` (either sign).
        amount: in đồng.
        note: what for.
        client_id: made by the page, one a line: a form sent twice is one line.
        acting_user: who writes.

    Raises:
        AmountError: zero, an expense below zero, or more than a billion.
        TapReusedError: another line was written under this ``client_id``.
    """
    signed = -amount.amount if kind == BookLine.Kind.EXPENSE else amount.amount
    is_expense_below_zero = kind == BookLine.Kind.EXPENSE and signed > 0
    if signed == 0 or is_expense_below_zero or abs(signed) > MOST_AT_ONCE:
        raise AmountError(amount=amount.amount)
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk))
    known = BookLine.objects.filter(stall=locked, client_id=client_id).first()
    if known is not None:
        if (known.kind, known.amount) != (kind, signed):
            raise TapReusedError(client_id=client_id)
        return known
    line = BookLine.objects.create(
        stall=locked,
        day=book_day(locked),
        kind=kind,
        amount=signed,
        note=note[:120],
        client_id=client_id,
        created_by=acting_user,
        created_at=now(),
    )
    record("book_line.added", acting_user=acting_user, subject=line, amount=signed, kind=kind)
    return line


@transaction.atomic
def close_day(*, stall: Stall, day: date, drawer: Drawer, acting_user: User) -> DayClose:
    """Count a day and close it for ever, and send its total to who closes it.

    Money that comes later the same day stands in the next day's book.

    Raises:
        DayClosedError: it is closed already.
        DayNotYetError: the day has not come.
        AmountError: less than nothing was counted.
        DifferenceMovedError: another difference than the one that was accepted.
    """
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk).select_related("market"))
    if day > timezone.localdate(now()):
        raise DayNotYetError(day=day)
    if DayClose.objects.filter(stall=locked, day=day).exists():
        raise DayClosedError(day=day)
    if drawer.counted < 0 or drawer.change < 0 or drawer.counted > MOST_AT_ONCE:
        raise AmountError(amount=drawer.counted)
    sums = day_totals(locked, day)
    difference = drawer.counted - drawer.change - sums.cash_in_drawer
    if drawer.difference not in {None, difference}:
        raise DifferenceMovedError(difference=difference)
    close = DayClose.objects.create(
        stall=locked,
        day=day,
        lines=sums.lines,
        cashless=sums.cashless,
        cash=sums.cash,
        given_back=sums.given_back,
        change=drawer.change,
        expected=sums.cash_in_drawer,
        counted=drawer.counted,
        note=drawer.note[:120],
        closed_by=acting_user,
        closed_at=now(),
    )
    record("day.closed", acting_user=acting_user, subject=close, difference=close.difference)
    tell_total(locked, day, sums, acting_user)
    return close


def day_totals(stall: Stall, day: date) -> DayTotals:
    """Return the sums of a day: one query."""
    return totals(BookLine.objects.filter(stall=stall, day=day).values_list("kind", "amount"))


def tell_total(stall: Stall, day: date, sums: DayTotals, to: User) -> None:
    """Send the day's total to a vendor's phone."""
    if not to.phone:
        return
    context = {
        "stall": stall.number,
        "market": stall.market.name,
        "day": day.strftime("%d/%m"),
        "takings": dong(sums.takings),
        "count": sums.count,
        "cashless": dong(sums.cashless),
        "cash": dong(sums.cash),
        "returned": dong(-sums.given_back),
    }
    send_notice(kind=DAY_CLOSED.code, context=context, to_phone=to.phone, language=stall.language)


def _kind(sale: Sale, receipt: Receipt) -> str:
    if receipt.source == Receipt.Source.CASH:
        return BookLine.Kind.CASH
    if receipt.merchant_id is not None:
        return BookLine.Kind.WALLET
    return BookLine.Kind.STATIC if sale.kind == Sale.Kind.STATIC else BookLine.Kind.QR
