"""What a season means today."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from catalog.words import season_words


@dataclass(frozen=True, slots=True)
class SeasonNote:
    """Whether goods are in season today, and when they are.

    Args:
        is_now: today is in the season.
        months: the season in words.
    """

    is_now: bool
    months: str


def season_note(months: Sequence[int]) -> SeasonNote | None:
    """Return what to say about a season; None for goods of the whole year."""
    if not months:
        return None
    return SeasonNote(timezone.localdate().month in months, season_words(months))
