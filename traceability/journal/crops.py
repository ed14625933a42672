"""What grows where: the crop that a step at a field or pond is about, and what it took in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone

from marketplace.kernel.locking import lock_rows
from traceability.epcis.core import fields as f
from traceability.epcis.core.build import Json
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.journal.models import Entry
from traceability.models import Place, PlaceKind, Season, SeasonKind
from traceability.seasons import SeasonDraft, add_season

GROWING = frozenset({PlaceKind.PLOT, PlaceKind.POND})


def season_for(
    *, place: Place, kind: str, day: date, acting_user: AbstractBaseUser | None = None
) -> Season:
    """Return the season that ``day`` belongs to; one that nobody wrote down begins now.

    A day before the first season of the place, or between two, belongs to a season of its own
    that ends where the next one begins: late entries find their place, too. Needs a transaction.
    """
    there = _season_on(place, day)
    if there is not None:
        return there
    lock_rows(Place.objects.filter(pk=place.pk))
    there = _season_on(place, day)  # another tab may have opened it while this one waited
    if there is not None:
        return there
    later = place.seasons.filter(starts_on__gt=day).order_by("starts_on").first()
    ends_on = None if later is None else later.starts_on - timedelta(days=1)
    draft = SeasonDraft(kind=kind, starts_on=day, ends_on=ends_on)
    return add_season(place=place, draft=draft, acting_user=acting_user)


def _season_on(place: Place, day: date) -> Season | None:
    still = Q(ends_on=None) | Q(ends_on__gte=day)
    return Season.objects.filter(still, place=place, starts_on__lte=day).first()


def season_kind(place: Place, crop: str) -> str:
    """Return what a season of a step is: a pond grows shrimp, a field what the step says."""
    if place.kind == PlaceKind.POND or crop == "shrimp":
        return str(SeasonKind.SHRIMP)
    return str(SeasonKind.RICE)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a crop took in since its last harvest: postlarvae, feed."""

    stocked: Sequence[Quantity] = ()
    fed: Sequence[Quantity] = ()
    is_seafood: bool = field(default=True)


def taken_in(season: UUID, until: datetime) -> TakenIn:
    """Return what went into the pond in ``season`` before ``until``, counted once.

    What an earlier harvest of the season has counted is named again without an amount.
    """
    entries = Entry.objects.filter(
        season=season, happened_at__lte=until, event__declared_wrong_at=None
    )
    rows = list(entries.filter(step__in=("stock", "feed", "catch")).select_related("event"))
    last = max((one.happened_at for one in rows if one.step == "catch"), default=None)
    stocked: dict[str, Decimal | None] = {}
    fed: dict[str, Decimal | None] = {}
    crop = f.crop_uri(season)
    for one in rows:
        is_counted = last is None or one.happened_at > last
        if one.step == "stock":
            _add(stocked, _stocked(one, crop), is_counted=is_counted)
        elif one.step == "feed":
            _add(fed, _fed(one), is_counted=is_counted)
    return TakenIn(
        [Quantity(uri, amount) for uri, amount in stocked.items()],
        [Quantity(uri, amount, KILOGRAM) for uri, amount in fed.items()],
    )


def _add(
    sums: dict[str, Decimal | None], named: Sequence[tuple[str, Decimal]], *, is_counted: bool
) -> None:
    for uri, amount in named:
        before = sums.get(uri)
        sums[uri] = (before or Decimal(0)) + amount if is_counted else before


def _stocked(entry: Entry, crop: str) -> list[tuple[str, Decimal]]:
    listed = entry.event.body.get("quantityList", [])
    return [
        (str(one["epcClass"]), _decimal(one.get("quantity")))
        for one in listed
        if one["epcClass"] != crop
    ]


def _fed(entry: Entry) -> list[tuple[str, Decimal]]:
    body = entry.event.body
    named = body.get(f.FROM) or []
    return [(str(uri), _decimal(body.get(f.AMOUNT_KG))) for uri in named]


def _decimal(value: Json) -> Decimal:
    return Decimal(str(value)) if isinstance(value, int | float) else Decimal(0)


def local_day(moment: datetime) -> date:
    """Return the day on the wall calendar."""
    return timezone.localtime(moment).date()
