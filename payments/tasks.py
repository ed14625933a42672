"""The work of the clock that no page or action imports: the kernel finds it here."""

from payments.actions.watching import watch_feeds
from payments.wallets.asking import ask_again

__all__ = ["ask_again", "watch_feeds"]
