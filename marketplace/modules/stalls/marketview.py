"""What a market's page shows: a fixed number of queries, however many stalls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from marketplace.kernel.clock import now
from marketplace.modules.stalls import conf
from marketplace.modules.stalls.core.day import CASHLESS, share
from marketplace.modules.stalls.core.market import Mark, StallFacts, mark
from marketplace.modules.stalls.models import BookLine, Market, Stall, StandCheck
from marketplace.modules.stalls.stands import unchecked_today
from payments import conf as payments_conf
from payments.models import Payee, PayoutAccount

DAYS = 30
MONTHS = 6
TAKEN = (*sorted(CASHLESS), BookLine.Kind.CASH)


@dataclass(frozen=True, slots=True, kw_only=True)
class StallCell:
    """One stall on the map. No amount of money is in here, on purpose."""

    stall: Stall
    mark: Mark
    share: int
    today: int
    days_quiet: int
    has_vendor: bool
    is_unchecked: bool
    is_alarmed: bool


@dataclass(frozen=True, slots=True)
class Aisle:
    """One row of stalls."""

    name: str
    goods: str
    cells: Sequence[StallCell]


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month's cashless share, with where its bar stands in a picture 320 by 120."""

    month: date
    share: int
    x: int

    @property
    def height(self) -> int:
        """Of the bar."""
        return self.share * 85 // 100

    @property
    def y(self) -> int:
        """Of the bar's top."""
        return 98 - self.height

    @property
    def middle(self) -> int:
        """Of the bar."""
        return self.x + 16

    @property
    def label_y(self) -> int:
        """Of the number over the bar."""
        return self.y - 6


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketView:
    """A market today."""

    market: Market
    cells: Sequence[StallCell]
    share: int
    change: int
    months: Sequence[MonthBar]

    @property
    def aisles(self) -> Sequence[Aisle]:
        """The map, in the market's own order."""
        rows = groupby(self.cells, key=lambda one: one.stall.aisle)
        return [_aisle(name, list(cells)) for name, cells in rows]

    @property
    def quiet(self) -> Sequence[StallCell]:
        """Stalls that fell silent, the longest first."""
        found = [one for one in self.cells if one.mark == Mark.QUIET]
        return sorted(found, key=lambda one: -one.days_quiet)

    @property
    def unchecked(self) -> Sequence[StallCell]:
        """Stalls whose printed stand nobody found in order today."""
        return [one for one in self.cells if one.is_unchecked]

    @property
    def alarmed(self) -> Sequence[StallCell]:
        """Stalls whose stand showed another account at the last look."""
        return [one for one in self.cells if one.is_alarmed]

    @property
    def with_qr(self) -> int:
        """How many stalls can be paid by QR."""
        return sum(one.mark != Mark.WITHOUT for one in self.cells)

    @property
    def selling(self) -> int:
        """How many stalls took money today."""
        return sum(one.today > 0 for one in self.cells)

    @property
    def scans(self) -> int:
        """How many times money came today."""
        return sum(one.today for one in self.cells)


def market_view(market: Market) -> MarketView:
    """Return a market as its managers see it."""
    today = timezone.localdate(now())
    taken = BookLine.objects.filter(stall__market=market, kind__in=TAKEN)
    recent = _share(taken.filter(day__gt=today - timedelta(days=DAYS)))
    before = taken.filter(
        day__gt=today - timedelta(days=2 * DAYS), day__lte=today - timedelta(days=DAYS)
    )
    earlier = _share(before)
    return MarketView(
        market=market,
        cells=[_cell(one) for one in _stalls(market, today)],
        share=recent or 0,
        change=0 if recent is None or earlier is None else recent - earlier,
        months=_months(taken, today),
    )


def _stalls(market: Market, today: date) -> QuerySet[Stall]:
    since = today - timedelta(days=DAYS)
    cashless = Q(lines__kind__in=CASHLESS)
    recent = Q(lines__day__gt=since)
    accounts = PayoutAccount.objects.filter(
        payee=OuterRef("payee"), active=True, environment=payments_conf.environment()
    )
    alarm = StandCheck.objects.filter(stall=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    open_stalls = market.stalls.filter(closed_at=None).select_related("market")
    return open_stalls.annotate(
        last_cashless=Max("lines__created_at", filter=cashless & Q(lines__amount__gt=0)),
        cashless_sum=Sum("lines__amount", filter=cashless & recent),
        taken_sum=Sum("lines__amount", filter=Q(lines__kind__in=TAKEN) & recent),
        today_count=_times(today, lines__amount__gt=0) - _times(today, lines__amount__lt=0),
        has_account=Exists(accounts),
        is_unchecked=Exists(unchecked_today(Stall.objects.filter(pk=OuterRef("pk")))),
        last_look=alarm,
        # Not a join: a second person at a stall would count each of its lines twice.
        has_vendor=Exists(Payee.members.through.objects.filter(payee=OuterRef("payee"))),
    ).order_by("aisle", "position", "pk")


def _times(day: date, **which: int) -> Count:
    """Count lines of a day; what was undone takes its own line back."""
    return Count("lines", filter=Q(lines__kind__in=TAKEN, lines__day=day, **which))


def _cell(stall: Stall) -> StallCell:
    told = vars(stall)
    facts = StallFacts(
        has_account=told["has_account"],
        opened_at=stall.opened_at,
        last_cashless_at=told["last_cashless"],
    )
    last = facts.last_cashless_at or facts.opened_at
    return StallCell(
        stall=stall,
        mark=mark(facts, now=now(), quiet_after=conf.quiet_after()),
        share=share(told["cashless_sum"] or 0, told["taken_sum"] or 0),
        today=told["today_count"],
        days_quiet=(now() - last).days,
        has_vendor=told["has_vendor"],
        is_unchecked=told["is_unchecked"],
        is_alarmed=told["last_look"] == StandCheck.Outcome.OTHER_ACCOUNT,
    )


def _share(lines: QuerySet[BookLine]) -> int | None:
    sums = lines.aggregate(cashless=Sum("amount", filter=Q(kind__in=CASHLESS)), taken=Sum("amount"))
    return share(sums["cashless"] or 0, sums["taken"]) if sums["taken"] else None


def _months(taken: QuerySet[BookLine], today: date) -> Sequence[MonthBar]:
    """Return the last months that have any line, oldest first."""
    first = (today.replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    rows = (
        taken.filter(day__gte=first)
        .order_by()
        .annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(cashless=Sum("amount", filter=Q(kind__in=CASHLESS)), taken=Sum("amount"))
        .order_by("month")
    )
    return [
        MonthBar(row["month"], share(row["cashless"] or 0, row["taken"]), 10 + 53 * place)
        for place, row in enumerate(list(rows)[-MONTHS:])
    ]


def _aisle(name: str, cells: Sequence[StallCell]) -> Aisle:
    goods = dict.fromkeys(one.stall.goods for one in cells if one.stall.goods)
    return Aisle(name, ", ".join(list(goods)[:3]), cells)
