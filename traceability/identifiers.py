"""Codes of parties and places: given, ended, followed by another. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.core.periods import holds_on, overlap
from traceability.errors import (
    IdentifierDayError,
    IdentifierEndedError,
    IdentifierLiveError,
    IdentifierTakenError,
)
from traceability.models import (
    IdentifierScheme,
    Party,
    PartyIdentifier,
    Place,
    PlaceIdentifier,
)

AnyIdentifier = PartyIdentifier | PlaceIdentifier
Row = TypeVar("Row", bound=PartyIdentifier | PlaceIdentifier)
GS1 = "GS1"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierDraft:
    """A code as its paper says; ``extension`` only with a GLN."""

    scheme: str
    value: str
    extension: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def give_identifier(
    *, owner: Party | Place, draft: IdentifierDraft, acting_user: AbstractBaseUser | None = None
) -> AnyIdentifier:
    """Write down a code of a party or place and return it.

    Raises:
        IdentifierLiveError: it has a code of this kind in that time.
        IdentifierTakenError: the code is somebody else's in that time.
        ValidationError: the code is empty, has spaces, or is no GLN.
    """
    _lock(owner)
    row = _written(owner, draft)
    _mirror(owner)
    record(
        "identifier.given",
        acting_user=acting_user,
        subject=owner,
        scheme=row.scheme,
        value=str(row),
        valid_from=row.valid_from,
    )
    return row


@transaction.atomic
def end_identifier(
    *, identifier: Row, last_day: date, acting_user: AbstractBaseUser | None = None
) -> Row:
    """Let a code end with ``last_day`` and return it.

    Raises:
        IdentifierEndedError: it has ended before.
        IdentifierDayError: it would end before it began.
    """
    owner = owner_of(identifier)
    _lock(owner)
    identifier.refresh_from_db()
    _end(identifier, last_day)
    _mirror(owner)
    record(
        "identifier.ended",
        acting_user=acting_user,
        subject=owner,
        scheme=identifier.scheme,
        value=str(identifier),
        valid_to=last_day,
    )
    return identifier


@transaction.atomic
def succeed_identifier(
    *, identifier: Row, draft: IdentifierDraft, acting_user: AbstractBaseUser | None = None
) -> AnyIdentifier:
    """Let ``draft`` follow a code from its first day on, and return the new one.

    The old code ends the day before, if it had not ended yet.

    Raises:
        IdentifierDayError: the new one has no first day, or one not after the old one's.
        IdentifierEndedError: another code follows already.
        IdentifierTakenError: the new code is somebody else's in that time.
        ValidationError: the new code is empty, has spaces, or is no GLN.
    """
    owner = owner_of(identifier)
    _lock(owner)
    identifier.refresh_from_db()
    if identifier.successor_id is not None:
        raise IdentifierEndedError(value=str(identifier), day=_told(identifier.valid_to))
    first = draft.valid_from
    if first is None or (identifier.valid_from and first <= identifier.valid_from):
        raise IdentifierDayError(day=_told(identifier.valid_from))
    if identifier.valid_to is None or identifier.valid_to >= first:
        identifier.valid_to = first - _ONE_DAY
        identifier.save(update_fields=["valid_to"])
    new = _written(owner, draft)
    type(identifier).objects.filter(pk=identifier.pk).update(successor=new)
    identifier.successor_id = new.pk
    _mirror(owner)
    record(
        "identifier.followed",
        acting_user=acting_user,
        subject=owner,
        scheme=new.scheme,
        before=str(identifier),
        after=str(new),
        valid_from=new.valid_from,
    )
    return new


def owner_of(identifier: AnyIdentifier) -> Party | Place:
    """Return whose code it is."""
    return identifier.party if isinstance(identifier, PartyIdentifier) else identifier.place


def live(owner: Party | Place, scheme: str, day: date | None = None) -> AnyIdentifier | None:
    """Return the code of this kind that holds on ``day`` (default: today)."""
    at = day or now().date()
    rows = [row for row in owner.identifiers.all() if row.scheme == scheme]
    return next((row for row in rows if holds_on(at, row.valid_from, row.valid_to)), None)


@transaction.atomic
def adopt_gln(owner: Party | Place) -> None:
    """Make an identifier of a GLN that was written on the row itself."""
    _lock(owner)


def _lock(owner: Party | Place) -> None:
    """Lock the owner; a GLN written on the row before there were identifiers becomes one."""
    locked: list[Party] | list[Place]
    if isinstance(owner, Party):
        locked = lock_rows(Party.objects.filter(pk=owner.pk))
    else:
        locked = lock_rows(Place.objects.filter(pk=owner.pk))
    (row,) = locked
    if row.gln and not row.identifiers.filter(scheme=IdentifierScheme.GLN).exists():
        fields = {"scheme": IdentifierScheme.GLN, "value": row.gln, "issuer": GS1}
        if isinstance(row, Party):
            dates = {"valid_from": row.gln_valid_from, "valid_to": row.gln_valid_to}
            PartyIdentifier.objects.create(party=row, **fields, **dates)
        else:
            PlaceIdentifier.objects.create(place=row, extension=row.gln_extension, **fields)


def _written(owner: Party | Place, draft: IdentifierDraft) -> AnyIdentifier:
    row: AnyIdentifier = (
        PartyIdentifier(party=owner) if isinstance(owner, Party) else PlaceIdentifier(place=owner)
    )
    row.scheme, row.value, row.extension = draft.scheme, draft.value.strip(), draft.extension
    row.issuer = GS1 if draft.scheme == IdentifierScheme.GLN else draft.issuer.strip()
    row.valid_from, row.valid_to = draft.valid_from, draft.valid_to
    row.full_clean(validate_unique=False, validate_constraints=False)
    if row.scheme != IdentifierScheme.OTHER:
        _refuse_second(row, owner)
        _refuse_taken(row, owner)
    row.save()
    return row


def _refuse_second(row: AnyIdentifier, owner: Party | Place) -> None:
    for other in owner.identifiers.filter(scheme=row.scheme):
        if overlap(row.valid_from, row.valid_to, other.valid_from, other.valid_to):
            raise IdentifierLiveError(value=str(other))


def _refuse_taken(row: AnyIdentifier, owner: Party | Place) -> None:
    same = Q(scheme=row.scheme, value=row.value, extension=row.extension, issuer=row.issuer)
    others: QuerySet[PartyIdentifier] | QuerySet[PlaceIdentifier]
    if isinstance(owner, Party):
        others = PartyIdentifier.objects.filter(same).exclude(party=owner).select_related("party")
    else:
        others = PlaceIdentifier.objects.filter(same).exclude(place=owner).select_related("place")
    for other in others:
        if overlap(row.valid_from, row.valid_to, other.valid_from, other.valid_to):
            raise IdentifierTakenError(value=str(row), owner=str(owner_of(other)))


def _end(identifier: AnyIdentifier, last_day: date) -> None:
    if identifier.valid_to is not None and identifier.valid_to <= now().date():
        raise IdentifierEndedError(value=str(identifier), day=_told(identifier.valid_to))
    if identifier.valid_from and last_day < identifier.valid_from:
        raise IdentifierDayError(day=_told(identifier.valid_from))
    identifier.valid_to = last_day
    identifier.save(update_fields=["valid_to"])


def _told(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "…"


def _mirror(owner: Party | Place) -> None:
    """Keep the GLN in force on the row itself: pages and lookups read it there."""
    gln = live(type(owner).objects.get(pk=owner.pk), IdentifierScheme.GLN)
    owner.gln = gln.value if gln else None
    if isinstance(owner, Party):
        owner.gln_valid_from = gln.valid_from if gln else None
        owner.gln_valid_to = gln.valid_to if gln else None
        owner.save(update_fields=["gln", "gln_valid_from", "gln_valid_to"])
        return
    owner.gln_extension = gln.extension if gln else ""
    owner.save(update_fields=["gln", "gln_extension"])
