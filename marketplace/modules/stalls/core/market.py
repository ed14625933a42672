"""How a market sees its stalls: by shares and counts, never by takings. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Mark(StrEnum):
    """How a stall stands on the map."""

    BUSY = "busy"
    QUIET = "quiet"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True, kw_only=True)
class StallFacts:
    """What decides a stall's mark: an account to be paid into, and when money last came by QR."""

    has_account: bool
    opened_at: datetime
    last_cashless_at: datetime | None


def mark(facts: StallFacts, *, now: datetime, quiet_after: timedelta) -> Mark:
    """Return how a stall stands on the map; a new stall has as much time as every other."""
    if not facts.has_account:
        return Mark.WITHOUT
    last = facts.last_cashless_at or facts.opened_at
    return Mark.QUIET if last < now - quiet_after else Mark.BUSY
