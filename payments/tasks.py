"""The work of the clock that no page or action imports: the kernel finds it here."""

from payments.wallets.asking import ask_again

__all__ = ["ask_again"]
