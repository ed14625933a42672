"""What acts are filed under: the places of events, whichever way an event names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from traceability.models import Place, Season
from traceability.queries import places_by_uri
from traceability.rules.core.view import View


@dataclass(slots=True)
class Places:
    """The places that a batch of events names, with their seasons."""

    known: Mapping[tuple[str, date], Place] = field(default_factory=dict)
    seasons: dict[int, list[Season]] = field(default_factory=dict)

    def of(self, view: View) -> list[Place]:
        """Return the places of an event that we know."""
        found = (self.known.get((uri, view.day)) for uri in view.places)
        return [place for place in found if place is not None]

    def subjects(self, view: View) -> list[str]:
        """Return what an event is filed under: its places, and the goods it is about."""
        names = []
        for uri in view.places:
            place = self.known.get((uri, view.day))
            names.append(place.uuid.urn if place else uri)
        goods = [one.uri for one in view.named if one.role in {"epc", "output"} and one.is_class]
        return list(dict.fromkeys([*names, *goods]))

    def area_m2(self, view: View) -> Decimal | None:
        """Return the area of the event's places, measured or declared; None where one has none."""
        places = self.of(view)
        areas = [place.measured_m2 or place.area_m2 for place in places]
        known = [Decimal(area) for area in areas if area]
        return sum(known, Decimal(0)) if known and len(known) == len(areas) else None

    def scopes(self, view: View) -> frozenset[str]:
        """Return which lists of banned substances count: by what grows there on that day."""
        found = {scope for place in self.of(view) for scope in self._scopes_of(place, view.day)}
        return frozenset(found or {"crop", "aquaculture"})

    def _scopes_of(self, place: Place, day: date) -> set[str]:
        season = next((one for one in self.seasons.get(place.pk, []) if _on(one, day)), None)
        if season is not None:
            return {"aquaculture" if season.kind == "shrimp" else "crop"}
        return {"aquaculture"} if place.kind == "pond" else {"crop", "aquaculture"}


def places_named(views: Iterable[View]) -> Places:
    """Return the places of ``views`` with their seasons, in at most four queries."""
    named = {(uri, view.day) for view in views for uri in view.places}
    known = places_by_uri(named) if named else {}
    seasons: dict[int, list[Season]] = {}
    ids = {place.pk for place in known.values()}
    if ids:
        for season in Season.objects.filter(place__in=ids).order_by("starts_on"):
            seasons.setdefault(season.place_id, []).append(season)
    return Places(known, seasons)


def season_of(seasons: Sequence[Season], day: date) -> Season | None:
    """Return the season that ``day`` lies in."""
    return next((one for one in seasons if _on(one, day)), None)


def _on(season: Season, day: date) -> bool:
    return season.starts_on <= day <= (season.ends_on or date.max)
