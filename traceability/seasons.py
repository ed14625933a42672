"""Seasons of fields and ponds: begun, changed, ended. They never share a day."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from traceability.core.periods import overlap
from traceability.errors import SeasonDaysError, SeasonOverlapError
from traceability.models import Place, Season


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonDraft:
    """What grows, from a day to a day; without a last day it still goes on."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    variety: str = ""


def add_season(
    *, place: Place, draft: SeasonDraft, acting_user: AbstractBaseUser | None = None
) -> Season:
    """Begin a season on ``place`` and return it.

    Raises:
        SeasonOverlapError: another season has one of its days.
        SeasonDaysError: it ends before it begins.
    """
    return _kept(Season(place=place), draft, acting_user, "season.added")


def change_season(
    *, season: Season, draft: SeasonDraft, acting_user: AbstractBaseUser | None = None
) -> Season:
    """Correct a season, or end it, and return it.

    Raises:
        SeasonOverlapError: another season has one of its days.
        SeasonDaysError: it ends before it begins.
    """
    return _kept(season, draft, acting_user, "season.changed")


def _kept(
    season: Season, draft: SeasonDraft, acting_user: AbstractBaseUser | None, verb: str
) -> Season:
    season.kind, season.variety = draft.kind, draft.variety
    season.starts_on, season.ends_on = draft.starts_on, draft.ends_on
    if draft.ends_on and draft.ends_on < draft.starts_on:
        raise SeasonDaysError
    season.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        lock_rows(Place.objects.filter(pk=season.place_id))
        _refuse_overlap(season)
        _save(season)
        record(
            verb,
            acting_user=acting_user,
            subject=season,
            place=season.place_id,
            kind=season.kind,
            starts_on=season.starts_on,
            ends_on=season.ends_on,
        )
    return season


def _refuse_overlap(season: Season) -> None:
    for other in Season.objects.filter(place_id=season.place_id).exclude(pk=season.pk):
        if overlap(season.starts_on, season.ends_on, other.starts_on, other.ends_on):
            raise SeasonOverlapError(season=str(other))


def _save(season: Season) -> None:
    """Save; a row that slipped in past the lock is refused by the database."""
    try:
        with transaction.atomic():
            season.save()
    except IntegrityError as error:
        raise SeasonOverlapError(season="…") from error
