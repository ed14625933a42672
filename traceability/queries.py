"""Reading parties and places: by the name an event gives them, and as they were on a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from marketplace.base.places.models import AdminUnit
from marketplace.base.places.queries import propose
from marketplace.kernel.clock import now
from traceability.core.periods import holds_on
from traceability.epcis.core import elements
from traceability.gs1 import digital_link
from traceability.gs1.errors import Gs1Error
from traceability.identifiers import live
from traceability.models import IdentifierScheme, Place, PlaceIdentifier, Season

_UUID = "urn:uuid:"


def place_uri(place: Place, at: datetime | None = None) -> str:
    """Return how events name ``place``: by the GLN that held at that moment, else by its UUID."""
    day = timezone.localdate(at or now())
    held = live(place, IdentifierScheme.GLN, day)
    if held is not None:
        return elements.place_uri(held.value, held.extension)
    had_one = any(row.scheme == IdentifierScheme.GLN for row in place.identifiers.all())
    if place.gln and not had_one:
        return elements.place_uri(place.gln, place.gln_extension)
    return place.uuid.urn


def places_by_uri(named: Collection[tuple[str, date]]) -> dict[tuple[str, date], Place]:
    """Return the places that events name, by URI and day of the event. At most three queries.

    A GLN names the place it belonged to on that day.
    """
    by_uuid = _by_uuid({uri for uri, _ in named if uri.startswith(_UUID)})
    glns = {uri: gln for uri, _ in named if (gln := _gln(uri)) is not None}
    held = _held(set(glns.values()))
    found: dict[tuple[str, date], Place] = {}
    for uri, day in named:
        place = by_uuid.get(uri) or _holder(held.get(glns.get(uri, ("", "")), ()), day)
        if place is not None:
            found[uri, day] = place
    return found


@dataclass(frozen=True, slots=True)
class AdminNames:
    """What the commune of a place was called on a day, and what it is called now.

    ``then`` has several names where the place's commune was joined from several and nobody wrote
    down which; ``today`` where it was split.
    """

    then: Sequence[str]
    today: Sequence[str]

    @property
    def has_changed(self) -> bool:
        """Say whether an address of that day reads differently today."""
        return bool(self.then) and list(self.then) != list(self.today)


def admin_names(code: str, day: date) -> AdminNames:
    """Return the names, then and now, of the unit that ``code`` (a place's or party's) names."""
    unit = AdminUnit.objects.select_related("parent__parent").filter(code=code).first()
    if unit is None:
        return AdminNames((), ())
    today = [_full(one) for one in propose(unit).units]
    if holds_on(day, unit.valid_from, unit.valid_to):
        return AdminNames([_full(unit)], today)
    if unit.valid_from and day < unit.valid_from:
        before = AdminUnit.objects.filter(successions__new=unit).select_related("parent__parent")
        return AdminNames([_full(one) for one in before], today)
    return AdminNames(today, today)


def season_on(place: Place, day: date) -> Season | None:
    """Return what grew at ``place`` on ``day``."""
    seasons = place.seasons.all()
    return next((one for one in seasons if holds_on(day, one.starts_on, one.ends_on)), None)


def places_of(party_ids: Iterable[int]) -> QuerySet[Place]:
    """Return the places of these parties with what their list shows."""
    return (
        Place.objects.filter(party_id__in=list(party_ids))
        .select_related("party")
        .prefetch_related("identifiers", "seasons")
        .order_by("party_id", "kind", "name", "pk")
    )


def _full(unit: AdminUnit) -> str:
    names = [unit.name]
    above = unit.parent
    while above is not None:
        names.append(above.name)
        above = above.parent
    return ", ".join(names)


def _by_uuid(uris: Collection[str]) -> dict[str, Place]:
    uuids = {}
    for uri in uris:
        try:
            uuids[UUID(uri.removeprefix(_UUID))] = uri
        except ValueError:
            continue
    if not uuids:
        return {}
    return {uuids[one.uuid]: one for one in Place.objects.filter(uuid__in=uuids)}


def _gln(uri: str) -> tuple[str, str] | None:
    """Return GLN and extension of a place's Digital Link; None for anything else."""
    if uri.startswith("urn:"):
        return None
    try:
        link = digital_link.parse(uri)
    except Gs1Error:
        return None
    return (link.key.value, link.value("254") or "") if link.key.ai == "414" else None


_Held = tuple[date | None, date | None, Place]


def _held(glns: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[_Held]]:
    """Return who held each GLN, and when; places without identifiers hold theirs for ever."""
    found: dict[tuple[str, str], list[_Held]] = {}
    if not glns:
        return found
    values = {value for value, _ in glns}
    rows = PlaceIdentifier.objects.filter(scheme=IdentifierScheme.GLN, value__in=values)
    for row in rows.select_related("place"):
        key = (row.value, row.extension)
        found.setdefault(key, []).append((row.valid_from, row.valid_to, row.place))
    for place in Place.objects.filter(gln__in=values).exclude(identifiers__scheme="gln"):
        key = (str(place.gln), place.gln_extension)
        found.setdefault(key, []).append((None, None, place))
    return found


def _holder(held: Sequence[_Held], day: date) -> Place | None:
    return next((place for start, end, place in held if holds_on(day, start, end)), None)
