"""Watches packs that were scanned: points for what is odd, a mark when they are many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db.models import F, Sum
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability import conf
from traceability.lots.models import Serial, SerialStatus
from traceability.resolver.core.areas import AreaTable
from traceability.resolver.core.suspicion import (
    Limits,
    PackFacts,
    Rule,
    Sighting,
    findings,
    is_marked,
    score,
)
from traceability.resolver.models import (
    Destination,
    Finding,
    Judgement,
    PackMark,
    ScanDay,
    SeenDevice,
)

NEVER = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pack:
    """What the rules need of one pack, read for many at once."""

    pk: int
    lot_id: int
    status: str
    activated_at: datetime | None
    unusual_since: datetime | None
    sold_on: date | None
    judgement: str | None
    judged_at: datetime | None

    def counts(self, at: datetime | None) -> bool:
        """Say whether a sighting counts: what staff looked into is settled."""
        return self.judged_at is None or (at is not None and at > self.judged_at)

    def counts_day(self, day: date) -> bool:
        """Say whether a whole day counts: the one of a judgement does not."""
        return self.judged_at is None or day > timezone.localdate(self.judged_at)


def watch(serials: Iterable[int]) -> None:
    """Judge packs anew after scans: write findings, set and take away marks.

    A fixed number of queries however many packs; needs the caller's transaction.
    """
    packs = [pack for pack in _packs(serials) if pack.judgement != Judgement.TRUSTED]
    if not packs:
        return
    limits = limits_now()
    _write_findings(packs, limits)
    _mark(packs, limits)


def watch_marked() -> int:
    """Take marks away whose findings have grown old; return how many. Needs a transaction."""
    marked = Serial.objects.filter(unusual_since__isnull=False)
    before = set(marked.values_list("pk", flat=True))
    _mark(_packs(before), limits_now())
    return len(before - set(marked.values_list("pk", flat=True)))


def limits_now() -> Limits:
    """Return the limits that the settings draw.

    Source: settings ORIGIN_WATCH and ORIGIN_UNUSUAL_SCANS.
    """
    told = conf.watch()
    lines = {one.name: told[one.name] for one in fields(Limits) if one.name in told}
    weights = {rule: int(told.get(rule, 0)) for rule in Rule}
    return Limits(**{"devices": conf.unusual_scans(), **lines}, weights=weights)  # type: ignore[arg-type]


def areas() -> AreaTable:
    """Return the operator's table of areas; an empty one where there is none."""
    return _table(conf.area_file())


@lru_cache(maxsize=2)
def _table(file: str) -> AreaTable:
    lines = Path(file).read_text(encoding="utf-8").splitlines() if file else []
    return AreaTable.read(lines)


def _packs(serials: Iterable[int]) -> list[_Pack]:
    rows = Serial.objects.filter(pk__in=list(serials)).order_by("pk")
    names = ("pk", "lot_id", "status", "activated_at", "unusual_since")
    marks = {name: F(f"mark__{name}") for name in ("sold_on", "judgement", "judged_at")}
    return [_Pack(**row) for row in rows.values(*names, **marks)]


def _write_findings(packs: list[_Pack], limits: Limits) -> None:
    devices, seen = _devices(packs), _sightings(packs)
    wanted = _destinations(packs)
    today = timezone.localdate(now())
    new = [
        Finding(
            serial_id=pack.pk, rule=one.rule, day=today, points=one.points, facts=dict(one.facts)
        )
        for pack in packs
        for one in findings(
            seen[pack.pk], _facts(pack, devices[pack.pk], wanted[pack.lot_id]), limits
        )
    ]
    Finding.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["serial", "rule", "day"],
        update_fields=["points", "facts"],
    )


def _facts(pack: _Pack, devices: int, wanted: set[str]) -> PackFacts:
    is_void = pack.status == SerialStatus.VOID
    since = pack.activated_at
    return PackFacts(
        devices=devices,
        on_sale_since=timezone.localtime(since) if since else None,
        sold_on=pack.sold_on,
        ended_on=NEVER if is_void else None,
        destinations=frozenset(wanted),
    )


def _devices(packs: list[_Pack]) -> Mapping[int, int]:
    """Return how many devices opened each pack within the window, after it was last judged."""
    since = timezone.localdate(now()) - timedelta(days=conf.unusual_days())
    rows = ScanDay.objects.filter(serial__in=[pack.pk for pack in packs], day__gt=since)
    by_pk = {pack.pk: pack for pack in packs}
    found: dict[int, int] = defaultdict(int)
    totals = rows.order_by().values("serial_id", "day").annotate(total=Sum("devices"))
    for row in totals:
        if by_pk[row["serial_id"]].counts_day(row["day"]):
            found[row["serial_id"]] += row["total"]
    return found


def _sightings(packs: list[_Pack]) -> Mapping[int, list[Sighting]]:
    known = areas().by_code
    by_pk = {pack.pk: pack for pack in packs}
    rows = SeenDevice.objects.filter(serial__in=list(by_pk), at__isnull=False)
    found: dict[int, list[Sighting]] = defaultdict(list)
    for serial, at, area in rows.values_list("serial_id", "at", "area"):
        if at is not None and by_pk[serial].counts(at):
            found[serial].append(Sighting(timezone.localtime(at), known.get(area)))
    return found


def _destinations(packs: list[_Pack]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Destination.objects.filter(lot__in={pack.lot_id for pack in packs})
    for lot, area in rows.values_list("lot_id", "area"):
        found[lot].add(area)
    return found


def _mark(packs: list[_Pack], limits: Limits) -> None:
    points = _points(packs)
    PackMark.objects.bulk_create(
        [PackMark(serial_id=pack.pk, score=points[pack.pk]) for pack in packs],
        update_conflicts=True,
        unique_fields=["serial"],
        update_fields=["score"],
    )
    wanted = {
        pack.pk: is_marked(points[pack.pk], limits, was_marked=pack.unusual_since is not None)
        for pack in packs
    }
    raised = [pk for pk, is_odd in wanted.items() if is_odd]
    calm = [pk for pk, is_odd in wanted.items() if not is_odd]
    rows = Serial.objects.order_by()
    rows.filter(pk__in=raised, unusual_since__isnull=True).update(unusual_since=now())
    rows.filter(pk__in=calm, unusual_since__isnull=False).update(unusual_since=None)


def _points(packs: list[_Pack]) -> dict[int, int]:
    """Return the points of each pack within the window, after it was last judged."""
    since = timezone.localdate(now()) - timedelta(days=conf.unusual_days())
    by_pk = {pack.pk: pack for pack in packs}
    given: dict[int, list[tuple[str, int]]] = {pk: [] for pk in by_pk}
    rows = Finding.objects.filter(serial__in=list(by_pk), day__gt=since).order_by()
    for serial, rule, points, day in rows.values_list("serial_id", "rule", "points", "day"):
        if by_pk[serial].counts_day(day) or day == timezone.localdate(now()):
            given[serial].append((rule, points))
    return {pk: score(found) for pk, found in given.items()}
