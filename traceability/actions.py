"""Registering who makes and moves goods, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from traceability import conf
from traceability.core.outline import Outline, OutlineError
from traceability.core.outline_reading import read_outline
from traceability.errors import BadOutlineError
from traceability.identifiers import adopt_gln
from traceability.models import Party, Place
from traceability.outline_faults import FAULTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """A field, pond, mill or store. ``locality`` is its short name on the route."""

    kind: str
    name: str
    code: str = ""
    gln: str | None = None
    gln_extension: str = ""
    locality: str = ""
    place_code: str = ""
    area_m2: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    """Who makes or moves goods.

    Args:
        name: what buyers read; a cooperative's or firm's, a person's only with recorded consent.
        kind: one of ``PartyKind``.
        gln: 13 digits, if it has one.
        address: one line, as it stands on labels.
        place_code: of the commune, a snapshot.
        place_name: of the commune, as buyers read it.
        contact: phone shown to buyers, E.164.
        about: one line for buyers, per language.
    """

    name: str
    kind: str
    gln: str | None = None
    address: str = ""
    place_code: str = ""
    place_name: str = ""
    contact: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def register_party(*, draft: PartyDraft, acting_user: AbstractBaseUser | None = None) -> Party:
    """Register a party and return it.

    Raises:
        ValidationError: the kind is none, the phone is not E.164, or the GLN is none or taken.
    """
    party = Party(
        name=draft.name,
        kind=draft.kind,
        gln=draft.gln or None,
        address=draft.address,
        place_code=draft.place_code,
        place_name=draft.place_name,
        published_contact=draft.contact,
        about=dict(draft.about),
    )
    party.full_clean()
    party.save()
    record("party.registered", acting_user=acting_user, subject=party, kind=draft.kind)
    adopt_gln(party)
    return party


@transaction.atomic
def change_party(
    *,
    party: Party,
    address: str,
    place_code: str,
    place_name: str,
    acting_user: AbstractBaseUser | None = None,
) -> Party:
    """Write down where a party is now, and return it. Labels printed before keep what they say.

    Raises:
        ValidationError: a text is too long.
    """
    (party,) = lock_rows(Party.objects.filter(pk=party.pk))
    party.address, party.place_code, party.place_name = address, place_code, place_name
    party.full_clean(exclude=["members"])
    party.save(update_fields=["address", "place_code", "place_name"])
    record("party.moved", acting_user=acting_user, subject=party, place_code=place_code)
    return party


@transaction.atomic
def set_members(
    *,
    party: Party,
    members: Iterable[User],
    acting_user: AbstractBaseUser | None = None,
) -> Party:
    """Let exactly ``members`` act for this party."""
    before = set(party.members.values_list("pk", flat=True))
    party.members.set([person.pk for person in members])
    after = set(party.members.values_list("pk", flat=True))
    if before != after:
        joined, left = sorted(after - before), sorted(before - after)
        record("party.members", acting_user=acting_user, subject=party, joined=joined, left=left)
    return party


@transaction.atomic
def add_place(
    *, party: Party, draft: PlaceDraft, acting_user: AbstractBaseUser | None = None
) -> Place:
    """Add a place of ``party`` and return it.

    Raises:
        ValidationError: the kind is unknown, or the GLN is none or taken.
    """
    place = Place(party=party)
    _take(place, draft)
    place.full_clean()
    place.save()
    record("place.added", acting_user=acting_user, subject=place, gln=place.gln)
    adopt_gln(place)
    return place


@transaction.atomic
def change_place(
    *, place: Place, draft: PlaceDraft, acting_user: AbstractBaseUser | None = None
) -> Place:
    """Change what a place is called, how big it is and where, and return it.

    A GLN is no such thing: see `traceability.identifiers`.

    Raises:
        ValidationError: the kind is unknown, or a text is too long.
    """
    (place,) = lock_rows(Place.objects.filter(pk=place.pk))
    before = {name: getattr(place, name) for name in _CHANGEABLE}
    gln, extension = place.gln, place.gln_extension
    _take(place, draft)
    place.gln, place.gln_extension = gln, extension
    place.full_clean()
    place.save()
    changed = [name for name in _CHANGEABLE if before[name] != getattr(place, name)]
    if changed:
        record("place.changed", acting_user=acting_user, subject=place, fields=changed)
    return place


@transaction.atomic
def draw_outline(*, place: Place, text: str, acting_user: AbstractBaseUser | None = None) -> Place:
    """Take over the outline of a place and measure it; an empty text takes it away.

    Args:
        place: a field or pond; anything else may have a point or an outline, too.
        text: GeoJSON, KML, or a line of ``latitude, longitude`` for each corner.
        acting_user: who drew it.

    Raises:
        BadOutlineError: there is no usable shape in ``text``; the fault is named.
    """
    (place,) = lock_rows(Place.objects.filter(pk=place.pk))
    if text.strip():
        outline = _outline(text)
        place.geometry = outline.geojson()
        place.measured_m2 = round(outline.area_m2) or None
    else:
        place.geometry, place.measured_m2 = None, None
    place.save(update_fields=["geometry", "measured_m2"])
    record("place.outlined", acting_user=acting_user, subject=place, area_m2=place.measured_m2)
    return place


_CHANGEABLE = (
    "kind",
    "name",
    "code",
    "locality",
    "place_code",
    "area_m2",
    "valid_from",
    "valid_to",
)


def _take(place: Place, draft: PlaceDraft) -> None:
    for name in _CHANGEABLE:
        setattr(place, name, getattr(draft, name))
    place.gln, place.gln_extension = draft.gln or None, draft.gln_extension


def _outline(text: str) -> Outline:
    try:
        return read_outline(text, conf.country_box())
    except OutlineError as error:
        fault = str(FAULTS[error.code]) % error.details
        raise BadOutlineError(fault=fault, code=error.code) from error
