"""What pages and reports tell about recall cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from traceability.lots.identity import lot_url
from traceability.lots.queries import lots_of
from traceability.recall.access import cases_of, may_decide_for
from traceability.recall.core.terms import Clock, clock, is_overdue, percent
from traceability.recall.hooks import LotReach, Told, reach_of, told_of
from traceability.recall.models import CaseLot, CaseState, RecallCase, Recovery


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """A lot of a case as a page shows it; ``in_stock`` is with the maker, not in the shop."""

    row: CaseLot
    name: str
    party: str
    made: int
    sold: int
    promised: int
    on_offer: int
    in_stock: int
    buyers: int
    back: int
    is_mine: bool

    @property
    def state(self) -> str:
        """Return ``out``, ``waiting``, ``recalled`` or ``lifted``."""
        if self.row.is_left_out:
            return "out"
        if self.row.recall is None:
            return "waiting"
        return "lifted" if self.row.recall.lifted_at else "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything a case's page tells."""

    case: RecallCase
    lines: Sequence[LotLine]
    made: int
    sold: int
    buyers: int
    unreachable: int
    in_stock: int
    back: int
    percent_back: int
    told: Told
    clock: Clock | None
    is_overdue: bool
    days_shown: int
    may_decide: bool
    has_waiting: bool


def case_view(case: RecallCase, user: User) -> CaseView:
    """Return what the page of a case tells ``user``."""
    rows = list(case.lots.select_related("lot__item__party", "recall"))
    taken = [row for row in rows if not row.is_left_out]
    reach = reach_of([row.lot for row in taken])
    lines = [_line(row, reach.by_lot.get(row.lot_id), _back(case), user) for row in rows]
    counted = [line for line in lines if not line.row.is_left_out]
    back = sum(line.back for line in lines)
    sold = sum(line.sold for line in counted)
    is_draft = case.state == CaseState.DRAFT
    return CaseView(
        case=case,
        lines=lines,
        made=sum(line.made for line in counted),
        sold=sold,
        buyers=reach.buyers,
        unreachable=reach.unreachable,
        in_stock=sum(line.in_stock + line.on_offer + line.promised for line in counted),
        back=back,
        percent_back=percent(back, sold),
        told=told_of(case) if not is_draft else Told(),
        clock=_clock(case),
        is_overdue=needs_word(case),
        days_shown=_days_shown(case),
        may_decide=any(line.is_mine and line.state == "waiting" for line in lines),
        has_waiting=any(line.state == "waiting" for line in lines),
    )


def running_cases() -> QuerySet[RecallCase]:
    """Return the cases whose recall runs."""
    return RecallCase.objects.filter(state=CaseState.DECIDED).select_related("party")


def shown_cases(today: date | None = None) -> QuerySet[RecallCase]:
    """Return the cases that the home page shows today."""
    decided = RecallCase.objects.exclude(decided_at=None).filter(is_drill=False)
    day = today or timezone.localdate(now())
    return decided.filter(shown_until__gte=day).select_related("party").order_by("-decided_at")


def public_cases() -> QuerySet[RecallCase]:
    """Return every recall there ever was, newest first: their pages stay."""
    decided = RecallCase.objects.exclude(decided_at=None).filter(is_drill=False)
    return decided.select_related("party").order_by("-decided_at")


@dataclass(frozen=True, slots=True)
class PublicLot:
    """A lot of a public recall."""

    name: str
    code: str
    url: str
    is_lifted: bool


def public_lots(case: RecallCase) -> list[PublicLot]:
    """Return the recalled lots of a case as buyers see them."""
    rows = case.lots.filter(recall__isnull=False).select_related("lot__item", "recall")
    return [
        PublicLot(
            row.lot.item.name_in("vi"),
            row.lot.code,
            lot_url(row.lot),
            bool(row.recall and row.recall.outcome == "withdrawn"),
        )
        for row in rows
    ]


def cases_for_desk() -> list[RecallCase]:
    """Return what staff look at first: authority's decisions by their clock, then the others."""
    open_states = (CaseState.DRAFT, CaseState.DECIDED)
    cases = RecallCase.objects.filter(state__in=open_states).select_related("party")
    return sorted(
        cases, key=lambda case: (case.is_drill, case.authority_decided_at or case.drafted_at)
    )


def cases_for_seller(user: User) -> QuerySet[RecallCase]:
    """Return the person's own cases, newest first."""
    return cases_of(user).filter(party__members=user).distinct()


def needs_word(case: RecallCase) -> bool:
    """Say whether it is time to write again what came back."""
    if case.state != CaseState.DECIDED or case.decided_at is None:
        return False
    return is_overdue(case.decided_at, last_word(case), now())


def last_word(case: RecallCase) -> datetime | None:
    """Return when goods that came back were last written down."""
    found: datetime | None = case.recoveries.aggregate(at=Max("recorded_at"))["at"]
    return found


def recoveries_of(case: RecallCase) -> QuerySet[Recovery]:
    """Return what came back, newest first."""
    return case.recoveries.select_related("lot__item", "recorded_by", "photo")


def own_lots(user: User) -> list[tuple[str, str]]:
    """Return the person's newest lots, to choose where the doubt begins: code and words."""
    lots = lots_of(user).distinct()[:100]
    return [(lot.link_code, f"{lot.item} · {lot.code}") for lot in lots]


def _back(case: RecallCase) -> dict[int, int]:
    if "_back_by_lot" not in case.__dict__:
        sums = case.recoveries.order_by().values_list("lot_id").annotate(n=Sum("packs"))
        case.__dict__["_back_by_lot"] = dict(sums)
    found: dict[int, int] = case.__dict__["_back_by_lot"]
    return found


def _line(row: CaseLot, reach: LotReach | None, back: dict[int, int], user: User) -> LotLine:
    found = reach or LotReach()
    sold = found.sold
    promised, on_offer = found.promised, found.on_offer
    made = row.made if row.recall_id else row.lot.quantity
    return LotLine(
        row=row,
        name=row.lot.item.name_in("vi"),
        party=row.lot.item.party.name,
        made=made,
        sold=max(sold, row.sold),
        promised=promised,
        on_offer=on_offer,
        in_stock=max(made - sold - promised - on_offer, 0),
        buyers=max(found.buyers, row.buyers),
        back=back.get(row.lot_id, 0),
        is_mine=may_decide_for(user, row.lot),
    )


def _clock(case: RecallCase) -> Clock | None:
    if case.authority_decided_at is None:
        return None
    return clock(case.authority_decided_at, case.decided_at or now())


def _days_shown(case: RecallCase) -> int:
    """Return on how many days the notice has been shown so far."""
    if case.decided_at is None or case.shown_until is None:
        return 0
    first = timezone.localdate(case.decided_at)
    last = min(timezone.localdate(now()), case.shown_until)
    return (last - first).days + 1
