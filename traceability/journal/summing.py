"""Readings of an hour or a day become one event of the device's place."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core import fields as f
from traceability.epcis.core.build import EventBody, Json, When
from traceability.journal.core.events import context
from traceability.journal.core.measures import Summary, summary_report
from traceability.journal.crops import GROWING, local_day, season_for, season_kind
from traceability.journal.models import Device, Entry, Reading, Source, Span
from traceability.journal.telling import tell_lots
from traceability.journal.things import party_element
from traceability.lots.identity import namespace, place_element
from traceability.models import Season

GRACE = timedelta(minutes=10)
"""How long after its end a span waits for readings on their way."""
STEP = "measure"


def sum_up() -> int:
    """Sum up every span that is over, and return how many events were made."""
    devices = Device.objects.filter(readings__summed_in=None).distinct()
    return sum(_of_device(device) for device in devices.select_related("party", "place"))


def _of_device(device: Device) -> int:
    rows = Reading.objects.filter(device=device, summed_in=None).order_by("taken_at", "pk")
    spans: dict[datetime, list[Reading]] = defaultdict(list)
    for row in rows:
        spans[_start(row.taken_at, device.span)].append(row)
    ready = [start for start in spans if _end(start, device.span) + GRACE <= now()]
    for start in ready:
        _sum(device, start, spans[start])
    return len(ready)


def _start(moment: datetime, span: str) -> datetime:
    local = timezone.localtime(moment).replace(minute=0, second=0, microsecond=0)
    return local if span == Span.HOUR else local.replace(hour=0)


def _end(start: datetime, span: str) -> datetime:
    return start + (timedelta(hours=1) if span == Span.HOUR else timedelta(days=1))


@transaction.atomic
def _sum(device: Device, start: datetime, rows: Sequence[Reading]) -> None:
    """Make the event of one span; late readings of a span that was summed make another one."""
    summaries = _summaries(rows)
    season = _season(device, start)
    client_id = uuid.uuid5(device.uuid, f"{start.isoformat()}/{rows[0].pk}/{rows[-1].pk}")
    end = _end(start, device.span) - timedelta(seconds=1)
    body = _body(device, (start, end), summaries, season) | {f.CLIENT_ID: str(client_id)}
    whole: EventBody = {"@context": context(namespace(), body), **body}
    actor = Actor(key_id=device.key_id, party=device.party)
    event = capture_events(bodies=[whole], party=device.party, actor=actor).events[0]
    Entry.objects.create(
        party=device.party,
        client_id=client_id,
        step=STEP,
        place=device.place,
        season=season.uuid if season else None,
        event=event,
        happened_at=event.event_time,
        values={f"o_{one.code}": str(one.mean.normalize()) for one in summaries},
        source=Source.SENSOR,
    )
    Reading.objects.filter(pk__in=[row.pk for row in rows]).update(summed_in=event)
    tell_lots([event], None)


def _summaries(rows: Sequence[Reading]) -> list[Summary]:
    values: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        values[row.measure].append(row.value)
    return [
        Summary(
            code=code,
            count=len(some),
            mean=round(sum(some, Decimal(0)) / len(some), 3),
            low=min(some),
            high=max(some),
        )
        for code, some in sorted(values.items())
    ]


def _season(device: Device, start: datetime) -> Season | None:
    place = device.place
    if place.kind not in GROWING:
        return None
    return season_for(place=place, kind=season_kind(place, ""), day=local_day(start))


def _body(
    device: Device,
    span: tuple[datetime, datetime],
    summaries: Sequence[Summary],
    season: Season | None,
) -> EventBody:
    start, end = (When(time=moment) for moment in span)
    reports: list[Json] = [summary_report(one) for one in summaries]
    place = place_element(device.place)
    about: EventBody = {"quantityList": [{"epcClass": f.crop_uri(season.uuid)}]} if season else {}
    metadata: EventBody = {
        "startTime": start.stamp,
        "endTime": end.stamp,
        "deviceID": device.uuid.urn,
    }
    body: EventBody = {
        "type": "ObjectEvent",
        "eventTime": end.stamp,
        "eventTimeZoneOffset": end.offset,
        "action": "OBSERVE",
        **about,
        "bizStep": "sensor_reporting",
        "disposition": "in_progress",
        "readPoint": {"id": place},
        "bizLocation": {"id": place},
        "sensorElementList": [{"sensorMetadata": metadata, "sensorReport": reports}],
        f.STEP: STEP,
        f.SOURCE: str(Source.SENSOR),
        f.INFORMATION_PROVIDER: party_element(device.party),
    }
    return body | ({f.SEASON: str(season.uuid)} if season else {})
