"""When a failed task is tried again, and when it is given up. Pure."""

from dataclasses import dataclass
from datetime import timedelta

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Run the task once more after ``pause``."""

    pause: timedelta


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Keep the task as a dead letter for a person to look at."""


def verdict(
    *, attempts: int, max_attempts: int, can_help: bool, spread: float
) -> TryAgain | GiveUp:
    """Return what to do after attempt number ``attempts`` (from 1) failed.

    Args:
        attempts: how often the task was begun.
        max_attempts: how often it may be begun.
        can_help: whether trying again can help at all.
        spread: 0.0 to 1.0, drawn by the caller; see `pause`.
    """
    if not can_help or attempts >= max_attempts:
        return GiveUp()
    return TryAgain(pause(attempts, spread))


def pause(attempts: int, spread: float) -> timedelta:
    """Return a pause that doubles with every attempt, between half and all of it.

    The spread keeps many tasks that failed together from coming back together.

    >>> pause(1, 1.0), pause(3, 0.0)
    (datetime.timedelta(seconds=5), datetime.timedelta(seconds=10))
    """
    doublings = min(attempts - 1, 20)
    doubled = FIRST_PAUSE * (1 << doublings)
    whole = min(doubled, LONGEST_PAUSE)
    return whole / 2 + whole / 2 * spread
