"""What a day book's page shows: a fixed number of queries, however many lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.modules.stalls.actions.claims import NOT_FREE
from marketplace.modules.stalls.core.day import DayTotals, totals
from marketplace.modules.stalls.models import BookLine, DayClose, Sale, Stall
from payments import conf
from payments.models import Receipt

SHOWN = 12
"""Lines of a day that stand on the page before "all" is asked for."""

MOST = 1000
QUESTIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBook:
    """One day of one stall; ``to_close`` is an earlier day that nobody counted."""

    stall: Stall
    day: date
    totals: DayTotals
    lines: Sequence[BookLine]
    all_lines: int
    close: DayClose | None
    differing: Sequence[Sale]
    unclaimed: Sequence[Receipt]
    wallets: int
    to_close: date | None

    @property
    def previous(self) -> date:
        """The day before."""
        return self.day - timedelta(days=1)

    @property
    def next(self) -> date | None:
        """The day after, as far as the book reaches."""
        after = self.day + timedelta(days=1)
        return after if after <= last_day(self.stall) else None

    @property
    def is_closable(self) -> bool:
        """Whether it can be counted and closed now."""
        return self.close is None and self.day <= timezone.localdate(now())

    @property
    def in_account(self) -> int:
        """What came straight into the stall's own account."""
        return self.totals.cashless - self.wallets


def day_book(stall: Stall, day: date, *, every_line: bool = False) -> DayBook:
    """Return a day of a stall's book."""
    every = BookLine.objects.filter(stall=stall, day=day)
    pairs = list(every.order_by().values_list("kind", "amount"))
    shown = every.select_related("sale", "allocation__receipt", "undoes")
    return DayBook(
        stall=stall,
        day=day,
        totals=totals(pairs),
        lines=list(shown.order_by("-created_at", "-pk")[: MOST if every_line else SHOWN]),
        all_lines=len(pairs),
        close=DayClose.objects.filter(stall=stall, day=day).select_related("closed_by").first(),
        differing=_differing(stall, day),
        unclaimed=unclaimed_money(stall),
        wallets=sum(amount for kind, amount in pairs if kind == BookLine.Kind.WALLET),
        to_close=_forgotten(stall, day),
    )


def last_day(stall: Stall) -> date:
    """Return the last day the book has: today, or tomorrow once today is closed."""
    today = timezone.localdate(now())
    closed = DayClose.objects.filter(stall=stall, day=today).exists()
    return today + timedelta(days=1) if closed else today


def unclaimed_money(stall: Stall) -> Sequence[Receipt]:
    """Return money in the stall's account of which nobody knows what for; the oldest first."""
    mine = Receipt.objects.filter(payee=stall.payee_id, environment=conf.environment())
    waiting = mine.exclude(attention__in=[Receipt.Attention.NONE, *NOT_FREE])
    return list(waiting.order_by("pk")[:QUESTIONS])


def _differing(stall: Stall, day: date) -> Sequence[Sale]:
    """Return the day's sales that were paid with another sum than asked."""
    kept = F("charge__allocated") - F("charge__returned") + F("charge__waived")
    sales = Sale.objects.filter(stall=stall, day=day, cancelled_at=None).alias(kept=kept)
    other = sales.filter(Q(charge__allocated__gt=0) & ~Q(kept=F("charge__amount")))
    return list(other.select_related("charge").order_by("pk")[:QUESTIONS])


def _forgotten(stall: Stall, day: date) -> date | None:
    closed = DayClose.objects.filter(stall=stall).values("day")
    open_days = BookLine.objects.filter(stall=stall, day__lt=day).exclude(day__in=closed)
    return open_days.order_by("day").values_list("day", flat=True).first()
