"""Registering who makes and moves goods, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from traceability.models import Party, Place


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
    place = Place(
        party=party,
        kind=draft.kind,
        name=draft.name,
        code=draft.code,
        gln=draft.gln or None,
        gln_extension=draft.gln_extension,
        locality=draft.locality,
        place_code=draft.place_code,
        area_m2=draft.area_m2,
    )
    place.full_clean()
    place.save()
    record("place.added", acting_user=acting_user, subject=place, gln=place.gln)
    return place
