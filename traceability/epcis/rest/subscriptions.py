"""Subscriptions: who is told of a query's new events, when, and what happens when nobody hears.

Streams hear of events right after they were kept: the task that tells them is written in the
transaction that keeps the events. Timetables look back over what was recorded since last time, up
to a minute ago, so that a long transaction that ends late is not missed.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis import conf
from traceability.epcis.core.build import Json
from traceability.epcis.models import Event
from traceability.epcis.queries.compile import matching, stated
from traceability.epcis.queries.core.reading import read
from traceability.epcis.rest import webhooks
from traceability.epcis.rest.core import schedule, targets
from traceability.epcis.rest.core.headers import EpcFormat
from traceability.epcis.rest.models import ApiKey, NamedQuery, Subscription
from traceability.epcis.rest.results import Results, query_document
from traceability.epcis.rest.visible import views_of_party

SETTLING = timedelta(seconds=60)
BATCH = 200
MOST_FAILURES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to be told."""

    dest: str
    secret: str
    is_stream: bool = False
    schedule: dict[str, Json] = field(default_factory=dict)
    report_if_empty: bool = False
    since: datetime | None = None


@transaction.atomic
def subscribe(*, query: NamedQuery, wish: Wish, key: ApiKey) -> Subscription:
    """Keep a subscription and return it.

    Raises:
        ScheduleError: neither or both of stream and timetable, or an impossible timetable.
        TargetError: nothing may be sent there.
    """
    targets.target(wish.dest, allow_private=conf.webhooks_private())
    if wish.is_stream == bool(wish.schedule):
        raise schedule.ScheduleError("give either stream: true or a schedule")
    since = wish.since or now()
    name = uuid.uuid4()
    made = Subscription.objects.create(
        uuid=name,
        query=query,
        dest=wish.dest,
        secret=webhooks.hidden(wish.secret, str(name)),
        is_stream=wish.is_stream,
        schedule=wish.schedule,
        report_if_empty=wish.report_if_empty,
        initial_record_time=since,
        reported_to=since,
        next_at=_next(wish.schedule),
    )
    record("subscription.made", subject=made, key=key.pk, query=query.name, dest=wish.dest)
    return made


def tell_streams(event_ids: Sequence[int]) -> None:
    """Queue a report of these events for every stream whose query they match."""
    streams = Subscription.objects.filter(is_stream=True, is_active=True)
    for one in streams.select_related("query__party"):
        since = Q(event__in=event_ids, record_time__gte=one.initial_record_time)
        _queue(one, _matched(one, since))


def tell_due() -> None:
    """Queue a report for every timetable whose time has come."""
    due = Subscription.objects.filter(is_active=True, next_at__lte=now()).values_list(
        "pk", flat=True
    )
    for subscription_id in list(due):
        _tell_one(subscription_id)


@transaction.atomic
def _tell_one(subscription_id: int) -> None:
    one = (
        Subscription.objects.select_for_update(of=("self",))
        .select_related("query__party")
        .filter(pk=subscription_id, is_active=True, next_at__lte=now())
        .first()
    )
    if one is None:
        return
    until = max(now() - SETTLING, one.reported_to)
    _queue(one, _matched(one, Q(record_time__gte=one.reported_to, record_time__lt=until)))
    one.reported_to, one.next_at = until, _next(one.schedule)
    one.save(update_fields=["reported_to", "next_at"])


def deliver(subscription_id: int, text: str) -> None:
    """Send a report; a receiver that keeps failing is told no more.

    Raises:
        DeliveryError: it did not arrive; the queue tries again later.
    """
    one = Subscription.objects.filter(pk=subscription_id, is_active=True).first()
    if one is None:
        return
    try:
        webhooks.send(one.dest, webhooks.revealed(one.secret, str(one.uuid)), text.encode())
    except webhooks.DeliveryError:
        _failed(one)
        raise
    Subscription.objects.filter(pk=one.pk).exclude(failures=0).update(failures=0)


def _failed(one: Subscription) -> None:
    Subscription.objects.filter(pk=one.pk).update(failures=F("failures") + 1)
    with transaction.atomic():
        over = Subscription.objects.filter(pk=one.pk, failures__gte=MOST_FAILURES, is_active=True)
        if over.update(is_active=False):
            record("subscription.switched_off", subject=one, failures=MOST_FAILURES)


def _matched(one: Subscription, which: Q) -> list[Event]:
    query = read({**one.query.query}, _names(one.query.query))
    views = [view.filter(which) for view in views_of_party(one.query.party)]
    asked = stated(query)
    found = {pk for view in views for pk in matching(asked, view).values_list("event", flat=True)}
    rows = Event.objects.in_bulk(found)
    return [rows[pk] for pk in sorted(found)]


def _names(query: dict[str, Json]) -> dict[str, str]:
    context = query.get("@context")
    parts = context if isinstance(context, list) else [context]
    return {
        name: str(uri) for part in parts if isinstance(part, dict) for name, uri in part.items()
    }


def _queue(one: Subscription, events: Sequence[Event]) -> None:
    from traceability.epcis.rest.tasks import deliver as task

    if not events and not (one.report_if_empty and not one.is_stream):
        return
    results = Results(query_name=one.query.name, subscription=str(one.uuid))
    for start in range(0, max(len(events), 1), BATCH):
        part = events[start : start + BATCH]
        document = query_document(part, results, EpcFormat.DIGITAL_LINK)
        task.enqueue(one.pk, json.dumps(document, ensure_ascii=False))


def _next(table: dict[str, Json]) -> datetime | None:
    return schedule.next_after(schedule.read(table), timezone.localtime(now())) if table else None
