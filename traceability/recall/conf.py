"""Settings of recalls, typed; their defaults stand in the manifest of the module."""

from django.conf import settings


def four_eyes() -> bool:
    """Say whether who drafted a case must not decide it."""
    return bool(getattr(settings, "RECALL_FOUR_EYES", False))


def shown_days() -> int:
    """Return on how many consecutive days a recall is shown on the home page."""
    return int(getattr(settings, "RECALL_SHOWN_DAYS", 10))
