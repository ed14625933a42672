"""The ledger of the goods that a batch of events names, read from what is kept."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Min, Sum
from django.utils import timezone

from traceability.epcis.core.elements import identity
from traceability.epcis.models import EventElement
from traceability.lots.models import Lot
from traceability.models import Party
from traceability.rules.core.ledger import Ledger, Movement, Shortage, way_of
from traceability.rules.core.view import unit_amount

_CHUNK = 500


class _Group(NamedTuple):
    """What is kept of one thing, done in one way by one party, in one unit."""

    uri: str
    uom: str
    is_class: bool
    role: str
    event_type: str
    action: str
    biz_step: str
    party: int
    amount: Decimal | None
    counted: int
    named: int
    first: datetime


_COLUMNS = (
    "uri",
    "uom",
    "is_class",
    "role",
    "event__event_type",
    "event__action",
    "event__biz_step",
    "event__party_id",
)


def ledger_of(uris: Collection[str], party: Party, tolerance_percent: Decimal) -> Ledger:
    """Return what is kept of the things named by ``uris``, as ``party`` sees it.

    One query for every 500 things; events declared wrong do not count.
    """
    ledger = Ledger(tolerance_percent=tolerance_percent)
    for group in _groups(sorted(uris)):
        for movement in _movements(group, party.pk):
            ledger.add(movement)
    return ledger


def is_covered(shortage: Shortage) -> bool:
    """Say whether a lot's page says that there are more packs than its events tell.

    The number of packs of a lot is corrected on the lot itself, not in its events.
    """
    if shortage.unit:
        return False
    goods = identity(shortage.uri)
    if goods.lot:
        lots = Lot.objects.filter(item__gtin14=goods.gtin, code=goods.lot)
    else:
        lots = Lot.objects.filter(link_code=shortage.uri.rsplit("/", 1)[-1][:8])
    packs = lots.values_list("quantity", flat=True).first()
    return packs is not None and shortage.taken_before + shortage.wanted <= packs


def _groups(uris: Sequence[str]) -> Iterator[_Group]:
    for start in range(0, len(uris), _CHUNK):
        rows = EventElement.objects.filter(
            uri__in=uris[start : start + _CHUNK], event__declared_wrong_at=None
        )
        grouped = rows.order_by().values_list(*_COLUMNS)
        for row in grouped.annotate(
            amount=Sum("quantity"),
            counted=Count("quantity"),
            named=Count("pk"),
            first=Min("event__event_time"),
        ):
            yield _Group(*row)


def _movements(group: _Group, party_id: int) -> Iterable[Movement]:
    way = way_of(group.event_type, group.action, group.biz_step, group.role)
    if way is None:
        return
    amounts: list[Decimal | None] = [] if group.amount is None else [group.amount]
    amounts += [None] if group.counted < group.named else []
    for one in amounts:
        amount, unit = (None, group.uom) if one is None else unit_amount(one, group.uom)
        yield Movement(
            way=way,
            uri=group.uri,
            unit=unit,
            amount=amount,
            is_class=group.is_class,
            day=timezone.localdate(group.first),
            is_own=group.party == party_id,
        )
