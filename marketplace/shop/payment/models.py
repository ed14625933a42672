"""Oscar's payment tables, kept because its order code points at them, and refusing to move money.

``Source.refund`` of Oscar 4.2.1 has no ceiling and adds in Python without a lock, so two clerks can
refund more than was paid. Money moves through ``payments`` only.
"""

from decimal import Decimal

from oscar.apps.payment.abstract_models import AbstractSource

from marketplace.shop.errors import MoneyMovedElsewhereError


class Source(AbstractSource):
    """A row nobody may move money with."""

    def allocate(self, amount: Decimal, *_told: object, **_more: object) -> None:
        """Refuse.

        Raises:
            MoneyMovedElsewhereError: always.
        """
        raise MoneyMovedElsewhereError(action="allocate", amount=amount)

    def debit(self, amount: Decimal | None = None, *_told: object, **_more: object) -> None:
        """Refuse.

        Raises:
            MoneyMovedElsewhereError: always.
        """
        raise MoneyMovedElsewhereError(action="debit", amount=amount)

    def refund(self, amount: Decimal, *_told: object, **_more: object) -> None:
        """Refuse.

        Raises:
            MoneyMovedElsewhereError: always.
        """
        raise MoneyMovedElsewhereError(action="refund", amount=amount)


from oscar.apps.payment.models import *  # noqa: E402, F403
