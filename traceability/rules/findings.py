"""What is remarked of events that are kept: numbers that are unlikely, orders that are odd."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from traceability.epcis.core import fields
from traceability.epcis.models import Event, EventElement
from traceability.models import Season, SeasonKind
from traceability.rules.acts import field_acts
from traceability.rules.checks import tolerances
from traceability.rules.core.balance import event_balance
from traceability.rules.core.ranges import metrics
from traceability.rules.core.view import KILOGRAM, View
from traceability.rules.core.waiting import is_use_without_wait, treatment
from traceability.rules.models import ActKind, FieldAct, Finding
from traceability.rules.rows import Limits, limits
from traceability.rules.subjects import Places, places_named, season_of

_FLUSH_DAYS = 60
"""How long before the first day of a rice season a salinity reading speaks of its soil."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something found, by rule, with the numbers its sentence names."""

    rule: str
    numbers: Mapping[str, object] = field(default_factory=dict)
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What remarks are made from."""

    places: Places
    limits: Limits
    harvested: Mapping[str, list[date]]
    salinities: Mapping[str, list[FieldAct]]
    sent: Mapping[str, Decimal]


def note_events(events: Sequence[Event]) -> list[Finding]:
    """File the acts of new events and keep what is to be remarked of them, in a few queries."""
    pairs = [(event, View(event.body)) for event in events if not event.is_error_declaration]
    if not pairs:
        return []
    places = places_named([view for _event, view in pairs])
    FieldAct.objects.bulk_create(
        act for event, view in pairs for act in field_acts(event, view, places)
    )
    seen = _seen([view for _event, view in pairs], places)
    rows = [
        _finding(event, view, remark, places)
        for event, view in pairs
        for remark in _remarks(view, seen)
    ]
    return Finding.objects.bulk_create(rows, ignore_conflicts=True)


def _finding(event: Event, view: View, remark: Remark, places: Places) -> Finding:
    return Finding(
        rule=remark.rule,
        event=event,
        party_id=event.party_id,
        place=next(iter(places.of(view)), None),
        numbers=dict(remark.numbers),
        is_grave=remark.is_grave,
    )


def _remarks(view: View, seen: Seen) -> Iterator[Remark]:
    for remark in _REMARKS:
        yield from remark(view, seen)


def _seen(views: Iterable[View], places: Places) -> Seen:
    """Read what is needed: harvests under treatments, salinity under rice; often nothing."""
    views = list(views)
    treated = [view for view in views if treatment(view) is not None]
    return Seen(
        places=places,
        limits=limits(),
        harvested=_harvests(treated, places),
        salinities=_salinities([view for view in views if view.is_harvest], places),
        sent=_sent([view for view in views if view.is_receiving]),
    )


def _sent(received: Sequence[View]) -> dict[str, Decimal]:
    """Return how many kilograms were sent last of the goods that these events receive."""
    uris = {one.uri for view in received for one in view.named if one.quantity is not None}
    if not uris:
        return {}
    rows = EventElement.objects.filter(
        uri__in=sorted(uris),
        role="epc",
        uom=KILOGRAM,
        event__biz_step="shipping",
        event__declared_wrong_at=None,
    ).order_by("event__event_time", "pk")
    return {uri: amount for uri, amount in rows.values_list("uri", "quantity") if amount}


def _harvests(treated: Sequence[View], places: Places) -> dict[str, list[date]]:
    subjects = {subject for view in treated for subject in places.subjects(view)}
    found: dict[str, list[date]] = {}
    for act in _acts(ActKind.HARVEST, subjects):
        found.setdefault(act.subject, []).append(act.day)
    return found


def _salinities(harvests: Sequence[View], places: Places) -> dict[str, list[FieldAct]]:
    subjects = {
        place.uuid.urn
        for view in harvests
        for place in places.of(view)
        if _flush_window(places.seasons.get(place.pk, []), view.day)
    }
    found: dict[str, list[FieldAct]] = {}
    for act in _acts(ActKind.SALINITY, subjects):
        found.setdefault(act.subject, []).append(act)
    return found


def _acts(kind: str, subjects: Iterable[str]) -> list[FieldAct]:
    wanted = sorted(subjects)
    if not wanted:
        return []
    rows = FieldAct.objects.filter(kind=kind, subject__in=wanted, event__declared_wrong_at=None)
    return list(rows)


def _unlikely(view: View, seen: Seen) -> Iterator[Remark]:
    for metric in metrics(view, seen.places.area_m2(view)):
        usual = seen.limits.on(metric.code, view.day)
        if usual is not None and not usual.holds(metric.value):
            numbers = {
                "value": str(metric.value),
                "minimum": None if usual.minimum is None else str(usual.minimum),
                "maximum": None if usual.maximum is None else str(usual.maximum),
            }
            yield Remark(metric.code, numbers)


def _unbalanced(view: View, seen: Seen) -> Iterator[Remark]:
    balance = event_balance(view, **tolerances(seen.limits, view.day))
    if balance is None or balance.verdict == "balanced":
        return
    numbers = {
        "into": str(balance.in_kg.quantize(Decimal("0.1"))),
        "out": str(balance.out_kg.quantize(Decimal("0.1"))),
        "loss": str(balance.loss_kg.quantize(Decimal("0.1"))),
        "percent": str(abs(balance.percent)),
    }
    yield Remark(f"balance.{balance.verdict}", numbers)


def _no_wait_written(view: View, seen: Seen) -> Iterator[Remark]:
    del seen
    if is_use_without_wait(view):
        product = view.text(fields.PRODUCT) or view.text(fields.ACTIVE_INGREDIENT)
        yield Remark("waiting.not_written", {"product": product})


def _harvested_meanwhile(view: View, seen: Seen) -> Iterator[Remark]:
    """A treatment that is written down late may lie before a harvest that is kept already."""
    used = treatment(view)
    if used is None:
        return
    days = [day for one in seen.places.subjects(view) for day in seen.harvested.get(one, [])]
    early = [day for day in days if used.forbids(day)]
    if early:
        numbers = {
            "product": used.product,
            "used": used.used_on.isoformat(),
            "days": used.days,
            "until": used.until.isoformat(),
            "harvest": min(early).isoformat(),
        }
        yield Remark("waiting.harvested", numbers, is_grave=True)


def _out_of_season(view: View, seen: Seen) -> Iterator[Remark]:
    if not view.is_harvest:
        return
    for place in seen.places.of(view):
        seasons = seen.places.seasons.get(place.pk, [])
        if seasons and not _fits(season_of(seasons, view.day), view):
            numbers = {"place": place.name, "day": view.day.isoformat()}
            yield Remark("season.outside", numbers)
            return


def _fits(season: Season | None, view: View) -> bool:
    """Say whether a harvest belongs to the season of its day: shrimp are caught in shrimp's."""
    if season is None:
        return False
    is_catch = view.biz_step == fields.FARM_HARVEST or view.text(fields.STEP) == "catch"
    return season.kind == SeasonKind.OTHER or is_catch == (season.kind == SeasonKind.SHRIMP)


def _not_flushed(view: View, seen: Seen) -> Iterator[Remark]:
    """After shrimp the salt is washed out, and a reading says so, before rice is sown."""
    if not view.is_harvest:
        return
    for place in seen.places.of(view):
        window = _flush_window(seen.places.seasons.get(place.pk, []), view.day)
        most = seen.limits.on("salinity.before_rice", view.day)
        if window is None or most is None:
            continue
        readings = [
            act.number
            for act in seen.salinities.get(place.uuid.urn, [])
            if window[0] <= act.day <= window[1] and act.number is not None
        ]
        if not any(most.holds(reading) for reading in readings):
            lowest = str(min(readings)) if readings else None
            numbers = {"place": place.name, "lowest": lowest, "maximum": str(most.maximum)}
            yield Remark("salinity.not_flushed", numbers)
            return


def _flush_window(seasons: Sequence[Season], day: date) -> tuple[date, date] | None:
    """Return the days in which the salt goes: before the rice of ``day``, after shrimp."""
    rice = season_of(seasons, day)
    before = [one for one in seasons if rice and one.ends_on and one.ends_on < rice.starts_on]
    if rice is None or rice.kind != SeasonKind.RICE or not before:
        return None
    if max(before, key=lambda one: one.starts_on).kind != SeasonKind.SHRIMP:
        return None
    return rice.starts_on - timedelta(days=_FLUSH_DAYS), rice.starts_on + timedelta(
        days=_FLUSH_DAYS
    )


def _lost_on_the_way(view: View, seen: Seen) -> Iterator[Remark]:
    """R6, S8: what arrives weighs about what was sent last."""
    most = seen.limits.maximum("transport.loss_percent", view.day)
    for one in view.named if view.is_receiving else ():
        sent = seen.sent.get(one.uri)
        if not sent or one.quantity is None or one.uom != KILOGRAM:
            continue
        lost = ((sent - one.quantity) / sent * 100).quantize(Decimal("0.1"))
        if lost > most:
            numbers = {"value": str(lost), "minimum": None, "maximum": str(most)}
            yield Remark("transport.loss_percent", numbers)
            return


_REMARKS: tuple[Callable[[View, Seen], Iterator[Remark]], ...] = (
    _unlikely,
    _unbalanced,
    _no_wait_written,
    _harvested_meanwhile,
    _out_of_season,
    _not_flushed,
    _lost_on_the_way,
)
