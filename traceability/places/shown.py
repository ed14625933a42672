"""Places as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.base.words import formats
from marketplace.kernel.clock import now
from traceability import conf
from traceability.core.outline import Outline
from traceability.core.outline_drawing import SIDE, Drawing, drawn
from traceability.core.periods import holds_on
from traceability.identifiers import AnyIdentifier
from traceability.models import Party, Place, Season
from traceability.queries import AdminNames, admin_names, season_on

_M2_PER_HA = 10_000


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of the list: the place, what grows there now, its outline."""

    place: Place
    season: Season | None
    drawing: Drawing | None
    codes: Sequence[str]
    side: int = SIDE


def place_row(place: Place) -> PlaceRow:
    """Return the line of a place; its identifiers and seasons are fetched along."""
    today = timezone.localdate(now())
    live = [
        str(row) for row in place.identifiers.all() if holds_on(today, row.valid_from, row.valid_to)
    ]
    return PlaceRow(place, season_on(place, today), drawing_of(place), live)


def outline_of(place: Place) -> Outline | None:
    """Return the outline that was checked when it was drawn."""
    shape = place.geometry
    if not isinstance(shape, dict):
        return None
    coordinates = shape["coordinates"]
    if shape["type"] == "Point":
        return Outline(point=(coordinates[0], coordinates[1]))
    return Outline(rings=tuple(tuple((x, y) for x, y in ring) for ring in coordinates))


def drawing_of(place: Place) -> Drawing | None:
    """Return the picture of the outline; None without one."""
    outline = outline_of(place)
    return drawn(outline) if outline else None


def corners_text(place: Place) -> str:
    """Return the corners as lines to be changed: latitude, longitude."""
    outline = outline_of(place)
    points = outline.points if outline else ()
    return "\n".join(f"{lat:.7f}, {lon:.7f}" for lon, lat in points)


def area_words(square_metres: int | None) -> str:
    """Return an area as people say it: square metres, from a hectare on hectares too."""
    if not square_metres:
        return ""
    told = _("%(area)s m²") % {"area": formats.number(square_metres)}
    if square_metres < _M2_PER_HA:
        return told
    hectares = (Decimal(square_metres) / _M2_PER_HA).quantize(Decimal("0.01"))
    return _("%(hectares)s ha") % {"hectares": formats.number(hectares)} + f" ({told})"


def area_difference(place: Place) -> int | None:
    """Return by how many percent the outline differs from the declared area, if by too much."""
    if not place.area_m2 or not place.measured_m2:
        return None
    percent = round((place.measured_m2 - place.area_m2) / place.area_m2 * 100)
    return percent if abs(percent) > conf.area_tolerance() else None


def commune_names(owner: Party | Place) -> AdminNames:
    """Return what the commune was called when the party or place was written down, and now."""
    first = owner.valid_from if isinstance(owner, Place) else None
    day = first or (owner.created_at.date() if isinstance(owner, Party) else None)
    return admin_names(owner.place_code, day or timezone.localdate(now()))


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code with its days; ``is_live`` today."""

    code: AnyIdentifier
    is_live: bool


def code_rows(owner: Party | Place) -> list[CodeRow]:
    """Return the codes of a party or place, those in force first."""
    today = timezone.localdate(now())
    rows = [
        CodeRow(row, holds_on(today, row.valid_from, row.valid_to))
        for row in owner.identifiers.all()
    ]
    return sorted(rows, key=lambda row: not row.is_live)
