"""Rate limits that all processes share, as conditional updates of one small table."""

from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import F

from marketplace.kernel.clock import now


def allow(key: str, limit: int, per: timedelta) -> bool:
    """Count one use of ``key`` and say whether it is within ``limit`` in the current window.

    The window starts with the first use and lasts ``per``. Call it outside the action's
    transaction: a rolled-back action would take the count back with it. Keys are stored hashed,
    so they may hold a phone or an address.
    """
    if limit < 1:
        return False
    hashed = sha256(key.encode()).hexdigest()
    # A second round is needed only when another process opened the window in between.
    answers = (_try(hashed, limit, per) for _round in range(3))
    return next((answer for answer in answers if answer is not None), False)


def forget_old_windows() -> int:
    """Delete windows that are over and return how many."""
    from marketplace.kernel.models import RateWindow

    deleted, _by_model = RateWindow.objects.filter(ends_at__lte=now()).delete()
    return deleted


def _try(key: str, limit: int, per: timedelta) -> bool | None:
    """Return allowed or not, or None when another process was quicker and we must look again."""
    from marketplace.kernel.models import RateWindow

    moment = now()
    row = RateWindow.objects.filter(key=key)
    within = row.filter(ends_at__gt=moment, count__lt=limit).update(count=F("count") + 1)
    if within or row.filter(ends_at__lte=moment).update(count=1, ends_at=moment + per):
        return True
    if row.filter(ends_at__gt=moment, count__gte=limit).exists():
        return False
    try:
        with transaction.atomic():
            RateWindow.objects.create(key=key, count=1, ends_at=moment + per)
    except IntegrityError:
        return None
    return True
