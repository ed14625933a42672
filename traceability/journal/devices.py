"""Devices and what they send: added, taken away, readings kept once, alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis.rest.keys import make_key, revoke_key
from traceability.epcis.rest.models import ApiKey, Scope
from traceability.journal import conf
from traceability.journal.core.readings import ReadingDraft
from traceability.journal.hooks import alert_raised
from traceability.journal.models import Alert, Device, Limit, Reading
from traceability.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDraft:
    """A device to be added."""

    place: Place
    name: str
    kind: str
    span: str


def add_device(
    *, draft: DeviceDraft, acting_user: AbstractBaseUser | None = None
) -> tuple[Device, str]:
    """Add a device and return it with its key, which is told this once."""
    party = draft.place.party
    with transaction.atomic():
        key, text = make_key(
            party=party, name=draft.name, scopes=[Scope.DEVICE], acting_user=acting_user
        )
        device = Device.objects.create(
            party=party,
            place=draft.place,
            name=draft.name,
            kind=draft.kind,
            span=draft.span,
            key_id=key.pk,
        )
        record("device.added", acting_user=acting_user, subject=device, key=key.pk)
    return device, text


def take_away(*, device: Device, acting_user: AbstractBaseUser | None = None) -> Device:
    """Take a device away: its key is useless from now on, its readings stay."""
    with transaction.atomic():
        if device.stopped_at is not None:
            return device
        key = ApiKey.objects.get(pk=device.key_id)
        if key.revoked_at is None:
            revoke_key(key=key, acting_user=acting_user)
        device.stopped_at, device.is_quiet = now(), False
        device.save(update_fields=["stopped_at", "is_quiet"])
        record("device.taken_away", acting_user=acting_user, subject=device)
    return device


def set_limits(
    *,
    place: Place,
    limits: Mapping[str, tuple[Decimal | None, Decimal | None]],
    acting_user: AbstractBaseUser | None = None,
) -> None:
    """Set between which values each measure should stay at a place; none for neither."""
    with transaction.atomic():
        for measure, (low, high) in sorted(limits.items()):
            if low is None and high is None:
                Limit.objects.filter(place=place, measure=measure).delete()
                continue
            Limit.objects.update_or_create(
                place=place, measure=measure, defaults={"low": low, "high": high}
            )
        told = {
            name: [None if one is None else str(one) for one in pair]
            for name, pair in limits.items()
        }
        record("place.limits", acting_user=acting_user, subject=place, limits=told)


def keep_readings(*, device: Device, drafts: Sequence[ReadingDraft]) -> int:
    """Keep what a device sent and return how many readings are new; the same again is nothing."""
    received_at = now()
    with transaction.atomic():
        Device.objects.select_for_update().get(pk=device.pk)
        new = _new(device, drafts)
        Reading.objects.bulk_create(
            Reading(
                device=device,
                measure=one.measure,
                device_time=one.device_time,
                taken_at=one.taken_at,
                value=one.value,
                received_at=received_at,
                is_clock_wrong=one.is_clock_wrong,
            )
            for one in new
        )
        Device.objects.filter(pk=device.pk).update(last_seen_at=received_at, is_quiet=False)
        _watch(device, new)
    return len(new)


def note_quiet() -> int:
    """Mark devices that were not heard of for long; return how many there are now."""
    before = now() - conf.quiet_after()
    there = Device.objects.filter(stopped_at=None)
    there.filter(last_seen_at__lt=before, is_quiet=False).update(is_quiet=True)
    never = there.filter(last_seen_at=None, created_at__lt=before, is_quiet=False)
    never.update(is_quiet=True)
    return there.filter(is_quiet=True).count()


def _new(device: Device, drafts: Sequence[ReadingDraft]) -> list[ReadingDraft]:
    """Return each reading that is not kept yet, once, in order of time."""
    times = {one.device_time for one in drafts}
    there = set(
        Reading.objects.filter(device=device, device_time__in=times).values_list(
            "measure", "device_time"
        )
    )
    found: dict[tuple[str, datetime], ReadingDraft] = {}
    for one in drafts:
        key = (one.measure, one.device_time)
        if key not in there:
            found.setdefault(key, one)
    return sorted(found.values(), key=lambda one: one.taken_at)


def _watch(device: Device, new: Sequence[ReadingDraft]) -> None:
    """Begin and end alerts; a reading from before the last alert changes nothing."""
    limits = {one.measure: one for one in Limit.objects.filter(place=device.place_id)}
    if not limits or not new:
        return
    alerts = {one.measure: one for one in device.alerts.filter(ended_at=None)}
    for one in new:
        limit, alert = limits.get(one.measure), alerts.get(one.measure)
        if limit is None or (alert is not None and one.taken_at < alert.started_at):
            continue
        beyond = _beyond(one.value, limit)
        if beyond and alert is None:
            alerts[one.measure] = _raise(device, one)
        elif alert is not None and not beyond:
            alert.ended_at = one.taken_at
            alert.save(update_fields=["ended_at"])
            del alerts[one.measure]
        elif alert is not None and beyond > _beyond(alert.worst, limit):
            alert.worst = one.value
            alert.save(update_fields=["worst"])


def _beyond(value: Decimal, limit: Limit) -> Decimal:
    """Return by how much a value is outside; 0 for inside."""
    under = limit.low - value if limit.low is not None else Decimal(0)
    over = value - limit.high if limit.high is not None else Decimal(0)
    return max(under, over, Decimal(0))


def _raise(device: Device, one: ReadingDraft) -> Alert:
    alert = Alert.objects.create(
        device=device, measure=one.measure, worst=one.value, started_at=one.taken_at
    )
    record("alert.raised", subject=device, measure=one.measure, value=str(one.value))
    alert_raised.send(alert)
    return alert
