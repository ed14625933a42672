"""What the labels' page is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from traceability.labels import queries
from traceability.labels.core.layout import SMALLEST_CODE
from traceability.labels.core.output import Output
from traceability.labels.core.sheet import layout_for
from traceability.labels.forms import MOST_AT_ONCE, OrderForm, RangeForm, ReprintForm, VoidForm
from traceability.labels.making import STORAGES, lines_of, title_of
from traceability.labels.queries import Numbers
from traceability.labels.sample import modules_like
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot, LotState, SerialStatus

LEFT = "left"
"""What is not made yet, beside the statuses of serials."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar of numbers."""

    start: int
    width: int
    status: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What a colour of the bar means, and which numbers have it."""

    status: str
    words: str
    numbers: str


def lot_page(lot: Lot, **typed: object) -> dict[str, object]:
    """Return the page's context.

    Args:
        lot: whose labels.
        typed: forms as they were sent, with their errors: ``order``, ``again``, ``opening``,
            ``voiding``.
    """
    numbers = queries.numbers_of(lot)
    forms = {
        "order": _order_form(lot, numbers),
        "again": ReprintForm(lot, prefix="again"),
        "opening": _opening_form(lot, numbers),
        "voiding": VoidForm(lot, prefix="void"),
    }
    return {
        "lot": lot,
        "tab": "log",
        "total": numbers.last + numbers.left,
        "numbers": numbers,
        "bar": list(_segments(numbers)),
        "legends": _legends(numbers),
        "can_sell": lot.state == LotState.OPEN,
        "next_to_open": numbers.next_to_open(),
        "sample": _sample(lot),
        **jobs_part(lot),
        **forms,
        **typed,
    }


def jobs_part(lot: Lot) -> dict[str, object]:
    """Return what the list of print jobs shows, and whether it has to be asked for again."""
    rows = queries.jobs_of(lot)
    return {"lot": lot, "jobs": rows, "is_moving": any(row.is_moving for row in rows)}


def _order_form(lot: Lot, numbers: Numbers) -> OrderForm:
    count = min(numbers.left, MOST_AT_ONCE)
    return OrderForm(lot, initial={"count": count or "", "after": numbers.last})


def _opening_form(lot: Lot, numbers: Numbers) -> RangeForm:
    span = numbers.next_to_open()
    initial = {"first": f"{span.first:04}", "last": f"{span.last:04}"} if span else {}
    return RangeForm(lot, prefix="open", initial=initial)


def _segments(numbers: Numbers) -> Iterator[Segment]:
    for span in numbers.spans:
        yield Segment(span.first - 1, span.count, span.status)
    if numbers.left:
        yield Segment(numbers.last, numbers.left, LEFT)


def _legends(numbers: Numbers) -> list[Legend]:
    words = {
        SerialStatus.ACTIVE: _("%(count)s on sale"),
        SerialStatus.PRINTED: _("%(count)s made, not on sale"),
        SerialStatus.VOID: _("%(count)s thrown away"),
    }
    legends = [
        Legend(str(status), told % {"count": numbers.count(status)}, numbers.words(status))
        for status, told in words.items()
        if numbers.count(status)
    ]
    if numbers.left:
        told = _("%(count)s not made") % {"count": numbers.left}
        legends.append(Legend(LEFT, told, ""))
    return legends


def _sample(lot: Lot) -> dict[str, object]:
    """Return how a label of the lot will look; its code is the lot's own page."""
    storage = STORAGES.get(lot.item.storage, "dry")
    layout = layout_for(modules_like(lot), Output())
    return {
        "uri": lot_url(lot),
        "level": lot.item.label_level,
        "title": title_of(lot),
        "lines": lines_of(lot),
        "width": round(layout.width),
        "height": round(layout.height),
        "side": round(max(SMALLEST_CODE, layout.code - 8 * layout.module)),
        "per_page": layout.per_page,
        "is_wet": storage == "frozen",
    }
