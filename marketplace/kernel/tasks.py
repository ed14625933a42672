"""The kernel's own periodic work."""

from datetime import timedelta

from marketplace.kernel.outbox import periodic
from marketplace.kernel.ratelimit import forget_old_windows


@periodic(every=timedelta(hours=1))
def sweep_up() -> None:
    """Delete finished tasks, used keys and old rate windows."""
    from marketplace.kernel.outbox.queue import sweep

    sweep()
    forget_old_windows()
