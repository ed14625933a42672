"""Amounts and times as people in Vietnam write them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))


def dong(amount: int) -> str:
    """Return ``185.000``."""
    return f"{amount:,}".replace(",", ".")


def moment(seconds: float) -> str:
    """Return Unix seconds as the clock on a Vietnamese wall: ``21/11/2026 09:31:02``."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
