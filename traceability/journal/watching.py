"""What pages show of devices: charts with a sentence, alerts, devices that are quiet."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.base.words import formats
from marketplace.kernel.clock import now
from traceability.journal.core.chart import Line, line
from traceability.journal.core.measures import MEASURES
from traceability.journal.models import Alert, Device, Limit, Reading
from traceability.journal.words import FIELDS
from traceability.lots.models import Lot
from traceability.models import Party, Place

SHOWN = timedelta(days=7)
MOST_POINTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of one measure with the sentence that says the same."""

    measure: str
    title: str
    unit: str
    line: Line
    sentence: str


def devices_of(party: Party) -> QuerySet[Device]:
    """Return a party's devices, those in use first."""
    found = Device.objects.filter(party=party).select_related("place")
    return found.order_by("stopped_at", "name", "pk")


def device_for(user: User, key: UUID) -> Device | None:
    """Return the device with this uuid when it belongs to a party of ``user``."""
    found = Device.objects.filter(uuid=key, party__members=user)
    return found.select_related("place", "party").first()


def open_alerts(party: Party) -> QuerySet[Alert]:
    """Return what is outside its limits now."""
    found = Alert.objects.filter(device__party=party, ended_at=None, device__stopped_at=None)
    return found.select_related("device__place")


def alert_words(alert: Alert) -> str:
    """Return an alert as a sentence."""
    told = {
        "place": alert.device.place.name,
        "measure": FIELDS[alert.measure],
        "value": formats.number(alert.worst.normalize()),
        "unit": MEASURES[alert.measure].unit,
    }
    return _("%(place)s: %(measure)s %(value)s %(unit)s, outside its limits.") % told


def charts(
    place: Place, since: datetime | None = None, until: datetime | None = None
) -> list[Chart]:
    """Return the charts of a place, of the last seven days where no span is said: two queries."""
    span = (since or now() - SHOWN, until or now())
    rows = Reading.objects.filter(device__place=place, taken_at__range=span).order_by("taken_at")
    values: dict[str, list[tuple[datetime, Decimal]]] = defaultdict(list)
    for measure, taken_at, value in rows.values_list("measure", "taken_at", "value"):
        values[measure].append((taken_at, value))
    limits = {one.measure: one for one in Limit.objects.filter(place=place)}
    found = [_chart(code, values[code], limits.get(code)) for code in MEASURES if code in values]
    return [one for one in found if one is not None]


def lot_charts(lot: Lot) -> list[tuple[Place, list[Chart]]]:
    """Return the charts of where a lot grew, from its first day to its harvest."""
    links = lot.event_links.filter(
        place__devices__isnull=False, event__declared_wrong_at=None
    ).select_related("event", "place")
    places = {link.place: None for link in links if link.place is not None}
    if not places:
        return []
    first = min(link.event.event_time for link in links)
    last = now()
    if lot.harvested_on is not None:
        last = timezone.make_aware(datetime.combine(lot.harvested_on, time.max))
    found = [(place, charts(place, first, last)) for place in places]
    return [(place, some) for place, some in found if some]


def csv_rows(device: Device) -> Iterator[str]:
    """Yield a device's readings as lines of CSV, oldest first."""
    writer = csv.writer(_Echo())
    yield str(writer.writerow(["time", "measure", "value", "unit", "clock_was_wrong"]))
    rows = device.readings.order_by("taken_at", "pk").iterator(chunk_size=2000)
    for row in rows:
        unit = MEASURES[row.measure].unit
        stamp = timezone.localtime(row.taken_at).isoformat(timespec="seconds")
        told = [stamp, row.measure, row.value.normalize(), unit, int(row.is_clock_wrong)]
        yield str(writer.writerow(told))


class _Echo:
    """A file that hands every line back."""

    def write(self, text: str) -> str:
        return text


def _chart(code: str, values: list[tuple[datetime, Decimal]], limit: Limit | None) -> Chart | None:
    bounds = [] if limit is None else [one for one in (limit.low, limit.high) if one is not None]
    drawn = line(list(_thinned(values)), bounds)
    if drawn is None:
        return None
    measure, title = MEASURES[code], str(FIELDS[code])
    told = {
        "measure": title,
        "low": formats.number(drawn.low.normalize()),
        "high": formats.number(drawn.high.normalize()),
        "latest": formats.number(drawn.latest.normalize()),
        "unit": measure.unit,
        "day": formats.date(timezone.localtime(drawn.last_at)),
        "first": formats.date(timezone.localtime(drawn.first_at)),
    }
    sentence = _(
        "%(measure)s: %(latest)s %(unit)s on %(day)s, between %(low)s and %(high)s since %(first)s."
    )
    return Chart(measure=code, title=title, unit=measure.unit, line=drawn, sentence=sentence % told)


def _thinned(
    values: list[tuple[datetime, Decimal]],
) -> Iterable[tuple[datetime, Decimal]]:
    """Return few enough values to draw: the least and the greatest of each stretch."""
    if len(values) <= MOST_POINTS:
        return values
    stretch = -(-2 * len(values) // MOST_POINTS)
    kept: list[tuple[datetime, Decimal]] = []
    for at in range(0, len(values), stretch):
        some = values[at : at + stretch]
        ends = {min(some, key=lambda one: one[1]), max(some, key=lambda one: one[1])}
        kept += sorted(ends)
    return [*kept, values[-1]]
